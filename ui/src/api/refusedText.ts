/// Words for what the rules forbid just now, by the reason the host gives. Must not know the other failures.
import { formatNumber, m } from "@/i18n";
import { entityText } from "./entityText";
import type { ErrorText } from "./errorText";

type Params = Record<string, unknown>;
type Words = (params: Params) => ErrorText;

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const plain = (what: () => string, advice: () => string, kept: () => string = m.kept_unchanged): Words => () => ({ what: what(), kept: kept(), advice: advice() });
const about = (what: (named: { entity: string }) => string, advice: () => string): Words => ({ entity }) => ({
  what: what({ entity: entityText(entity) }),
  kept: m.kept_unchanged(),
  advice: advice(),
});

/** A refusal about a file of the vault, which is named; it is as it was. */
const ofPath = (what: (file: { path: string }) => string, advice: () => string): Words => ({ path }) => ({ what: what({ path: text(path) }), kept: m.kept_vault(), advice: advice() });

/** A refusal about a part that has a name; nothing of it is lost. */
const ofTitle = (what: (named: { title: string }) => string, advice: () => string): Words => ({ title }) => ({ what: what({ title: text(title) }), kept: m.kept_unchanged(), advice: advice() });

const REFUSED: Record<string, Words> = {
  superseded: plain(m.refused_superseded, m.refused_superseded_advice),
  search_too_long: plain(m.refused_search_too_long, m.refused_search_too_long_advice),
  illegal_move: plain(m.refused_illegal_move, m.refused_illegal_move_advice),
  not_submitted: plain(m.refused_not_submitted, m.refused_not_submitted_advice),
  not_under_review: plain(m.refused_not_under_review, m.refused_not_under_review_advice),
  not_decided: plain(m.refused_not_decided, m.refused_not_decided_advice),
  already_decided: plain(m.refused_already_decided, m.refused_already_decided_advice),
  outside_period: ofTitle(m.refused_outside_period, m.refused_outside_period_advice),
  before_prerequisite: ofTitle(m.refused_before_prerequisite, m.refused_before_prerequisite_advice),
  version_changed: plain(m.refused_version_changed, m.refused_version_changed_advice),
  decided_here: plain(m.refused_decided_here, m.refused_decided_here_advice),
  not_a_draft: plain(m.refused_not_a_draft, m.refused_not_a_draft_advice),
  team_full: ({ limit }) => ({
    what: typeof limit === "number" ? m.refused_team_full_limit({ limit: formatNumber(limit) }) : m.refused_team_full(),
    kept: m.kept_unchanged(),
    advice: m.refused_team_full_advice(),
  }),
  name_taken: ({ name, free_name }) => ({
    what: text(name) ? m.refused_name_taken_name({ name: text(name) }) : m.refused_name_taken(),
    kept: m.kept_typed(),
    advice: text(free_name) ? m.refused_name_taken_free({ free_name: text(free_name) }) : m.refused_name_taken_advice(),
  }),
  nothing_to_write: plain(m.refused_nothing_to_write, m.refused_nothing_to_write_advice),
  vault_changed: plain(m.refused_vault_changed, m.refused_vault_changed_advice, m.kept_vault),
  writing_not_allowed: plain(m.refused_writing_not_allowed, m.refused_writing_not_allowed_advice, m.kept_vault),
  path_taken: ofPath(m.refused_path_taken, m.refused_path_taken_advice),
  into_itself: plain(m.refused_into_itself, m.refused_into_itself_advice, m.kept_vault),
  not_text: ofPath(m.refused_not_text, m.refused_not_text_advice),
  no_task: plain(m.refused_no_task, m.refused_no_task_advice, m.kept_vault),
  property_unwritable: ({ key }) => ({ what: m.refused_property_unwritable({ key: text(key) }), kept: m.kept_vault(), advice: m.refused_property_unwritable_advice() }),
  not_linkable: ofPath(m.refused_not_linkable, m.refused_not_linkable_advice),
  decision: plain(m.refused_decision, m.refused_decision_advice),
  changed_since: ({ title }) => ({
    what: text(title) ? m.refused_changed_since_title({ title: text(title) }) : m.refused_changed_since(),
    kept: m.kept_unchanged(),
    advice: m.refused_changed_since_advice(),
  }),
  nothing_to_undo: plain(m.refused_nothing_to_undo, m.refused_nothing_to_undo_advice),
  nothing_to_redo: plain(m.refused_nothing_to_redo, m.refused_nothing_to_redo_advice),
  holder_in_trash: ({ entity, title }) => ({
    what: m.refused_holder_in_trash({ entity: entityText(entity), title: text(title) }),
    kept: m.kept_unchanged(),
    advice: m.refused_holder_in_trash_advice({ entity: entityText(entity) }),
  }),
  no_other_name: about(m.refused_no_other_name, m.refused_no_other_name_advice),
  protected: about(m.refused_protected, m.refused_protected_advice),
  in_use: about(m.refused_in_use, m.refused_in_use_advice),
  no_trash: about(m.refused_no_trash, m.refused_no_trash_advice),
  open_prerequisites: ({ open }) => {
    const keys = Array.isArray(open) ? open.map(text).filter(Boolean).join(", ") : "";
    return {
      what: keys ? m.refused_open_prerequisites_keys({ keys }) : m.refused_open_prerequisites(),
      kept: m.kept_unchanged(),
      advice: m.refused_open_prerequisites_advice(),
    };
  },
  column_full: ({ limit }) => ({
    what: typeof limit === "number" ? m.refused_column_full_limit({ limit: formatNumber(limit) }) : m.refused_column_full(),
    kept: m.kept_unchanged(),
    advice: m.refused_column_full_advice(),
  }),
  other_project: plain(m.refused_other_project, m.refused_other_project_advice),
  exists: about(m.refused_exists, m.refused_exists_advice),
  in_trash: about(m.refused_in_trash, m.refused_in_trash_advice),
  not_empty: plain(m.refused_not_empty, m.refused_not_empty_advice),
  inside_data_folder: plain(m.refused_inside_data_folder, m.refused_inside_advice),
  inside_vault: plain(m.refused_inside_vault, m.refused_inside_advice, m.kept_vault),
  too_large: ({ limit }) => ({
    what: typeof limit === "number" ? m.refused_too_large_limit({ limit: formatNumber(Math.floor(limit / 1024 / 1024)) }) : m.refused_too_large(),
    kept: m.kept_vault(),
    advice: m.refused_too_large_advice(),
  }),
  budget_spent: plain(m.refused_budget_spent, m.refused_budget_spent_advice),
  raises_budget: plain(m.refused_raises_budget, m.refused_raises_budget_advice),
  beyond: plain(m.refused_beyond, m.refused_beyond_advice),
  no_account: plain(m.refused_no_account, m.refused_no_account_advice),
  talking: plain(m.refused_talking, m.refused_talking_advice),
  nobody_to_answer: plain(m.refused_nobody_to_answer, m.refused_nobody_to_answer_advice),
  not_waiting: plain(m.refused_not_waiting, m.refused_not_waiting_advice),
  interrupted: plain(m.refused_interrupted, m.refused_interrupted_advice),
  not_ended: plain(m.refused_not_ended, m.refused_not_ended_advice),
  being_drafted: plain(m.refused_being_drafted, m.refused_being_drafted_advice),
  speaks_for_themselves: plain(m.refused_speaks_for_themselves, m.refused_speaks_for_themselves_advice),
  keychain_unusable: ({ name }) => ({ what: m.refused_keychain_unusable({ name: text(name) }), kept: m.kept_typed(), advice: m.refused_keychain_unusable_advice() }),
  key_missing: ({ name }) => ({ what: m.refused_key_missing({ name: text(name) }), kept: m.kept_typed(), advice: m.refused_key_missing_advice() }),
  not_permitted: ({ name, permission }) => ({
    what: m.refused_not_permitted({ name: text(name) }),
    kept: m.kept_typed(),
    advice: permission === "read" ? m.refused_not_permitted_advice() : m.refused_not_permitted_role_advice(),
  }),
  drafting: plain(m.refused_drafting, m.refused_drafting_advice),
  draft_used: plain(m.refused_draft_used, m.refused_draft_used_advice),
  nobody_drafts: plain(m.refused_nobody_drafts, m.refused_nobody_drafts_advice),
  no_model: ({ name }) => ({ what: m.refused_no_model({ name: text(name) }), kept: m.kept_unchanged(), advice: m.refused_no_model_advice() }),
  nothing_drafted: plain(m.refused_nothing_drafted, m.refused_nothing_drafted_advice),
  no_steps: plain(m.refused_no_steps, m.refused_no_steps_advice),
  not_at_work: ({ name }) => ({ what: m.refused_not_at_work({ name: text(name) }), kept: m.kept_typed(), advice: m.refused_not_at_work_advice() }),
  already_seated: plain(m.refused_already_seated, m.refused_already_seated_advice),
  already_started: plain(m.refused_already_started, m.refused_already_started_advice),
  not_started: plain(m.refused_not_started, m.refused_not_started_advice),
  already_closed: plain(m.refused_already_closed, m.refused_already_closed_advice, m.kept_typed),
  paused: plain(m.refused_paused, m.refused_paused_advice, m.kept_typed),
  carried_out_elsewhere: plain(m.refused_carried_out_elsewhere, m.refused_carried_out_elsewhere_advice),
  no_such_turn: plain(m.refused_no_such_turn, m.refused_no_such_turn_advice, m.kept_typed),
  not_seated: plain(m.refused_not_seated, m.refused_not_seated_advice),
  too_few_seats: plain(m.refused_too_few_seats, m.refused_too_few_seats_advice),
  discussion_full: ({ limit }) => ({ what: m.refused_discussion_full({ limit: formatNumber(typeof limit === "number" ? limit : 0) }), kept: m.kept_typed(), advice: m.refused_discussion_full_advice() }),
  price_unknown: ({ name, model }) => ({ what: m.refused_price_unknown({ name: text(name), model: text(model) }), kept: m.kept_typed(), advice: m.refused_price_unknown_advice() }),
};

const OTHER = plain(m.refused_other, m.refused_illegal_move_advice);

/** Words a refusal by its parameters; a reason that is not known is worded in general. */
export function refusedText(params: Params): ErrorText {
  return (REFUSED[text(params["reason"])] ?? OTHER)(params);
}
