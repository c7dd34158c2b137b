/// Months are walked without falling into days that do not exist.
import { expect, it } from "vitest";
import { addMonths } from "./Calendar";

it.each([
  ["2026-01-31", 1, "2026-02-28"],
  ["2028-01-31", 1, "2028-02-29"],
  ["2026-03-31", -1, "2026-02-28"],
  ["2026-12-15", 1, "2027-01-15"],
  ["2026-01-15", -1, "2025-12-15"],
])("%s and %i months: %s", (day, months, expected) => {
  expect(addMonths(day, months)).toBe(expected);
});
