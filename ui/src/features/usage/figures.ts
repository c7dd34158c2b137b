/// The figures of the Usage place: which days are shown, what stands for days without calls, and how a chart is scaled.
/// Pure; must not know how anything is drawn.
import type { Budget, Day, Usage, UsageLine } from "@/api";
import { addDays, daysBetween } from "@/i18n";

/** The days that can be looked at. */
export const SPANS = ["week", "month", "quarter", "year"] as const;
export type Span = (typeof SPANS)[number];

const DAYS: Record<Span, number> = { week: 7, month: 30, quarter: 91, year: 365 };

/** The first and the last day of a span that ends today. */
export function spanOf(span: Span, today: Day): { from: Day; to: Day } {
  return { from: addDays(today, 1 - DAYS[span]), to: today };
}

/** What can be drawn of a day. */
export type Measure = "cost" | "tokens" | "calls";

export function measured(usage: Usage, measure: Measure): number {
  switch (measure) {
    case "cost":
      return usage.cost;
    case "tokens":
      return usage.input_tokens + usage.output_tokens;
    case "calls":
      return usage.calls;
  }
}

export interface Bar {
  /** The first day it stands for, and the last. */
  from: Day;
  to: Day;
  value: number;
}

/** Most bars that can be told apart side by side. */
const MOST_BARS = 31;

/** A bar for each day of a span, or for several days together where there are many; days without calls have one too. */
export function barsOf(lines: readonly UsageLine[], from: Day, to: Day, measure: Measure): Bar[] {
  const days = daysBetween(from, to) + 1;
  const together = Math.ceil(days / MOST_BARS);
  const bars = Array.from({ length: Math.ceil(days / together) }, (_, at): Bar => {
    // Counted from the end, so that the newest bar is a whole one.
    const end = addDays(to, -at * together);
    const begin = addDays(end, 1 - together);
    return { from: begin < from ? from : begin, to: end, value: 0 };
  }).toReversed();
  for (const line of lines) {
    const bar = bars.find((one) => line.key !== null && line.key >= one.from && line.key <= one.to);
    if (bar) bar.value += measured(line, measure);
  }
  return bars;
}

/** The top of a scale: the next of 1, 2 and 5 times a power of ten; 1 where there is nothing. */
export function topOf(values: readonly number[]): number {
  const most = Math.max(0, ...values);
  if (most === 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].map((step) => step * power).find((top) => top >= most) ?? most;
}

/** How many of the calls gave a whole answer, in whole percent; null where none was made. */
export function successOf({ calls, failed }: Usage): number | null {
  return calls === 0 ? null : Math.floor(((calls - failed) / calls) * 100);
}

/** Milliseconds of a call on average; null where none was made. */
export function latencyOf({ calls, latency_ms }: Usage): number | null {
  return calls === 0 ? null : Math.round(latency_ms / calls);
}

/** From so many percent on a person is warned. */
export const WARN_PERCENT = 80;

/** How a budget stands. */
export function standing({ percent }: Pick<Budget, "percent">): "good" | "warned" | "spent" {
  return percent >= 100 ? "spent" : percent >= WARN_PERCENT ? "warned" : "good";
}

/** Units of the host's money in one US dollar. */
const UNITS_PER_DOLLAR = 100_000_000;
/** More than anybody spends: ten million dollars. */
const MOST_DOLLARS = 10_000_000;

/** Dollars as a person writes them, in the host's units; null where that is no sum of money. */
export function readDollars(text: string): number | null {
  const plain = text.normalize("NFKC").replace(/[$,\s¥]/g, "");
  if (!/^\d+(\.\d{1,8})?$/.test(plain)) return null;
  const dollars = Number(plain);
  return dollars <= MOST_DOLLARS ? Math.round(dollars * UNITS_PER_DOLLAR) : null;
}

/** The host's units as they are written back into a field. */
export function writeDollars(units: number): string {
  return String(units / UNITS_PER_DOLLAR);
}

/** A whole number of things as a person writes it; null where it is none. */
export function readCount(text: string): number | null {
  const plain = text.normalize("NFKC").replace(/[,\s]/g, "");
  return /^\d{1,15}$/.test(plain) ? Number(plain) : null;
}
