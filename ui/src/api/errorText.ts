/// Words an error for a person: what happened, what was not lost, what to do. Covers every code of the contract.
import { formatNumber, m } from "@/i18n";
import { asFailure } from "@/platform/host";
import { entityText } from "./entityText";
import { modelText } from "./modelText";
import { refusedText } from "./refusedText";

export interface ErrorText {
  /** What happened. */
  what: string;
  /** What was not lost or not changed. */
  kept: string;
  /** What the person can do now; may be empty. */
  advice: string;
}

const FIELD: Record<string, () => string> = {
  title: m.invalid_field_title,
  objective: m.invalid_field_objective,
  scope: m.invalid_field_scope,
  start_on: m.invalid_field_start_on,
  due_on: m.invalid_field_due_on,
  milestones: m.invalid_field_milestones,
  criteria: m.invalid_field_criteria,
  comment: m.invalid_field_comment,
  name: m.invalid_field_name,
  path: m.invalid_field_path,
  plans_folder: m.invalid_field_plans_folder,
  projects_folder: m.invalid_field_projects_folder,
  excluded_folders: m.invalid_field_excluded_folders,
  query: m.invalid_field_query,
  key: m.invalid_field_key,
  description: m.invalid_field_description,
  conditions: m.invalid_field_conditions,
  parent_uid: m.invalid_field_parent_uid,
  depends_on: m.invalid_field_depends_on,
  estimated_minutes: m.invalid_field_estimated_minutes,
  week: m.invalid_field_week,
  recurrence: m.invalid_field_recurrence,
  items: m.invalid_field_items,
  exceptions: m.invalid_field_exceptions,
  trash_days: m.invalid_field_trash_days,
  text: m.invalid_field_text,
  attachments: m.invalid_field_attachments,
  context: m.invalid_field_context,
  to: m.invalid_field_to,
  folder: m.invalid_field_folder,
  sync_interval_minutes: m.invalid_field_sync_interval_minutes,
  quiet_ms: m.invalid_field_quiet_ms,
  write_quiet_ms: m.invalid_field_write_quiet_ms,
  base_url: m.invalid_field_base_url,
  model: m.invalid_field_model,
  personality: m.invalid_field_personality,
  category: m.invalid_field_category,
  skills: m.invalid_field_skills,
  skill_name: m.invalid_field_skills,
  specialization: m.invalid_field_specialization,
  knowledge_categories: m.invalid_field_knowledge_categories,
  max_members: m.invalid_field_max_members,
  own: m.invalid_field_own,
  picture: m.invalid_field_picture,
  topic: m.invalid_field_topic,
  content: m.invalid_field_content,
  stance: m.invalid_field_stance,
  message: m.invalid_field_message,
  options: m.invalid_field_options,
  objections: m.invalid_field_objections,
  references: m.invalid_field_references,
  budget: m.invalid_field_budget,
  minutes: m.invalid_field_minutes,
  redirect_topic: m.invalid_field_topic,
};

const VAULT_UNUSABLE: Record<string, (path: { path: string }) => string> = {
  missing: m.vault_unusable_missing,
  not_a_folder: m.vault_unusable_not_a_folder,
  unreadable: m.vault_unusable_unreadable,
  not_writable: m.vault_unusable_not_writable,
  is_data_folder: m.vault_unusable_is_data_folder,
  contains_data_folder: m.vault_unusable_contains_data_folder,
  inside_data_folder: m.vault_unusable_inside_data_folder,
};

const IMPORT_UNUSABLE: Record<string, (path: { path: string }) => string> = {
  no_export: m.import_unusable_no_export,
  damaged: m.import_unusable_damaged,
  newer: m.import_unusable_newer,
};

const QUERY_WRONG: Record<string, (piece: { part: string }) => string> = {
  unclosed: m.find_wrong_unclosed,
  no_value: m.find_wrong_no_value,
  misplaced: m.find_wrong_misplaced,
  too_deep: m.find_wrong_too_deep,
  bad_pattern: m.find_wrong_bad_pattern,
  pattern_too_big: m.find_wrong_pattern_too_big,
};

function invalid(params: Record<string, unknown>): string {
  const queryWrong = QUERY_WRONG[text(params["reason"])];
  if (params["field"] === "query" && queryWrong !== undefined) return queryWrong({ part: text(params["part"]) });
  const field = FIELD[text(params["field"])]?.() ?? m.invalid_field_other();
  switch (params["rule"]) {
    case "required":
      return m.invalid_required({ field });
    case "too_long":
      return typeof params["limit"] === "number" ? m.invalid_too_long({ field, limit: formatNumber(params["limit"]) }) : m.invalid_too_long_plain({ field });
    case "format":
      return m.invalid_format({ field });
    case "unknown_value":
      return m.invalid_unknown_value({ field });
    case "before_start":
      return m.invalid_before_start({ field });
    case "range": {
      const { least, most } = params;
      return typeof least === "number" && typeof most === "number" ? m.invalid_range({ field, least: formatNumber(least), most: formatNumber(most) }) : m.invalid_other({ field });
    }
    case "duplicate":
      return m.invalid_duplicate({ field });
    case "unexpected":
      return m.invalid_unexpected({ field });
    case "cycle":
      return m.invalid_cycle({ field });
    default:
      return m.invalid_other({ field });
  }
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** Words whatever a command failed with; anything that is not a `CommandError` is worded as `internal`. */
export function errorText(error: unknown): ErrorText {
  const { code, params, message } = asFailure(error);
  switch (code) {
    case "invalid":
      return { what: invalid(params), kept: m.kept_typed(), advice: m.invalid_advice() };
    case "not_found": {
      const path = text(params["path"]);
      const what = path ? m.not_found_path({ entity: entityText(params["entity"]), path }) : m.not_found({ entity: entityText(params["entity"]) });
      return { what, kept: m.kept_unchanged(), advice: m.not_found_advice() };
    }
    case "stale":
      return { what: m.stale({ entity: entityText(params["entity"]) }), kept: m.kept_both(), advice: m.stale_advice() };
    case "refused":
      return refusedText(params);
    case "person_only":
      return { what: m.person_only(), kept: m.kept_unchanged(), advice: m.person_only_advice() };
    case "no_vault":
      return { what: m.no_vault(), kept: m.kept_unchanged(), advice: m.no_vault_advice() };
    case "vault_unusable": {
      const word = VAULT_UNUSABLE[text(params["reason"])] ?? m.vault_unusable_other;
      return { what: word({ path: text(params["path"]) }), kept: m.kept_vault(), advice: m.vault_unusable_advice() };
    }
    case "in_use":
      return { what: m.in_use(), kept: m.kept_unchanged(), advice: m.in_use_advice() };
    case "database_corrupt":
      return { what: m.database_corrupt(), kept: m.kept_vault(), advice: m.database_corrupt_advice() };
    case "database_newer":
      return { what: m.database_newer({ found: String(params["found"] ?? "?"), supported: String(params["supported"] ?? "?") }), kept: m.kept_database(), advice: m.database_newer_advice() };
    case "database_locked":
      return { what: m.database_locked(), kept: m.kept_unchanged(), advice: m.database_locked_advice() };
    case "migration_failed":
      return { what: m.migration_failed({ version: String(params["version"] ?? "?") }), kept: m.kept_database_as_was(), advice: m.migration_failed_advice({ detail: text(params["detail"]) || message }) };
    case "backup_damaged":
      return { what: m.backup_damaged({ id: text(params["id"]) }), kept: m.kept_backups(), advice: m.backup_damaged_advice({ detail: text(params["detail"]) || message }) };
    case "import_unusable": {
      const word = IMPORT_UNUSABLE[text(params["reason"])] ?? m.import_unusable_other;
      const advice = params["reason"] === "newer" ? m.import_unusable_newer_advice() : m.import_unusable_advice();
      return { what: word({ path: text(params["path"]) }), kept: m.kept_import(), advice };
    }
    case "unanswered":
      return modelText(params["failure"]);
    case "io":
      return io(params);
    case "unknown_command":
    case "bad_input":
      return { what: m.not_understood(), kept: m.kept_unchanged(), advice: m.not_understood_advice({ detail: message }) };
    case "internal":
      return { what: m.internal(), kept: m.kept_saved(), advice: m.internal_advice({ detail: message }) };
  }
}

function io(params: Record<string, unknown>): ErrorText {
  if (params["what"] === "connection") return { what: m.io_connection(), kept: m.kept_saved(), advice: m.io_connection_advice() };
  const path = text(params["path"]);
  return { what: path ? m.io_path({ path }) : m.io(), kept: m.kept_saved(), advice: m.io_advice({ detail: text(params["detail"]) }) };
}
