import { describe, expect, it } from "vitest";
import { chances, drawn, isStyle, STYLES, type Style } from "./art";

const NAMES = ["", "花子", "Hanako", "司書AI", "a".repeat(100), "🐦", "が", "か\u3099"];
const flat = (style: Style, name: string) => JSON.stringify(drawn(style, name));

describe.each(STYLES)("the style %s", (style) => {
  it("draws the same for the same name, however its letters are put together", () => {
    for (const name of NAMES) expect(flat(style, name)).toBe(flat(style, name));
    expect(flat(style, "が")).toBe(flat(style, "か\u3099"));
  });

  it("draws each name in another way", () => {
    const many = Array.from({ length: 60 }, (_, number) => flat(style, `秘書 ${number}`));
    expect(new Set(many).size).toBe(60);
  });

  it("draws paths of plain numbers, few enough to be shown in a list", () => {
    for (const name of NAMES) {
      const shapes = drawn(style, name);
      expect(shapes.length).toBeGreaterThan(3);
      expect(shapes.length).toBeLessThan(700);
      for (const { d, tone, line } of shapes) {
        expect(d).toMatch(/^M[-\d.\sMLCQSahvzqA]+$/);
        expect(tone === -1 || (tone > 0 && tone <= 1)).toBe(true);
        expect(line === undefined || line > 0).toBe(true);
      }
    }
  });
});

it("takes its chances from the whole range", () => {
  const chance = chances("秘書");
  const drawnOf = Array.from({ length: 2000 }, chance);
  expect(Math.min(...drawnOf)).toBeLessThan(0.01);
  expect(Math.max(...drawnOf)).toBeGreaterThan(0.99);
  expect(drawnOf.reduce((sum, value) => sum + value, 0) / 2000).toBeCloseTo(0.5, 1);
});

it("tells a style from a preset", () => {
  expect(isStyle("waves")).toBe(true);
  expect(isStyle("librarian")).toBe(false);
});
