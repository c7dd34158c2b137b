// @vitest-environment node
import { describe, expect, it } from "vitest";
import { afterMove, dropTarget, foldersAbove, isWithin, splitName, treeRows, type Level } from "./treeRows";

const compare = (a: string, b: string) => a.localeCompare(b, "en", { numeric: true });
const file = (path: string) => ({ path, title: path.split("/").at(-1)?.replace(".md", "") ?? "", kind: "note" as const, size: 1, modified_at: "" });
const folder = (path: string, notes = 1) => ({ path, name: path.split("/").at(-1) ?? "", notes });
const levels: Record<string, Level> = {
  "": { folders: [folder("b"), folder("a")], files: [file("10.md"), file("9.md")] },
  a: { folders: [], files: [file("a/x.md")] },
};
const rowsOf = (open: string[], files = true) => treeRows((path) => levels[path], new Set(open), compare, { files }).map(({ id, level }) => `${level} ${id}`);

describe("the rows of the tree", () => {
  it("are folders before files, each by name, numbers by their size", () => {
    expect(rowsOf([])).toEqual(["1 a", "1 b", "1 9.md", "1 10.md"]);
  });
  it("hold what lies in an open folder below it, and say so while it is being read", () => {
    expect(rowsOf(["a"])).toEqual(["1 a", "2 a/x.md", "1 b", "1 9.md", "1 10.md"]);
    expect(treeRows((path) => levels[path], new Set(["b"]), compare)[2]).toMatchObject({ kind: "waiting", level: 2 });
    expect(treeRows((path) => (path === "b" ? "failed" : levels[path]), new Set(["b"]), compare)[2]).toMatchObject({ kind: "failed" });
  });
  it("forget nothing that is open inside a closed folder, but do not show it", () => expect(rowsOf(["b/c"])).toHaveLength(4));
  it("know their place among those beside them", () => {
    expect(treeRows((path) => levels[path], new Set(), compare)[2]).toMatchObject({ position: 3, siblings: 4 });
  });
  it("leave files out where only folders are asked for", () => expect(rowsOf(["a"], false)).toEqual(["1 a", "1 b"]));
  it("of a hundred thousand notes are made in order", () => {
    const many = { folders: [], files: Array.from({ length: 100_000 }, (_, index) => file(`${100_000 - index}.md`)) };
    const rows = treeRows(() => many, new Set(), (a, b) => Number(a) - Number(b));
    expect(rows).toHaveLength(100_000);
    expect(rows[0]?.id).toBe("1.md");
  });
});

describe("paths", () => {
  it("know the folders above them", () => {
    expect(foldersAbove("a/b/c.md")).toEqual(["a", "a/b"]);
    expect(foldersAbove("c.md")).toEqual([]);
  });
  it("tell names from endings", () => {
    expect(splitName("a.b.md")).toEqual({ stem: "a.b", ending: ".md" });
    expect(splitName(".hidden")).toEqual({ stem: ".hidden", ending: "" });
  });
  it("go along with their folder, and only with their own", () => {
    expect(afterMove("a/b.md", "a", "c/a")).toBe("c/a/b.md");
    expect(afterMove("ab/b.md", "a", "c")).toBe("ab/b.md");
    expect(isWithin("ab/x", "a")).toBe(false);
  });
  it("are dropped into folders, but not where they are, nor into themselves", () => {
    expect(dropTarget("a/x.md", "b")).toBe("b/x.md");
    expect(dropTarget("a/x.md", "")).toBe("x.md");
    expect(dropTarget("a/x.md", "a")).toBeNull();
    expect(dropTarget("a", "a/b")).toBeNull();
    expect(dropTarget("a", "a")).toBeNull();
  });
});
