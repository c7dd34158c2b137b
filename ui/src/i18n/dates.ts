/// Days and instants in words. A day is local and has no time; an instant is UTC and is shown in local time.
import { language } from ".";
import type { Day, Instant } from "@/api/types";

const MS_PER_DAY = 86_400_000;

/** A day at its noon in UTC, so that arithmetic on days never meets a change of clocks; null when it is no day. */
function noon(day: Day): Date | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!parts) return null;
  const date = new Date(Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]), 12));
  return date.toISOString().startsWith(day) ? date : null;
}

/** Whether a text is a day that exists. */
export function isDay(text: string): boolean {
  return noon(text) !== null;
}

const two = (value: number) => String(value).padStart(2, "0");

/** The local day of a moment, by default of now. */
export function localDay(at: Date = new Date()): Day {
  return `${String(at.getFullYear()).padStart(4, "0")}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** A day some days later, or earlier. */
export function addDays(day: Day, days: number): Day {
  const at = noon(day);
  return at ? new Date(at.getTime() + days * MS_PER_DAY).toISOString().slice(0, 10) : day;
}

/** How many days lie from one day to another; negative when it is earlier. */
export function daysBetween(from: Day, to: Day): number {
  const [a, b] = [noon(from), noon(to)];
  return a && b ? Math.round((b.getTime() - a.getTime()) / MS_PER_DAY) : 0;
}

/** A day as a date, without its year when that is the year of `today`. */
export function formatDay(day: Day, today: Day = localDay()): string {
  const at = noon(day);
  if (!at) return day;
  const sameYear = day.slice(0, 4) === today.slice(0, 4);
  return new Intl.DateTimeFormat(language(), {
    timeZone: "UTC",
    ...(sameYear ? {} : { year: "numeric" }),
    month: "short",
    day: "numeric",
    weekday: "short",
  }).format(at);
}

/** A day in full, with its year and the whole name of the weekday. */
export function formatLongDay(day: Day): string {
  const at = noon(day);
  return at ? new Intl.DateTimeFormat(language(), { timeZone: "UTC", dateStyle: "full" }).format(at) : day;
}

/** A day as a person says it: today, tomorrow, in 3 days; a date when it is further than a week away. */
export function relativeDay(day: Day, today: Day = localDay()): string {
  const days = daysBetween(today, day);
  if (Math.abs(days) > 6) return formatDay(day, today);
  return new Intl.RelativeTimeFormat(language(), { numeric: "auto" }).format(days, "day");
}

/** A month and its year, of any day in it. */
export function formatMonth(day: Day): string {
  const at = noon(day);
  return at ? new Intl.DateTimeFormat(language(), { timeZone: "UTC", year: "numeric", month: "long" }).format(at) : day;
}

/** An instant as a full local date and time. */
export function formatInstant(instant: Instant): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return instant;
  return new Intl.DateTimeFormat(language(), { dateStyle: "medium", timeStyle: "short" }).format(at);
}

/** An instant as a person says it: just now, 5 minutes ago, yesterday; a date when it is older than a week. What is said of is past: an instant after `now` is one that a slower clock has not reached yet, and so is now. */
export function relativeInstant(instant: Instant, now: Date = new Date()): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return instant;
  const seconds = Math.min(0, Math.round((at.getTime() - now.getTime()) / 1000));
  const relative = new Intl.RelativeTimeFormat(language(), { numeric: "auto" });
  if (seconds > -45) return relative.format(0, "second");
  if (seconds > -3_600) return relative.format(Math.round(seconds / 60), "minute");
  if (localDay(at) === localDay(now)) return relative.format(Math.round(seconds / 3_600), "hour");
  return relativeDay(localDay(at), localDay(now));
}
