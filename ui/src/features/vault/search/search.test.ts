// @vitest-environment node
import { describe, expect, it } from "vitest";
import type { SearchHit } from "@/api";
import { resultRows } from "./groups";
import { OPERATORS, tagQuery, withOperator } from "./operators";

const hit = (id: string, context: string) => ({ id, context }) as SearchHit;

describe("results", () => {
  const hits = [hit("b/1", "b"), hit("a/1", "a"), hit("b/2", "b")];
  it("stay in the order of their rank", () => expect(resultRows(hits, false, new Set()).map((row) => row.kind === "hit" && row.hit.id)).toEqual(["b/1", "a/1", "b/2"]));
  it("lie under their folders, the folder of the best hit first", () => {
    expect(resultRows(hits, true, new Set()).map((row) => (row.kind === "folder" ? `${row.folder} ${row.count}` : row.hit.id))).toEqual(["b 2", "b/1", "b/2", "a 1", "a/1"]);
  });
  it("hide what lies in a folder that was closed", () => {
    expect(resultRows(hits, true, new Set(["b"])).map((row) => (row.kind === "folder" ? row.folder : row.hit.id))).toEqual(["b", "a", "a/1"]);
  });
});

describe("operators", () => {
  it("join what was typed, with the cursor where the words go", () => {
    const line = OPERATORS.find(({ meaning }) => meaning === "line");
    expect(line && withOperator("床 ", line)).toEqual({ text: "床 line:()", cursor: 8 });
    const phrase = OPERATORS.find(({ meaning }) => meaning === "phrase");
    expect(phrase && withOperator("", phrase)).toEqual({ text: '""', cursor: 1 });
  });
  it("have a cursor inside of them", () => {
    for (const { text, cursor } of OPERATORS) expect(cursor).toBeLessThanOrEqual(text.length);
  });
  it("search for a tag by its name", () => expect(tagQuery("仕事/会議")).toBe("tag:#仕事/会議"));
});
