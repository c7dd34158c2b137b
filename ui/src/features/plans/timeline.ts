/// Owns where milestones lie on the picture of a plan's time: a pure layout, in parts of a hundred
/// across and in rows down. Must not know React or how it is drawn.
import type { Day } from "@/api";

/** A milestone to be drawn. */
export interface TimelineMark {
  key: string;
  title: string;
  day: Day | null;
  /** The keys of those it waits for. */
  after: readonly string[];
}

/** A milestone in its place. */
export interface PlacedMark {
  key: string;
  title: string;
  day: Day;
  /** From the left, 0 to 1. */
  at: number;
  row: number;
}

/** A date below the picture. */
export interface Tick {
  day: Day;
  at: number;
  /** Whether it stands for the month that begins there. */
  month: boolean;
}

/** The whole picture. */
export interface TimelineLayout {
  marks: PlacedMark[];
  /** From a milestone to one that waits for it. */
  links: { from: PlacedMark; to: PlacedMark }[];
  ticks: Tick[];
  /** The plan's own days; null where it has none. */
  start: number | null;
  due: number | null;
  today: number | null;
}

const DAY = 86_400_000;
/** The most dates below the picture. */
const TICKS = 7;

const number = (day: Day) => Date.parse(`${day}T00:00:00Z`) / DAY;
const text = (days: number) => new Date(days * DAY).toISOString().slice(0, 10);

/** Lays a plan out; null while fewer than two days are known. */
export function layOut(marks: readonly TimelineMark[], start: Day | null, due: Day | null, today: Day): TimelineLayout | null {
  const dated = marks.filter((mark): mark is TimelineMark & { day: Day } => mark.day !== null);
  const days = [...dated.map((mark) => mark.day), start, due].filter((day) => day !== null).map(number);
  const [first, last] = [Math.min(...days), Math.max(...days)];
  if (days.length < 2 || first === last) return null;
  const at = (day: number) => (day - first) / (last - first);
  const placed = dated
    .toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
    .map((mark, row) => ({ key: mark.key, title: mark.title, day: mark.day, at: at(number(mark.day)), row }));
  const byKey = new Map(placed.map((mark) => [mark.key, mark]));
  const links = dated.flatMap((mark) =>
    mark.after.flatMap((key) => {
      const [from, to] = [byKey.get(key), byKey.get(mark.key)];
      return from === undefined || to === undefined ? [] : [{ from, to }];
    }),
  );
  const within = (day: Day | null) => (day === null ? null : at(number(day)));
  const now = number(today);
  return { marks: placed, links, ticks: ticks(first, last, at), start: within(start), due: within(due), today: now >= first && now <= last ? at(now) : null };
}

/** The beginnings of months, every so many that they can be read; the two ends where no month begins. */
function ticks(first: number, last: number, at: (day: number) => number): Tick[] {
  const months: number[] = [];
  const [year, month] = text(first).split("-").map(Number) as [number, number];
  for (let n = month; ; n += 1) {
    const begin = Date.UTC(year, n, 1) / DAY;
    if (begin > last) break;
    months.push(begin);
  }
  const step = Math.ceil(months.length / TICKS);
  const chosen = months.filter((_, index) => index % step === 0);
  const byMonth = chosen.length > 0;
  return (byMonth ? chosen : [first, last]).map((day) => ({ day: text(day), at: at(day), month: byMonth }));
}
