// @vitest-environment node
/// A key that belongs to an input method is never taken for a command.
import { expect, it } from "vitest";
import { isComposing } from "./ime";

it.each([
  ["a conversion under way", { isComposing: true, keyCode: 13 }, true],
  ["the confirming Enter on macOS, known by its code alone", { isComposing: false, keyCode: 229 }, true],
  ["a plain Enter", { isComposing: false, keyCode: 13 }, false],
  ["a plain Escape", { isComposing: false, keyCode: 27 }, false],
])("%s", (_, key, expected) => {
  expect(isComposing(key)).toBe(expected);
  expect(isComposing({ nativeEvent: key })).toBe(expected);
});
