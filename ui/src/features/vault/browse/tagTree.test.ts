// @vitest-environment node
import { expect, it } from "vitest";
import { tagRows } from "./tagTree";

const compare = (a: string, b: string) => a.localeCompare(b, "ja");
const tags = [{ tag: "仕事/会議", notes: 2 }, { tag: "仕事", notes: 1 }, { tag: "home", notes: 9 }, { tag: "Home/garden", notes: 1 }];

it("nests tags by their slashes and counts what lies below", () => {
  const rows = tagRows(tags, new Set(["仕事"]), "name", compare);
  expect(rows.map(({ tag, level, notes, expanded }) => [tag, level, notes, expanded])).toEqual([
    ["home", 1, 10, false],
    ["仕事", 1, 3, true],
    ["仕事/会議", 2, 2, null],
  ]);
});

it("puts the most used first where asked", () => {
  expect(tagRows([{ tag: "a", notes: 1 }, { tag: "b", notes: 5 }], new Set(), "count", compare).map(({ tag }) => tag)).toEqual(["b", "a"]);
});

it("makes a row of a parent that no note has itself", () => {
  expect(tagRows([{ tag: "x/y", notes: 4 }], new Set(), "name", compare)).toMatchObject([{ tag: "x", notes: 4, expanded: false }]);
});
