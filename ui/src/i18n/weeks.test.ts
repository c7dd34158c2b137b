/// Months are walked without falling into days that do not exist.
import { expect, it } from "vitest";
import { addMonths, weekday, weeksOfMonth } from "./weeks";

it.each([
  ["2026-01-31", 1, "2026-02-28"],
  ["2028-01-31", 1, "2028-02-29"],
  ["2026-03-31", -1, "2026-02-28"],
  ["2026-12-15", 1, "2027-01-15"],
  ["2026-01-15", -1, "2025-12-15"],
])("%s and %i months: %s", (day, months, expected) => {
  expect(addMonths(day, months)).toBe(expected);
});

it("a month's page begins with the week of its first day and has every day of it", () => {
  const weeks = weeksOfMonth("2026-11-20");
  expect(weeks[0]?.[0]).toBe("2026-10-26");
  expect(weeks.flat()).toHaveLength(42);
  expect(weeks.flat()).toContain("2026-11-30");
  expect(weeks.every(([first = ""]) => weekday(first) === 1)).toBe(true);
});
