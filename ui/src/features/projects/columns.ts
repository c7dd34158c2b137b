/// Owns how tasks stand in the columns of a board: in the one they were put into, else where their status belongs.
/// Must not know React, the host, or what the columns are called where the person made none.
import type { Column, Task, TaskStatus } from "@/api";
import { byPosition, lastDoneFirst, stageOf } from "./stages";

/** A column with the tasks in it. */
export interface Lane {
  column: Column;
  tasks: Task[];
}

/** The columns from left to right, and the tasks that stand in none of them. */
export interface Lanes {
  lanes: Lane[];
  rest: Task[];
}

/**
 * The column a task stands in: the one it was put into; else the first for its status; else the first for the same
 * stage of work, so that a blocked task is not lost where nobody made a column for it. Null when there is none.
 */
export function columnFor(task: Pick<Task, "column_uid" | "status">, columns: readonly Column[]): Column | null {
  return (
    columns.find(({ uid }) => uid === task.column_uid) ??
    columns.find(({ status }) => status === task.status) ??
    columns.find(({ status }) => stageOf(status) === stageOf(task.status)) ??
    null
  );
}

/** Puts each task into its column, in the order in which they are to be seen. */
export function layLanes(columns: readonly Column[], tasks: readonly Task[]): Lanes {
  const lanes = columns.map((column): Lane => ({ column, tasks: [] }));
  const places = new Map(lanes.map((lane) => [lane.column.uid, lane]));
  const rest: Task[] = [];
  for (const task of tasks) {
    const column = columnFor(task, columns);
    (column === null ? rest : (places.get(column.uid)?.tasks ?? rest)).push(task);
  }
  for (const { column, tasks: own } of lanes) own.sort(stageOf(column.status) === "done" ? lastDoneFirst : byPosition);
  rest.sort(byPosition);
  return { lanes, rest };
}

/** The column beside the one of this identity, in reading direction (1) or against it (-1); null at the edge. */
export function columnBeside(columns: readonly Column[], uid: string, direction: -1 | 1): Column | null {
  const at = columns.findIndex((column) => column.uid === uid);
  return at < 0 ? null : (columns[at + direction] ?? null);
}

/** The columns with one of them a place further to the right (1) or left (-1); as they were at the edge. */
export function withColumnMoved(columns: readonly Column[], uid: string, direction: -1 | 1): Column[] {
  const next = [...columns];
  const at = next.findIndex((column) => column.uid === uid);
  const [one, other] = [next[at], next[at + direction]];
  if (one !== undefined && other !== undefined) [next[at], next[at + direction]] = [other, one];
  return next;
}

/** The status a task gets in a given column, which stands for a stage: what belongs to that already keeps its own. */
export function statusOf(column: Column, now: TaskStatus): TaskStatus {
  return stageOf(now) === stageOf(column.status) ? now : column.status;
}
