/// Owns how tasks stand on the board: which column a status belongs to, what status a move gives,
/// and the order within a column. Must not know React or the host.
import type { Priority, Task, TaskStatus } from "@/api";

/** A column of the board; cancelled tasks lie folded below it. */
export type Column = "todo" | "doing" | "done" | "cancelled";

/** The columns that are always shown, from left to right. */
export const COLUMNS: readonly Column[] = ["todo", "doing", "done"];

/** From the most to the least pressing. */
export const PRIORITIES: readonly Priority[] = ["urgent", "high", "medium", "low"];

/** The column a task of this status stands in. */
export function columnOf(status: TaskStatus): Column {
  switch (status) {
    case "pending":
    case "assigned":
    case "blocked":
      return "todo";
    case "in_progress":
    case "review":
      return "doing";
    case "completed":
      return "done";
    case "cancelled":
      return "cancelled";
  }
}

/** The status a task gets when it is put into `column`; inside its own column it keeps its own. */
export function statusIn(column: Column, now: TaskStatus): TaskStatus {
  if (columnOf(now) === column) return now;
  switch (column) {
    case "todo":
      return "pending";
    case "doing":
      return "in_progress";
    case "done":
      return "completed";
    case "cancelled":
      return "cancelled";
  }
}

/** The column beside `column` in reading direction (1) or against it (-1); null at the edge. */
export function beside(column: Column, direction: -1 | 1): Column | null {
  const at = COLUMNS.indexOf(column);
  if (at < 0) return null;
  return COLUMNS[at + direction] ?? null;
}

/** The tasks of each column, in their order; what was done last stands first in its column. */
export function board(tasks: readonly Task[]): Record<Column, Task[]> {
  const columns: Record<Column, Task[]> = { todo: [], doing: [], done: [], cancelled: [] };
  for (const task of tasks) columns[columnOf(task.status)].push(task);
  columns.todo.sort(byPosition);
  columns.doing.sort(byPosition);
  columns.cancelled.sort(byPosition);
  columns.done.sort((a, b) => compare(b.completed_at ?? "", a.completed_at ?? "") || byPosition(a, b));
  return columns;
}

/** The order of the list: what is open first, then what is done, then what was cancelled. */
export function inListOrder(tasks: readonly Task[]): Task[] {
  const columns = board(tasks);
  return [...[...columns.todo, ...columns.doing].toSorted(byPosition), ...columns.done, ...columns.cancelled];
}

/** Checking a box completes; clearing it opens the task again. */
export function toggled(status: TaskStatus): TaskStatus {
  return status === "completed" ? "pending" : "completed";
}

/** Whether a task is over: nothing about it is late any more. */
export function isClosed(status: TaskStatus): boolean {
  return status === "completed" || status === "cancelled";
}

function byPosition(a: Task, b: Task): number {
  return a.position - b.position || a.number - b.number;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
