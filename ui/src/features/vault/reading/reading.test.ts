/// What the reading side works out for itself: targets, outlines, rows of links, choosing between notes.
import { describe, expect, it } from "vitest";
import { pointedAt } from "./choosing";
import { currentHeading, indents } from "./outlineRows";
import { outgoingRows } from "./outgoingRows";
import type { OutgoingLink } from "./shapes";
import { aroundHighlight } from "./snippets";
import { canBeNote, fileTitle, mediaKind, readSize, sameTarget, wordsWithoutSize } from "./targets";
import { blobOf } from "@/components/blobAddress";
import { markIn } from "./useTicks";

describe("targets", () => {
  it.each([
    ["a.md", "note"],
    ["図/夕暮れ.PNG", "image"],
    ["声.mp3", "audio"],
    ["film.webm", "video"],
    ["冊子.pdf", "pdf"],
    ["板.canvas", "canvas"],
    ["data.csv", "other"],
  ])("%s is shown as %s", (path, kind) => expect(mediaKind(path)).toBe(kind));

  it("mean the same file whatever place in it, case, ending or form of letters they are written with", () => {
    expect(sameTarget("会議/が#決めたこと")).toBe(sameTarget("会議/か\u3099.md"));
    expect(sameTarget("Note#^id")).toBe(sameTarget("note"));
  });

  it("have sizes behind the last bar only", () => {
    expect(readSize("320")).toEqual({ width: 320, height: null });
    expect(readSize("夕暮れ|100x145")).toEqual({ width: 100, height: 145 });
    expect(readSize("2026年 3")).toBeNull();
    expect(wordsWithoutSize("夕暮れ|100x145")).toBe("夕暮れ");
    expect(wordsWithoutSize("夕暮れ")).toBe("夕暮れ");
  });

  it("are offered as new notes only where a note is meant", () => {
    expect(["まだない", "a/b", "v1.2"].every(canBeNote)).toBe(true);
    expect(["図.png", "声.mp3"].some(canBeNote)).toBe(false);
    expect(fileTitle("a/b/c.md")).toBe("c");
  });
});

it("stands headings below each other by what is there, not by their numbers", () => {
  expect(indents([1, 3, 3, 2, 4, 1])).toEqual([0, 1, 1, 1, 2, 0]);
  expect(indents([3, 2, 3])).toEqual([0, 0, 1]);
  const outline = [{ line: 2 }, { line: 10 }];
  expect([null, 1, 2, 9, 10, 99].map((line) => currentHeading(outline, line))).toEqual([-1, -1, 0, 0, 1, 1]);
});

it("lists each target once, those that need a look first", () => {
  const link = (target: string, path: string | null, line: number, more: Partial<OutgoingLink> = {}) => ({ target, path, candidates: [], kind: "link", line, ...more }) as OutgoingLink;
  const rows = outgoingRows([
    link("a", "a.md", 4),
    link("図.png", "図.png", 1, { kind: "embed" }),
    link("a#x", "a.md", 2),
    link("gone", null, 9),
    link("same", "x/same.md", 5, { candidates: ["x/same.md", "y/same.md"] }),
  ]);
  expect(rows.map(({ target, state, count, line }) => [target, state, count, line])).toEqual([
    ["gone", "missing", 1, 9],
    ["same", "ambiguous", 1, 5],
    ["a", "note", 2, 2],
    ["図.png", "embed", 1, 1],
  ]);
});

describe("choosing what a link means", () => {
  it.each([
    ["see [[同じ]] and [[別]]", "see [[甲/同じ]] and [[別]]"],
    ["![[同じ#節|300]]", "![[甲/同じ#節|300]]"],
    ["[[同じ|言葉]] [x](%E5%90%8C%E3%81%98.md#a)", "[[甲/同じ|言葉]] [x](%E7%94%B2/%E5%90%8C%E3%81%98.md#a)"],
  ])("%s", (before, after) => expect(pointedAt(before, "同じ", "甲/同じ.md")).toBe(after));

  it("leaves a line without such a link alone", () => {
    for (const line of ["同じ", "[[乙/同じ]]", "[[#同じ]]", "[x](https://example.org)"]) expect(pointedAt(line, "同じ", "甲/同じ.md")).toBeNull();
  });
});

it("shows a long line from a little before what was found in it", () => {
  const line = `${"あ".repeat(40)}😀${"い".repeat(23)}見つけた`;
  const { text, highlights } = aroundHighlight(line, [[65, 69]]);
  expect(text.startsWith("…い")).toBe(true);
  expect(highlights.map(([start, end]) => text.slice(start, end))).toEqual(["見つけた"]);
  expect(aroundHighlight("短い", [[0, 1]])).toEqual({ text: "短い", highlights: [[0, 1]] });
});

it("reads the mark of a task's line in any list, also within quotes", () => {
  expect(["- [ ] a", "\t* [x] a", "> 1. [/] a", "+ [-] a", "a"].map(markIn)).toEqual([" ", "x", "/", "-", " "]);
});

it("gives the bytes of a file unchanged", async () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const blob = blobOf({ media_type: "image/png", base64: btoa(String.fromCharCode(...bytes)) });
  expect(blob.type).toBe("image/png");
  expect(blob.size).toBe(256);
});
