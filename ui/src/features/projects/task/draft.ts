/// What was typed into the fields of a task: what of it is wrong, and what is to be sent. Must not know React.
import type { Day, Priority, Task, TaskStatus, TaskType, Uid } from "@/api";
import type { TaskFields } from "../changes";
import { minutesText, readMinutes } from "../durations";

/** The fields as they are typed. */
export interface TaskDraft {
  title: string;
  description: string;
  task_type: TaskType;
  status: TaskStatus;
  priority: Priority;
  assistant_uid: Uid | null;
  start_on: Day | null;
  due_on: Day | null;
  estimate: string;
  actual: string;
  labels: readonly Uid[];
}

export function draftOf(task: Task): TaskDraft {
  const { title, description, task_type, status, priority, assistant_uid, start_on, due_on, labels } = task;
  return { title, description, task_type, status, priority, assistant_uid, start_on, due_on, labels, estimate: minutesText(task.estimated_minutes), actual: minutesText(task.actual_minutes) };
}

/** The fields that cannot be sent as they are. */
export function wrongIn(draft: TaskDraft): ReadonlySet<"title" | "due_on" | "estimate" | "actual"> {
  const wrong = new Set<"title" | "due_on" | "estimate" | "actual">();
  if (draft.title.trim() === "") wrong.add("title");
  if (draft.start_on !== null && draft.due_on !== null && draft.due_on < draft.start_on) wrong.add("due_on");
  if (readMinutes(draft.estimate) === undefined) wrong.add("estimate");
  if (readMinutes(draft.actual) === undefined) wrong.add("actual");
  return wrong;
}

/** What the person changed since `began`, so that a change from elsewhere to another field stands. */
export function changedFields(began: TaskDraft, draft: TaskDraft): TaskFields {
  const fields: TaskFields = {};
  const title = draft.title.trim();
  if (title !== began.title) fields.title = title;
  if (draft.description !== began.description) fields.description = draft.description;
  if (draft.task_type !== began.task_type) fields.task_type = draft.task_type;
  if (draft.status !== began.status) fields.status = draft.status;
  if (draft.priority !== began.priority) fields.priority = draft.priority;
  if (draft.assistant_uid !== began.assistant_uid) fields.assistant_uid = draft.assistant_uid;
  if (draft.start_on !== began.start_on) fields.start_on = draft.start_on;
  if (draft.due_on !== began.due_on) fields.due_on = draft.due_on;
  if (draft.labels !== began.labels) fields.labels = [...draft.labels];
  const [estimate, actual] = [readMinutes(draft.estimate), readMinutes(draft.actual)];
  if (estimate !== undefined && estimate !== readMinutes(began.estimate)) fields.estimated_minutes = estimate;
  if (actual !== undefined && actual !== readMinutes(began.actual)) fields.actual_minutes = actual;
  return fields;
}
