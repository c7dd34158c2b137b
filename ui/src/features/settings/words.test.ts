/// Numbers and keys are read however a keyboard writes them; durations are said in a unit one can picture.
import { afterEach, expect, it } from "vitest";
import { speak } from "@/i18n";
import { formatDuration, readKeyOfProject, readWhole } from "./words";

afterEach(() => speak("en"));

it.each([
  ["30", 30],
  [" 30 ", 30],
  ["３０", 30],
  ["1,440", 1_440],
  ["1", 1],
  ["0", null],
  ["1441", null],
  ["-5", null],
  ["1.5", null],
  ["30分", null],
  ["", null],
])("%j → %j", (typed, value) => {
  expect(readWhole(typed, 1, 1_440)).toBe(value);
});

it.each([
  ["web", "WEB"],
  ["ＷＥＢ２", "WEB2"],
  [" p1 ", "P1"],
  ["T", null],
  ["1P", null],
  ["A-B", null],
  ["仕事", null],
  ["ABCDEFGHIJK", null],
])("key %j → %j", (typed, key) => {
  expect(readKeyOfProject(typed)).toBe(key);
});

it("says durations in milliseconds, and in seconds from the first on", () => {
  speak("en");
  expect(formatDuration(450)).toMatch(/^0\.5\s?ms$/);
  expect(formatDuration(123_400)).toMatch(/^123\s?ms$/);
  expect(formatDuration(2_340_000)).toMatch(/^2\.3\s?sec$/);
  speak("ja");
  expect(formatDuration(2_340_000)).toContain("2.3");
});
