// @vitest-environment node
/// The keys of a tree, as people know them from file managers and as the ARIA practices say.
import { describe, expect, it } from "vitest";
import { parentOf, standable, treeStep, typedRow, type TreeRow } from "./treeKeys";

const row = (id: string, level: number, expanded: boolean | null = null): TreeRow => ({ id, name: id, level, expanded });
// a ▾ ( b, c ▸ ), d
const rows = [row("a", 1, true), row("b", 2), row("c", 2, false), row("d", 1)];

describe("arrows", () => {
  it("walk over what is seen, and stop at the ends", () => {
    expect(treeStep(rows, 0, "ArrowDown", 5)).toEqual({ type: "go", to: 1 });
    expect(treeStep(rows, 3, "ArrowDown", 5)).toEqual({ type: "go", to: 3 });
    expect(treeStep(rows, 0, "ArrowUp", 5)).toEqual({ type: "go", to: 0 });
    expect(treeStep(rows, 1, "End", 5)).toEqual({ type: "go", to: 3 });
    expect(treeStep(rows, 3, "PageUp", 2)).toEqual({ type: "go", to: 1 });
  });

  it("open a folder first, then go into it; close it first, then go up", () => {
    expect(treeStep(rows, 2, "ArrowRight", 5)).toEqual({ type: "expand", at: 2 });
    expect(treeStep(rows, 0, "ArrowRight", 5)).toEqual({ type: "go", to: 1 });
    expect(treeStep(rows, 1, "ArrowRight", 5)).toBeNull();
    expect(treeStep(rows, 0, "ArrowLeft", 5)).toEqual({ type: "collapse", at: 0 });
    expect(treeStep(rows, 2, "ArrowLeft", 5)).toEqual({ type: "go", to: 0 });
    expect(treeStep(rows, 3, "ArrowLeft", 5)).toBeNull();
  });

  it("do not go into an open folder that is empty", () => {
    expect(treeStep([row("a", 1, true), row("d", 1)], 0, "ArrowRight", 5)).toBeNull();
  });

  it("mean nothing in a tree without rows", () => {
    expect(treeStep([], 0, "ArrowDown", 5)).toBeNull();
    expect(treeStep([], -1, "Enter", 5)).toBeNull();
  });
});

it("is passed over by the keys while a folder is being read", () => {
  // a ▾ ( … ), d ▾ ( … )
  const reading: TreeRow[] = [row("a", 1, true), { ...row("…", 2), idle: true }, row("d", 1, true), { ...row("……", 2), idle: true }];
  expect(treeStep(reading, 0, "ArrowDown", 5)).toEqual({ type: "go", to: 2 });
  expect(treeStep(reading, 2, "ArrowUp", 5)).toEqual({ type: "go", to: 0 });
  expect(treeStep(reading, 2, "ArrowDown", 5)).toEqual({ type: "go", to: 2 });
  expect(treeStep(reading, 0, "End", 5)).toEqual({ type: "go", to: 2 });
  expect(treeStep(reading, 0, "ArrowRight", 5)).toBeNull();
  expect(standable([reading[1] as TreeRow], 0, 1)).toBe(-1);
});

it("knows the row above that holds another", () => {
  expect(parentOf(rows, 2)).toBe(0);
  expect(parentOf(rows, 3)).toBe(-1);
});

describe("letters", () => {
  const names = [row("会議", 1), row("Apple", 1), row("apricot", 1), row("ﾒﾓ", 1)];
  it("lead to the next name that begins so, whatever its case, width or kana", () => {
    expect(typedRow(names, 0, "a")).toBe(1);
    expect(typedRow(names, 1, "a")).toBe(2);
    expect(typedRow(names, 2, "a")).toBe(1);
    expect(typedRow(names, 0, "メ")).toBe(3);
    expect(typedRow(names, 0, "x")).toBe(-1);
  });
  it("stay on a row while more letters of its name come", () => {
    expect(typedRow(names, 1, "ap")).toBe(1);
    expect(typedRow(names, 1, "apr")).toBe(2);
  });
  it("lead on by the same letter again and again", () => expect(typedRow(names, 1, "aa")).toBe(2));
});
