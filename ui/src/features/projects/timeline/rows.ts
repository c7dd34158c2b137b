/// What stands in which row of the timeline, and which rows are joined by a dependency. Must not know React or pixels.
import type { Day, Forecast, MilestoneForecast, Task, TaskSlot } from "@/api";
import { localDay } from "@/i18n/dates";
import { byPosition } from "../stages";

/** A row: a milestone of the plan, a task that is to be done, or one that is done. */
export type Row =
  | { kind: "milestone"; uid: string; milestone: MilestoneForecast }
  | { kind: "open"; uid: string; task: Task; slot: TaskSlot }
  | { kind: "done"; uid: string; task: Task; start_on: Day; finish_on: Day };

/**
 * The milestones first, then what was done if it is wanted, then what is to be done, the earliest first. A task of
 * which the forecast says nothing yet is left out until it does.
 */
export function rowsOf(forecast: Forecast, tasks: readonly Task[], withDone: boolean): Row[] {
  const slots = new Map(forecast.slots.map((slot) => [slot.task_uid, slot]));
  const milestones = forecast.baseline.map((milestone): Row => ({ kind: "milestone", uid: milestone.milestone_uid, milestone }));
  const open = tasks.flatMap((task) => {
    const slot = slots.get(task.uid);
    return slot === undefined ? [] : [{ kind: "open" as const, uid: task.uid, task, slot }];
  });
  open.sort((a, b) => compare(a.slot.start_on, b.slot.start_on) || compare(a.slot.finish_on, b.slot.finish_on) || byPosition(a.task, b.task));
  return [...milestones, ...(withDone ? doneRows(tasks) : []), ...open];
}

function doneRows(tasks: readonly Task[]): Row[] {
  const rows = tasks.flatMap((task) => {
    if (task.status !== "completed" || task.completed_at === null) return [];
    const finish_on = localDay(new Date(task.completed_at));
    const began = task.started_at === null ? finish_on : localDay(new Date(task.started_at));
    return [{ kind: "done" as const, uid: task.uid, task, start_on: began < finish_on ? began : finish_on, finish_on }];
  });
  return rows.toSorted((a, b) => compare(a.finish_on, b.finish_on) || byPosition(a.task, b.task));
}

/** Every day that a row shows something at, so that the line can hold them all. */
export function daysOfRow(row: Row): Day[] {
  switch (row.kind) {
    case "milestone":
      return [row.milestone.planned_on, row.milestone.expected_on].filter((day) => day !== null);
    case "open":
      return [row.slot.start_on, row.slot.latest_finish_on, ...(row.task.due_on === null ? [] : [row.task.due_on])];
    case "done":
      return [row.start_on, row.finish_on];
  }
}

/** A dependency between two rows. */
export interface RowEdge {
  key: string;
  from: number;
  to: number;
  /** Both lie on the critical path, and the later begins when the earlier ends. */
  isCritical: boolean;
}

/** The dependencies whose both ends have a row. */
export function edgesOf(rows: readonly Row[]): RowEdge[] {
  const places = new Map(rows.map((row, index) => [row.uid, index]));
  return rows.flatMap((row, to) =>
    row.kind === "milestone"
      ? []
      : row.task.depends_on.flatMap((uid) => {
          const from = places.get(uid);
          const before = from === undefined ? undefined : rows[from];
          if (from === undefined || before === undefined) return [];
          return [{ key: `${uid}>${row.uid}`, from, to, isCritical: row.kind === "open" && before.kind === "open" && row.slot.is_critical && before.slot.is_critical }];
        }),
  );
}

/** The edges that touch the rows from one to another. */
export function edgesIn(edges: readonly RowEdge[], first: number, last: number): RowEdge[] {
  return edges.filter(({ from, to }) => Math.max(from, to) >= first && Math.min(from, to) <= last);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
