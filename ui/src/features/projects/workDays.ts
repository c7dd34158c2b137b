/// What the person's working hours say of a day. Must not know tasks.
import type { Day, DayException } from "@/api";
import { addDays } from "@/i18n/dates";
import { weekday } from "@/i18n/weeks";

/** When the person works, as far as days are drawn and counted. */
export interface WorkWeek {
  /** Minutes for each day of the week, Monday first. */
  week: readonly number[];
  exceptions: readonly DayException[];
}

/** Working hours made for asking about many days. */
export interface WorkDays {
  /** Minutes of work on a day. */
  minutesOn: (day: Day) => number;
  /** What a day that differs is called; empty when nothing. */
  nameOf: (day: Day) => string;
  /** Minutes from a day to another, both with. */
  minutesFrom: (first: Day, last: Day) => number;
  /** How many days it is from a day to the next one on which one works, or to the last one before. */
  step: (day: Day, direction: -1 | 1) => number;
  /** What counts for a task without an estimate, as the forecast has it: the average of the days one works at all. */
  usual: number;
}

/** Nobody is looked for further away than this, in days. */
const LONGEST_BREAK = 60;

export function workDays({ week, exceptions }: WorkWeek): WorkDays {
  const differing = new Map(exceptions.map((exception) => [exception.day, exception]));
  const minutesOn = (day: Day) => differing.get(day)?.minutes ?? week[(weekday(day) + 6) % 7] ?? 0;
  return {
    minutesOn,
    nameOf: (day) => differing.get(day)?.name ?? "",
    minutesFrom: (first, last) => {
      let minutes = 0;
      for (let day = first; day <= last; day = addDays(day, 1)) minutes += minutesOn(day);
      return minutes;
    },
    step: (day, direction) => {
      let days = direction as number;
      while (Math.abs(days) < LONGEST_BREAK && minutesOn(addDays(day, days)) === 0) days += direction;
      return days;
    },
    usual: usualOf(week),
  };
}

function usualOf(week: readonly number[]): number {
  const worked = week.filter((minutes) => minutes > 0);
  return Math.trunc(worked.reduce((sum, minutes) => sum + minutes, 0) / Math.max(1, worked.length));
}
