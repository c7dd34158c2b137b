// @vitest-environment node
/// The palette finds its entries in either script, width and case.
import { expect, it } from "vitest";
import { fits } from "./fits";

it.each([
  ["", ["設定"], true],
  ["設", ["設定"], true],
  ["ﾃｰﾏ", ["テーマ"], true],
  ["てーま", ["テーマ"], true],
  ["ＮＥＷ plan", ["New plan"], true],
  ["plan new", ["New plan"], true],
  ["dark", ["ダークテーマ", "theme", "dark"], true],
  ["light", ["ダークテーマ", "theme", "dark"], false],
])("%j in %j: %s", (query, names, expected) => {
  expect(fits(query, names)).toBe(expected);
});
