/// Which tasks a list shows and in which order. Must not know React or the host.
import type { Day, Priority, Task, TaskStatus, Uid } from "@/api";
import { addDays } from "@/i18n/dates";
import { hasWords, wordsOf } from "../finding";
import { inListOrder, isClosed, PRIORITIES, TASK_STATUSES } from "../stages";

/** What of the tasks is wanted; an empty text, "all" or "any" asks for nothing. */
export interface TaskFilter {
  /** Words that stand in the key or title. */
  text: string;
  status: "all" | "open" | TaskStatus;
  priority: "any" | Priority;
  /** Whose tasks: a secretary's, or "nobody" for those without one. */
  assignee: "any" | "nobody" | Uid;
  due: "any" | "late" | "week" | "none";
}

/** Asks for every task. */
export const EVERYTHING: TaskFilter = { text: "", status: "all", priority: "any", assignee: "any", due: "any" };

/** Whether a filter asks for anything at all. */
export function isFiltering(filter: TaskFilter): boolean {
  return filter.text.trim() !== "" || filter.status !== "all" || filter.priority !== "any" || filter.assignee !== "any" || filter.due !== "any";
}

/** By what a list is sorted; "order" is that of the project. */
export const SORTS = ["order", "title", "status", "priority", "assignee", "due"] as const;
export type SortBy = (typeof SORTS)[number];
export interface Sort {
  by: SortBy;
  /** The other way round. */
  down: boolean;
}

/** The tasks that a filter asks for. */
export function filtered(tasks: readonly Task[], filter: TaskFilter, today: Day): Task[] {
  const words = wordsOf(filter.text);
  const week = addDays(today, 7);
  return tasks.filter((task) => {
    if (filter.status === "open" ? isClosed(task.status) : filter.status !== "all" && task.status !== filter.status) return false;
    if (filter.priority !== "any" && task.priority !== filter.priority) return false;
    if (filter.assignee !== "any" && (filter.assignee === "nobody" ? task.assistant_uid !== null : task.assistant_uid !== filter.assignee)) return false;
    if (!isDueSo(task, filter.due, today, week)) return false;
    return hasWords(task, words);
  });
}

function isDueSo(task: Task, due: TaskFilter["due"], today: Day, week: Day): boolean {
  switch (due) {
    case "any":
      return true;
    case "none":
      return task.due_on === null;
    case "late":
      return task.due_on !== null && task.due_on < today && !isClosed(task.status);
    case "week":
      return task.due_on !== null && task.due_on >= today && task.due_on <= week;
  }
}

/** The tasks in the order that is asked for; what is equal stays in the order of the list, what has no value comes last. */
export function sorted(tasks: readonly Task[], { by, down }: Sort, nameOf: (uid: Uid) => string, compareText: (a: string, b: string) => number): Task[] {
  const way = down ? -1 : 1;
  const texts = (a: string | null, b: string | null, compare: (a: string, b: string) => number) => (a === null || b === null ? Number(a === null) - Number(b === null) : way * compare(a, b));
  const compare: Record<SortBy, (a: Task, b: Task) => number> = {
    order: (a, b) => way * inListOrder(a, b),
    title: (a, b) => way * compareText(a.title, b.title),
    status: (a, b) => way * (TASK_STATUSES.indexOf(a.status) - TASK_STATUSES.indexOf(b.status)),
    priority: (a, b) => way * (PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority)),
    assignee: (a, b) => texts(a.assistant_uid && nameOf(a.assistant_uid), b.assistant_uid && nameOf(b.assistant_uid), compareText),
    due: (a, b) => texts(a.due_on, b.due_on, (one, other) => (one < other ? -1 : one > other ? 1 : 0)),
  };
  return tasks.toSorted((a, b) => compare[by](a, b) || inListOrder(a, b));
}

/** The chosen ones with everything from one row to another as well, or without it. */
export function withRange(chosen: ReadonlySet<Uid>, shown: readonly Task[], from: Uid, to: Uid, isOn: boolean): ReadonlySet<Uid> {
  const [a, b] = [shown.findIndex(({ uid }) => uid === from), shown.findIndex(({ uid }) => uid === to)];
  const next = new Set(chosen);
  const range = a < 0 ? shown.slice(b, b + 1) : shown.slice(Math.min(a, b), Math.max(a, b) + 1);
  for (const { uid } of range) {
    if (isOn) next.add(uid);
    else next.delete(uid);
  }
  return next;
}
