/// Words an error for a person: what happened, what was not lost, what to do. Covers every code of the contract.
import { formatNumber, m } from "@/i18n";
import { asFailure } from "@/platform/host";
import type { Entity } from "./types";

export interface ErrorText {
  /** What happened. */
  what: string;
  /** What was not lost or not changed. */
  kept: string;
  /** What the person can do now; may be empty. */
  advice: string;
}

const ENTITY: Record<Entity, () => string> = {
  settings: m.entity_settings,
  vault: m.entity_vault,
  note: m.entity_note,
  persona: m.entity_persona,
  role: m.entity_role,
  team: m.entity_team,
  secretary: m.entity_secretary,
  plan: m.entity_plan,
  plan_version: m.entity_plan_version,
  project: m.entity_project,
  task: m.entity_task,
  label: m.entity_label,
};

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
};

const REFUSED: Record<string, () => ErrorText> = {
  illegal_move: () => ({ what: m.refused_illegal_move(), kept: m.kept_unchanged(), advice: m.refused_illegal_move_advice() }),
  not_submitted: () => ({ what: m.refused_not_submitted(), kept: m.kept_unchanged(), advice: m.refused_not_submitted_advice() }),
  version_changed: () => ({ what: m.refused_version_changed(), kept: m.kept_unchanged(), advice: m.refused_version_changed_advice() }),
  not_a_draft: () => ({ what: m.refused_not_a_draft(), kept: m.kept_unchanged(), advice: m.refused_not_a_draft_advice() }),
  team_full: () => ({ what: m.refused_team_full(), kept: m.kept_unchanged(), advice: m.refused_team_full_advice() }),
  name_taken: () => ({ what: m.refused_name_taken(), kept: m.kept_typed(), advice: m.refused_name_taken_advice() }),
  nothing_to_write: () => ({ what: m.refused_nothing_to_write(), kept: m.kept_unchanged(), advice: m.refused_nothing_to_write_advice() }),
  vault_changed: () => ({ what: m.refused_vault_changed(), kept: m.kept_vault(), advice: m.refused_vault_changed_advice() }),
  writing_not_allowed: () => ({ what: m.refused_writing_not_allowed(), kept: m.kept_vault(), advice: m.refused_writing_not_allowed_advice() }),
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

function invalid(params: Record<string, unknown>): string {
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
    default:
      return m.invalid_other({ field });
  }
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

function entity(params: Record<string, unknown>): string {
  return (ENTITY as Record<string, (() => string) | undefined>)[text(params["entity"])]?.() ?? m.entity_thing();
}

/** Words whatever a command failed with; anything that is not a `CommandError` is worded as `internal`. */
export function errorText(error: unknown): ErrorText {
  const { code, params, message } = asFailure(error);
  switch (code) {
    case "invalid":
      return { what: invalid(params), kept: m.kept_typed(), advice: m.invalid_advice() };
    case "not_found": {
      const path = text(params["path"]);
      const what = path ? m.not_found_path({ entity: entity(params), path }) : m.not_found({ entity: entity(params) });
      return { what, kept: m.kept_unchanged(), advice: m.not_found_advice() };
    }
    case "stale":
      return { what: m.stale({ entity: entity(params) }), kept: m.kept_both(), advice: m.stale_advice() };
    case "refused":
      return (REFUSED[text(params["reason"])] ?? (() => ({ what: m.refused_other(), kept: m.kept_unchanged(), advice: m.refused_illegal_move_advice() })))();
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
