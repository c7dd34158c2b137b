/// The figures of a project that stand in its summary. Must not know React or the host.
import type { Day, Task } from "@/api";
import { isClosed, stageOf, type Stage } from "../stages";

export interface Figures {
  /** How many tasks are how far. */
  stages: Record<Stage, number>;
  /** Open tasks whose day has passed. */
  late: number;
  /** Open tasks that wait for others. */
  waiting: number;
  /** Minutes of all tasks that were not cancelled, and of how many of these nobody knows. */
  estimated: number;
  unestimated: number;
  /** Minutes they took so far. */
  actual: number;
}

export function figuresOf(tasks: readonly Task[], today: Day): Figures {
  const figures: Figures = { stages: { todo: 0, doing: 0, done: 0, cancelled: 0 }, late: 0, waiting: 0, estimated: 0, unestimated: 0, actual: 0 };
  for (const task of tasks) {
    figures.stages[stageOf(task.status)] += 1;
    if (task.status === "cancelled") continue;
    figures.estimated += task.estimated_minutes ?? 0;
    figures.actual += task.actual_minutes ?? 0;
    if (task.estimated_minutes === null) figures.unestimated += 1;
    if (isClosed(task.status)) continue;
    if (task.due_on !== null && task.due_on < today) figures.late += 1;
    if (task.open_prerequisites > 0) figures.waiting += 1;
  }
  return figures;
}

/** The tasks that changed last, the newest first. */
export function lastChanged(tasks: readonly Task[], most: number): Task[] {
  return tasks.toSorted((a, b) => (a.updated_at < b.updated_at ? 1 : a.updated_at > b.updated_at ? -1 : b.number - a.number)).slice(0, most);
}
