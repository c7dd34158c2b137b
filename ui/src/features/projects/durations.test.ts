import { afterEach, expect, it } from "vitest";
import { speak } from "@/i18n";
import { formatMinutes, minutesText, readMinutes } from "./durations";

afterEach(() => speak("en"));

it.each([
  ["2", 120],
  ["1.5", 90],
  ["1,5", 90],
  ["45m", 45],
  ["1h 30min", 90],
  ["１時間３０分", 90],
  ["0", 0],
  ["", null],
  ["soon", undefined],
  ["3 weeks", undefined],
  ["-1", undefined],
  ["1h oops", undefined],
])("%j is %j minutes", (text, minutes) => {
  expect(readMinutes(text)).toBe(minutes);
});

it("what a field shows reads back as itself, in both languages", () => {
  for (const language of ["en", "ja"] as const) {
    speak(language);
    for (const minutes of [0, 45, 60, 90, 480, 6_015]) expect(readMinutes(minutesText(minutes))).toBe(minutes);
  }
});

it("is said in hours and minutes", () => {
  expect(formatMinutes(90)).toBe("1 h 30 min");
  speak("ja");
  expect(formatMinutes(480)).toBe("8時間");
});
