/// What it means to move a bar or its end: what is then supposed of the task. Must not know React or the host.
import type { Day, Suppose, Task, TaskSlot } from "@/api";
import { addDays } from "@/i18n/dates";
import type { WorkDays } from "../workDays";

/** The least that is left to do of a task whose end was moved, in minutes. */
const LEAST_MINUTES = 15;

/** The task begins no earlier than so many days after it would now. A due day it could not meet goes with it. */
export function movedBy(task: Task, slot: TaskSlot, days: number): Suppose {
  const start_on = addDays(slot.start_on, days);
  const overtaken = task.due_on !== null && task.due_on < start_on;
  return { task_uid: task.uid, start_on, ...(overtaken && { due_on: addDays(task.due_on as Day, days) }) };
}

/** The task ends so many days later, or earlier: it takes as much more or less as is worked on the days between. */
export function stretchedBy(task: Task, slot: TaskSlot, days: number, work: WorkDays): Suppose {
  const least = slot.start_on > slot.finish_on ? slot.finish_on : slot.start_on;
  const wanted = addDays(slot.finish_on, days);
  const end = wanted < least ? least : wanted;
  const more = end > slot.finish_on ? work.minutesFrom(addDays(slot.finish_on, 1), end) : -work.minutesFrom(addDays(end, 1), slot.finish_on);
  const done = task.actual_minutes ?? 0;
  const left = slot.is_guess ? work.usual : Math.max(0, (task.estimated_minutes ?? 0) - done);
  return { task_uid: task.uid, estimated_minutes: done + Math.max(LEAST_MINUTES, left + more) };
}

/** What is supposed already with one thing more; the later word on a field holds. */
export function withSupposed(known: ReadonlyMap<string, Suppose>, more: Suppose): ReadonlyMap<string, Suppose> {
  return new Map(known).set(more.task_uid, { ...known.get(more.task_uid), ...more });
}
