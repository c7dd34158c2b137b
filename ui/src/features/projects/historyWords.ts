/// Words for what happened to a task or project, field by field. Must not know where the history comes from.
import type { FieldChange, Priority, ProjectStatus, TaskStatus } from "@/api";
import { formatDay, isDay, m } from "@/i18n";
import { formatMinutes } from "./durations";
import { PRIORITY, PROJECT_STATUS, TASK_STATUS } from "./words";

const FIELD: Record<string, () => string> = {
  title: m.projects_field_title,
  description: m.projects_field_description,
  status: m.projects_field_status,
  priority: m.projects_field_priority,
  assistant_uid: m.projects_field_assignee,
  start_on: m.projects_field_start,
  due_on: m.projects_field_due,
  estimated_minutes: m.projects_field_estimate,
  actual_minutes: m.projects_field_actual,
  parent_uid: m.projects_field_parent,
  labels: m.projects_field_labels,
  depends_on: m.projects_field_depends_on,
  column_uid: m.projects_field_column,
  criteria: m.projects_criteria_heading,
};

/** The fields of `changes` that a person follows; what the program derives from them is left out. */
export function toldFields(changes: readonly FieldChange[]): FieldChange[] {
  return changes.filter(({ field }) => field in FIELD);
}

/** What differs between two records of the same thing. */
export function fieldsBetween(before: unknown, after: unknown): FieldChange[] {
  if (!isRecord(before) || !isRecord(after)) return [];
  const fields = Object.keys(FIELD).filter((field) => field in after && JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  return fields.map((field) => ({ field, old: before[field], new: after[field] }));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** A changed field in words; `names` knows what identities are called. */
export function fieldWords({ field, old, new: now }: FieldChange, names: ReadonlyMap<string, string>): string {
  const name = FIELD[field]?.() ?? field;
  // What is long is not told word by word.
  if (field === "description" || field === "criteria") return m.projects_history_field_changed({ field: name });
  return m.projects_history_field({ field: name, old: valueWords(field, old, names), now: valueWords(field, now, names) });
}

function valueWords(field: string, value: unknown, names: ReadonlyMap<string, string>): string {
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) return m.projects_history_nothing();
  if (Array.isArray(value)) return value.map((one) => valueWords(field, one, names)).join(", ");
  if (typeof value === "number") return field.endsWith("_minutes") ? formatMinutes(value) : String(value);
  const text = String(value);
  if (field === "status") return (TASK_STATUS[text as TaskStatus] ?? PROJECT_STATUS[text as ProjectStatus]?.word)?.() ?? text;
  if (field === "priority") return PRIORITY[text as Priority]?.word() ?? text;
  if (isDay(text)) return formatDay(text);
  return names.get(text) ?? (/^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(text) ? m.projects_history_something() : text);
}
