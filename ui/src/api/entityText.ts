/// What each kind of thing is called.
import { m } from "@/i18n";
import type { Entity } from "./types";

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
  profile: m.entity_profile,
  conversation: m.entity_conversation,
  message: m.entity_message,
  attachment: m.entity_attachment,
  notification: m.entity_notification,
  board: m.entity_board,
  comment: m.entity_comment,
  discussion: m.entity_discussion,
  discussion_message: m.entity_discussion_message,
  discussion_interruption: m.entity_discussion_interruption,
  discussion_position: m.entity_discussion_position,
  account: m.entity_account,
  budget: m.entity_budget,
  calendar: m.entity_calendar,
  filter: m.entity_filter,
  database: m.entity_database,
};

/** The name of a kind of thing, as it stands within a sentence; "item" for one that is not known. */
export function entityText(entity: unknown): string {
  return (ENTITY as Record<string, (() => string) | undefined>)[String(entity)]?.() ?? m.entity_thing();
}
