/// Owns the words and colours for a plan's status, its people and its hash.
/// Must not know components or the host.
import type { Icon } from "@/components";
import type { Author, Level, PlanField, PlanMove, PlanStatus, PlanSummary } from "@/api";
import type { BadgeTone } from "@/components";
import { language, m } from "@/i18n";
import { CircleCheck, CircleDashed, CircleX, Eye, PenLine, Send } from "lucide-react";
import type { Missing } from "./draft";

/** The word for a status. */
export function statusWord(status: PlanStatus): string {
  switch (status) {
    case "draft":
      return m.plans_status_draft();
    case "submitted":
      return m.plans_status_submitted();
    case "under_review":
      return m.plans_status_under_review();
    case "approved":
      return m.plans_status_approved();
    case "rejected":
      return m.plans_status_rejected();
    case "revision_requested":
      return m.plans_status_revision_requested();
  }
}

/** How a status looks: its colour and its sign, so that colour is never the only difference. */
export const STATUS_LOOK: Record<PlanStatus, { tone: BadgeTone; icon: Icon }> = {
  draft: { tone: "neutral", icon: CircleDashed },
  submitted: { tone: "blue", icon: Send },
  under_review: { tone: "violet", icon: Eye },
  approved: { tone: "green", icon: CircleCheck },
  rejected: { tone: "red", icon: CircleX },
  revision_requested: { tone: "amber", icon: PenLine },
};

/** The person's own name for who did something. */
export function authorName(author: Author): string {
  switch (author.kind) {
    case "person":
      return m.plans_author_person();
    case "secretary":
      return author.name ?? m.plans_author_secretary();
    case "system":
      return m.plans_author_system();
  }
}

/** As much of a content hash as a person can compare. */
export function shortHash(hash: string): string {
  return hash.slice(0, 10);
}

/** A title to show where there may be none. */
export function shownTitle(title: string): string {
  return title.trim() === "" ? m.plans_untitled() : title;
}

/** What a missing part asks for. */
export function missingWord(missing: Missing): string {
  switch (missing) {
    case "title":
      return m.plans_missing_title();
    case "objective":
      return m.plans_missing_objective();
    case "milestone_title":
      return m.plans_missing_milestone_title();
    case "due_before_start":
      return m.plans_missing_due_before_start();
    case "milestone_outside":
      return m.plans_missing_milestone_outside();
    case "milestone_early":
      return m.plans_missing_milestone_early();
    case "cost":
      return m.plans_cost_unread();
    case "risk_title":
      return m.plans_missing_risk_title();
  }
}

/** The levels of a risk, from low to high. */
export const LEVELS: readonly Level[] = ["low", "medium", "high"];

/** The word for how likely or grave something is. */
export function levelWord(level: Level): string {
  switch (level) {
    case "low":
      return m.plans_level_low();
    case "medium":
      return m.plans_level_medium();
    case "high":
      return m.plans_level_high();
  }
}

/** A move's button, what it does, and what is said when it is done. */
export function moveWords(move: PlanMove): { label: string; reason: string; done: string } {
  switch (move) {
    case "submit":
      return { label: m.plans_move_submit(), reason: m.plans_move_submit_reason(), done: m.plans_moved_submit() };
    case "start_review":
      return { label: m.plans_move_start_review(), reason: m.plans_move_start_review_reason(), done: m.plans_moved_start_review() };
    case "approve":
      return { label: m.plans_move_approve(), reason: m.plans_move_approve_reason(), done: m.plans_moved_approve() };
    case "reject":
      return { label: m.plans_move_reject(), reason: m.plans_move_reject_reason(), done: m.plans_moved_reject() };
    case "request_revision":
      return {
        label: m.plans_move_request_revision(),
        reason: m.plans_move_request_revision_reason(),
        done: m.plans_moved_request_revision(),
      };
    case "withdraw":
      return { label: m.plans_move_withdraw(), reason: m.plans_move_withdraw_reason(), done: m.plans_moved_withdraw() };
    case "revise":
      return { label: m.plans_move_revise(), reason: m.plans_move_revise_reason(), done: m.plans_moved_revise() };
    case "reopen":
      return { label: m.plans_move_reopen(), reason: m.plans_move_reopen_reason(), done: m.plans_moved_revise() };
    case "amend":
      return { label: m.plans_move_amend(), reason: m.plans_move_amend_reason(), done: m.plans_moved_revise() };
  }
}

/** The word for a part of a plan. */
export function fieldWord(field: PlanField): string {
  switch (field) {
    case "title":
      return m.plans_field_title();
    case "objective":
      return m.plans_field_objective();
    case "scope":
      return m.plans_field_scope();
    case "description":
      return m.plans_field_description();
    case "start_on":
      return m.plans_field_start();
    case "due_on":
      return m.plans_field_due();
    case "milestones":
      return m.plans_field_milestones();
    case "criteria":
      return m.plans_field_criteria();
    case "cost":
      return m.plans_field_cost();
    case "people":
      return m.plans_field_people();
    case "needs":
      return m.plans_field_needs();
    case "dependencies":
      return m.plans_field_dependencies();
    case "risks":
      return m.plans_field_risks();
    case "notes":
      return m.plans_field_notes();
  }
}

/** What of a template cannot be read, by the field the host names. */
export function templateField(field: string | null): string {
  switch (field) {
    case "start_on":
      return m.plans_field_start();
    case "due_on":
      return m.plans_field_due();
    case "milestone_due_on":
      return m.plans_template_milestone_day();
    case "cost":
      return m.plans_field_cost();
    case "risks":
      return m.plans_field_risks();
    default:
      return m.plans_template_properties();
  }
}

/** Several names as one reads them in a sentence. */
export function listText(names: readonly string[]): string {
  return new Intl.ListFormat(language(), { type: "conjunction" }).format(names);
}

/** The filters over the list, in their order. */
export const FILTERS = ["waiting", "drafts", "approved", "rejected", "all"] as const;
export type Filter = (typeof FILTERS)[number];

/** Whether a plan stands under a filter. */
export function stands(plan: PlanSummary, filter: Filter): boolean {
  switch (filter) {
    case "waiting":
      return plan.status === "submitted" || plan.status === "under_review";
    case "drafts":
      return plan.status === "draft" || plan.status === "revision_requested";
    case "approved":
      return plan.status === "approved";
    case "rejected":
      return plan.status === "rejected";
    case "all":
      return true;
  }
}

/** What waits for the person first, then what changed last. */
export function inOrder(plans: readonly PlanSummary[]): PlanSummary[] {
  return plans.toSorted((a, b) => {
    const waiting = Number(stands(b, "waiting")) - Number(stands(a, "waiting"));
    if (waiting !== 0) return waiting;
    return a.updated_at < b.updated_at ? 1 : a.updated_at > b.updated_at ? -1 : 0;
  });
}
