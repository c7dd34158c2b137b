/// Weeks and months of days: which weekday a day is, with which one a week begins, and the days a month's page shows.
import { language } from ".";
import { addDays, isDay } from "./dates";
import type { Day } from "@/api/types";

// A Sunday, from which the names of the weekdays are counted.
const SOME_SUNDAY: Day = "2023-01-01";
const DAYS = [0, 1, 2, 3, 4, 5, 6] as const;

/** Which day of the week it is, from 0 for Sunday. */
export function weekday(day: Day): number {
  return isDay(day) ? new Date(`${day}T12:00:00Z`).getUTCDay() : 0;
}

/** The day with which a week begins in the spoken language, from 0 for Sunday. */
export function firstWeekday(): number {
  return language() === "ja" ? 0 : 1;
}

/** The names of the weekdays in the order of a week, as short as asked for. */
export function weekdayNames(style: "narrow" | "short" | "long"): string[] {
  const format = new Intl.DateTimeFormat(language(), { weekday: style, timeZone: "UTC" });
  return DAYS.map((day) => format.format(new Date(`${addDays(SOME_SUNDAY, firstWeekday() + day)}T12:00:00Z`)));
}

/** The six weeks that show the month of a day. */
export function weeksOfMonth(day: Day): Day[][] {
  const first = `${day.slice(0, 8)}01`;
  const start = addDays(first, -((weekday(first) - firstWeekday() + 7) % 7));
  return [0, 1, 2, 3, 4, 5].map((week) => DAYS.map((at) => addDays(start, week * 7 + at)));
}

/** The same date some months away, or that month's last day. */
export function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0, 12));
  return new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(date, last.getUTCDate()), 12)).toISOString().slice(0, 10);
}
