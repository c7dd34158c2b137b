// @vitest-environment node
/// What a search found is marked exactly, whatever order the ranges come in.
import { expect, it } from "vitest";
import { splitByRanges } from "./ranges";

const shown = (text: string, ranges: [number, number][]) =>
  splitByRanges(text, ranges)
    .map((piece) => (piece.marked ? `[${piece.text}]` : piece.text))
    .join("");

it.each<[string, string, [number, number][], string]>([
  ["one hit", "議事録を書く", [[0, 3]], "[議事録]を書く"],
  ["none", "abc", [], "abc"],
  ["all of it", "abc", [[0, 3]], "[abc]"],
  ["out of order", "abcdef", [[4, 5], [1, 2]], "a[b]cd[e]f"],
  ["overlapping", "abcdef", [[1, 4], [2, 5]], "a[bcde]f"],
  ["touching", "abcdef", [[1, 3], [3, 5]], "a[bcde]f"],
  ["one inside another", "abcdef", [[1, 5], [2, 3]], "a[bcde]f"],
  ["beyond the end", "abc", [[2, 9]], "ab[c]"],
  ["empty or backwards", "abc", [[1, 1], [2, 1]], "abc"],
  ["half of a surrogate pair", "a𠮷b", [[2, 3]], "a[𠮷]b"],
  ["the first half of a pair", "a𠮷b", [[1, 2]], "a[𠮷]b"],
  ["nothing to mark in nothing", "", [[0, 1]], ""],
])("%s", (_, text, ranges, expected) => {
  expect(shown(text, ranges)).toBe(expected);
});

it("never loses or repeats a character", () => {
  const text = "今日は𠮷野家で会議";
  for (let a = 0; a <= text.length; a += 1) {
    for (let b = 0; b <= text.length; b += 1) {
      const pieces = splitByRanges(text, [[a, b], [b, a], [1, 4]]);
      expect(pieces.map((piece) => piece.text).join("")).toBe(text);
      expect(new Set(pieces.map((piece) => piece.start)).size).toBe(pieces.length);
    }
  }
});
