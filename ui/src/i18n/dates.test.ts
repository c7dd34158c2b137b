/// Days and instants are said as a person would, across months, years and clocks.
import { afterEach, describe, expect, it } from "vitest";
import { addDays, daysBetween, formatDay, isDay, localDay, relativeDay, relativeInstant, speak, systemLanguage } from ".";

afterEach(() => speak("en"));

it("knows which days exist", () => {
  expect([isDay("2028-02-29"), isDay("2026-02-29"), isDay("2026-1-1"), isDay("")]).toEqual([true, false, false, false]);
});

it("counts days across months and leap years", () => {
  expect(addDays("2028-02-28", 2)).toBe("2028-03-01");
  expect(daysBetween("2025-12-31", "2026-01-02")).toBe(2);
  expect(daysBetween("2026-03-01", "2026-02-28")).toBe(-1);
});

describe("relative days", () => {
  it.each([
    ["2026-11-20", "今日", "today"],
    ["2026-11-21", "明日", "tomorrow"],
    ["2026-11-19", "昨日", "yesterday"],
    ["2026-11-23", "3 日後", "in 3 days"],
  ] as const)("%s", (day, ja, en) => {
    speak("ja");
    expect(relativeDay(day, "2026-11-20")).toBe(ja);
    speak("en");
    expect(relativeDay(day, "2026-11-20")).toBe(en);
  });
  it("become a date when they are far, with the year only when it is another", () => {
    speak("en");
    expect(relativeDay("2026-12-25", "2026-11-20")).toBe(formatDay("2026-12-25", "2026-11-20"));
    expect(formatDay("2026-12-25", "2026-11-20")).not.toContain("2026");
    expect(formatDay("2027-01-05", "2026-11-20")).toContain("2027");
  });
});

it("says instants of today by the hour and older ones by the day", () => {
  const now = new Date(2026, 10, 20, 15, 0, 0);
  const before = (ms: number) => new Date(now.getTime() - ms).toISOString();
  expect(relativeInstant(before(10_000), now)).toBe("now");
  expect(relativeInstant(before(5 * 60_000), now)).toBe("5 minutes ago");
  expect(relativeInstant(before(3 * 3_600_000), now)).toBe("3 hours ago");
  expect(relativeInstant(before(20 * 3_600_000), now)).toBe("yesterday");
  expect(relativeInstant(before(-70_000), now)).toBe("now");
  expect(relativeInstant(before(-30 * 3_600_000), now)).toBe("now");
  expect(relativeInstant("not a time", now)).toBe("not a time");
});

it("takes the local day, not the one of UTC", () => {
  expect(localDay(new Date(2026, 0, 1, 0, 30))).toBe("2026-01-01");
});

it("speaks the first of the system's languages that it knows", () => {
  expect(systemLanguage(["fr-FR", "ja-JP", "en"])).toBe("ja");
  expect(systemLanguage(["en-GB", "ja"])).toBe("en");
  expect(systemLanguage(["fr"])).toBe("en");
  expect(systemLanguage(["jam"])).toBe("en");
});
