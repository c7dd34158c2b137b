/// Owns what stands on the days of a month: which tasks and milestones, in which order, and where a key leads.
/// Must not know React or the host.
import type { Day, Milestone, Task } from "@/api";
import { addDays } from "@/i18n/dates";
import { addMonths } from "@/i18n/weeks";
import { byPosition, isClosed, PRIORITIES } from "../stages";

/** What is due on one day. */
export interface DayDue {
  milestones: Milestone[];
  tasks: Task[];
}

/** What is due on each day that has anything, open and pressing first; and the open tasks that have no day. */
export function dueByDay(tasks: readonly Task[], milestones: readonly Milestone[]): { days: ReadonlyMap<Day, DayDue>; undated: Task[] } {
  const days = new Map<Day, DayDue>();
  const undated: Task[] = [];
  const of = (day: Day) => {
    const known = days.get(day) ?? { milestones: [], tasks: [] };
    days.set(day, known);
    return known;
  };
  for (const milestone of milestones) if (milestone.due_on !== null) of(milestone.due_on).milestones.push(milestone);
  for (const task of tasks) {
    if (task.due_on !== null) of(task.due_on).tasks.push(task);
    else if (!isClosed(task.status)) undated.push(task);
  }
  for (const due of days.values()) due.tasks.sort(openAndPressingFirst);
  return { days, undated: undated.toSorted(byPosition) };
}

function openAndPressingFirst(a: Task, b: Task): number {
  return Number(isClosed(a.status)) - Number(isClosed(b.status)) || PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority) || byPosition(a, b);
}

/** The tasks of a day that are shown where there is room for so many; `wanted` is among them if it is due then. */
export function shownOf(tasks: readonly Task[], room: number, wanted: string | null): Task[] {
  if (tasks.length <= room) return [...tasks];
  const shown = tasks.slice(0, Math.max(0, room - 1));
  const held = tasks.find(({ uid }) => uid === wanted);
  if (held === undefined || shown.includes(held)) return shown;
  return [...shown.slice(0, -1), held];
}

/** The day that a key leads to from `day`, or null when it is no such key. */
export function dayByKey(key: string, day: Day): Day | null {
  switch (key) {
    case "ArrowLeft":
      return addDays(day, -1);
    case "ArrowRight":
      return addDays(day, 1);
    case "ArrowUp":
      return addDays(day, -7);
    case "ArrowDown":
      return addDays(day, 7);
    case "PageUp":
      return addMonths(day, -1);
    case "PageDown":
      return addMonths(day, 1);
    default:
      return null;
  }
}
