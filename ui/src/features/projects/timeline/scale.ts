/// Days on a line: where each lies, how the line is divided, and which days lie in sight. Must not know tasks or React.
import type { Day } from "@/api";
import { addDays, daysBetween } from "@/i18n/dates";
import { addMonths, weekday } from "@/i18n/weeks";

/** How near one looks. */
export const ZOOMS = ["day", "week", "month"] as const;
export type Zoom = (typeof ZOOMS)[number];

/** The width of a day in pixels. */
export const DAY_PX: Record<Zoom, number> = { day: 36, week: 16, month: 5 };

/** Room before the first and behind the last thing, in days. */
const ROOM_BEFORE = 7;
const ROOM_BEHIND = 21;

/** A line of days. */
export interface Scale {
  first: Day;
  days: number;
  dayPx: number;
}

/** A line that holds every one of these days, and today. */
export function scaleOf(days: readonly Day[], today: Day, zoom: Zoom): Scale {
  let [first, last] = [today, today];
  for (const day of days) {
    if (day < first) first = day;
    if (day > last) last = day;
  }
  first = addDays(first, -ROOM_BEFORE);
  return { first, days: daysBetween(first, last) + 1 + ROOM_BEHIND, dayPx: DAY_PX[zoom] };
}

/** Where a day begins, in pixels from the beginning of the line. */
export function xOf(scale: Scale, day: Day): number {
  return daysBetween(scale.first, day) * scale.dayPx;
}

/** How many whole days a way in pixels is. */
export function daysOf(scale: Scale, px: number): number {
  return Math.round(px / scale.dayPx);
}

/** Something above the line: from where, how wide, and the day it is named after. */
export interface Tick {
  day: Day;
  x: number;
  width: number;
}

/** The days of the line that lie between two places. */
export function daysIn(scale: Scale, from: number, to: number): Tick[] {
  const [begin, end] = [Math.max(0, Math.floor(from / scale.dayPx)), Math.min(scale.days, Math.ceil(to / scale.dayPx))];
  return Array.from({ length: Math.max(0, end - begin) }, (_, at) => ({ day: addDays(scale.first, begin + at), x: (begin + at) * scale.dayPx, width: scale.dayPx }));
}

/** The months of the line that touch what lies between two places. */
export function monthsIn(scale: Scale, from: number, to: number): Tick[] {
  const ticks: Tick[] = [];
  const last = addDays(scale.first, scale.days);
  const begin = addDays(scale.first, Math.max(0, Math.floor(from / scale.dayPx)));
  for (let month = `${begin.slice(0, 8)}01`; month < last; month = addMonths(month, 1)) {
    const x = Math.max(0, xOf(scale, month));
    if (x > to) break;
    ticks.push({ day: month, x, width: Math.min(xOf(scale, addMonths(month, 1)), scale.days * scale.dayPx) - x });
  }
  return ticks;
}

/** The Mondays of the line that lie between two places, each as wide as its week. */
export function weeksIn(scale: Scale, from: number, to: number): Tick[] {
  return daysIn(scale, from - 7 * scale.dayPx, to)
    .filter(({ day }) => weekday(day) === 1)
    .map((tick) => ({ ...tick, width: 7 * scale.dayPx }));
}
