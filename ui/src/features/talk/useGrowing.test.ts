import { expect, test } from "vitest";
import { nextStep, upTo } from "./useGrowing";

test("a piece that took long makes the next one small at once, a quick one a little larger", () => {
  expect(nextStep(1_000, 240)).toBe(150);
  expect(nextStep(1_000, 48)).toBe(500);
  expect(nextStep(1_000, 1)).toBe(1_500);
  expect(nextStep(4_000, 1)).toBe(4_000);
});

test("no letter is cut in half", () => {
  expect(upTo("a🙂b", 2)).toBe("a🙂");
  expect(upTo("a🙂b", 1)).toBe("a");
  expect(upTo("", 5)).toBe("");
});
