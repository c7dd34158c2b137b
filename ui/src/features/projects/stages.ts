/// Owns what a status means for where a task stands: its stage of work, and the order among its like.
/// Must not know React or the host.
import type { Priority, Task, TaskStatus } from "@/api";

/** How far a task is, whatever the columns of a board are called. */
export type Stage = "todo" | "doing" | "done" | "cancelled";

/** From the most to the least pressing. */
export const PRIORITIES: readonly Priority[] = ["urgent", "high", "medium", "low"];

/** Every status, in the order in which a task goes through them. */
export const TASK_STATUSES: readonly TaskStatus[] = ["pending", "assigned", "in_progress", "review", "blocked", "completed", "cancelled"];

/** The stage that a status belongs to. */
export function stageOf(status: TaskStatus): Stage {
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

/** Checking a box completes; clearing it opens the task again. */
export function toggled(status: TaskStatus): TaskStatus {
  return status === "completed" ? "pending" : "completed";
}

/** Whether a task is over: nothing about it is late any more. */
export function isClosed(status: TaskStatus): boolean {
  return status === "completed" || status === "cancelled";
}

/** In the order of the project. */
export function byPosition(a: Task, b: Task): number {
  return a.position - b.position || a.number - b.number;
}

/** What was done last comes first. */
export function lastDoneFirst(a: Task, b: Task): number {
  return compare(b.completed_at ?? "", a.completed_at ?? "") || byPosition(a, b);
}

/** The order of a list: what is open by its position, then what is done, then what was cancelled. */
export function inListOrder(a: Task, b: Task): number {
  const over = ({ status }: Task) => ["completed", "cancelled"].indexOf(status);
  return over(a) - over(b) || (a.status === "completed" ? lastDoneFirst(a, b) : byPosition(a, b));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
