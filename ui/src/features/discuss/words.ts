/// What the parts of a discussion are called, and the colours and signs they have. Must not know commands.
import { CircleCheck, CirclePause, CircleX, Handshake, Lightbulb, MessageCircle, MessageCircleQuestion, MessageCircleReply, PencilLine, Radio, Scale, Split, ThumbsDown, ThumbsUp, Unplug, Wrench } from "lucide-react";
import type { BudgetUnit, Change2, DiscussionKind, DiscussionStatus, InterruptionType, MessageType, Outcome, PauseReason, Phase, Seat3, SeatRole } from "@/api";
import type { BadgeTone, Icon } from "@/components";
import { formatCost, formatNumber, m } from "@/i18n";

interface Look {
  name: () => string;
  tone: BadgeTone;
  icon: Icon;
}

export const STATUSES: Record<DiscussionStatus, Look> = {
  draft: { name: m.discuss_status_draft, tone: "neutral", icon: PencilLine },
  active: { name: m.discuss_status_active, tone: "blue", icon: Radio },
  paused: { name: m.discuss_status_paused, tone: "amber", icon: CirclePause },
  completed: { name: m.discuss_status_completed, tone: "green", icon: CircleCheck },
  terminated: { name: m.discuss_status_terminated, tone: "neutral", icon: CircleX },
};

export const KINDS: Record<DiscussionKind, { name: () => string; text: () => string; icon: Icon }> = {
  collaborative: { name: m.discuss_kind_collaborative, text: m.discuss_kind_collaborative_text, icon: Handshake },
  debate: { name: m.discuss_kind_debate, text: m.discuss_kind_debate_text, icon: Scale },
  brainstorming: { name: m.discuss_kind_brainstorming, text: m.discuss_kind_brainstorming_text, icon: Lightbulb },
  problem_solving: { name: m.discuss_kind_problem_solving, text: m.discuss_kind_problem_solving_text, icon: Wrench },
};

export const OUTCOMES: Record<Outcome, Look & { text: () => string }> = {
  consensus: { name: m.discuss_outcome_consensus, text: m.discuss_outcome_consensus_text, tone: "green", icon: Handshake },
  majority: { name: m.discuss_outcome_majority, text: m.discuss_outcome_majority_text, tone: "blue", icon: Scale },
  deadlock: { name: m.discuss_outcome_deadlock, text: m.discuss_outcome_deadlock_text, tone: "amber", icon: Split },
  insufficient: { name: m.discuss_outcome_insufficient, text: m.discuss_outcome_insufficient_text, tone: "neutral", icon: Unplug },
};

export const ROLES: Record<SeatRole, { name: () => string; text: () => string }> = {
  participant: { name: m.discuss_role_participant, text: m.discuss_role_participant_text },
  moderator: { name: m.discuss_role_moderator, text: m.discuss_role_moderator_text },
  observer: { name: m.discuss_role_observer, text: m.discuss_role_observer_text },
};

/** The roles in the order in which they are offered. */
export const ROLE_ORDER: readonly SeatRole[] = ["participant", "moderator", "observer"];

export const MESSAGE_TYPES: Record<MessageType, Look> = {
  contribution: { name: m.discuss_type_contribution, tone: "neutral", icon: MessageCircle },
  question: { name: m.discuss_type_question, tone: "violet", icon: MessageCircleQuestion },
  answer: { name: m.discuss_type_answer, tone: "neutral", icon: MessageCircleReply },
  proposal: { name: m.discuss_type_proposal, tone: "blue", icon: Lightbulb },
  agreement: { name: m.discuss_type_agreement, tone: "green", icon: ThumbsUp },
  disagreement: { name: m.discuss_type_disagreement, tone: "red", icon: ThumbsDown },
};

export const PHASES: Record<Phase, { name: () => string; text: () => string; ask: () => string }> = {
  positions: { name: m.discuss_phase_positions, text: m.discuss_phase_positions_text, ask: m.discuss_ask_positions },
  ideas: { name: m.discuss_phase_ideas, text: m.discuss_phase_ideas_text, ask: m.discuss_ask_ideas },
  building: { name: m.discuss_phase_building, text: m.discuss_phase_building_text, ask: m.discuss_ask_building },
  causes: { name: m.discuss_phase_causes, text: m.discuss_phase_causes_text, ask: m.discuss_ask_causes },
  remedies: { name: m.discuss_phase_remedies, text: m.discuss_phase_remedies_text, ask: m.discuss_ask_remedies },
  sorting: { name: m.discuss_phase_sorting, text: m.discuss_phase_sorting_text, ask: m.discuss_ask_sorting },
  critique: { name: m.discuss_phase_critique, text: m.discuss_phase_critique_text, ask: m.discuss_ask_critique },
  observing: { name: m.discuss_phase_observing, text: m.discuss_phase_observing_text, ask: m.discuss_ask_observing },
};

export const PAUSES: Record<PauseReason, () => string> = {
  asked: m.discuss_paused_asked,
  budget: m.discuss_paused_budget,
  no_answers: m.discuss_paused_no_answers,
  too_few: m.discuss_paused_too_few,
};

/** How a position stands to the one before it; nothing for the first and for one that stayed. */
export const CHANGES: Partial<Record<Change2, { name: () => string; text: () => string }>> = {
  argued: { name: m.discuss_change_argued, text: m.discuss_change_argued_text },
  unexplained: { name: m.discuss_change_unexplained, text: m.discuss_change_unexplained_text },
};

/** What somebody who stepped in did. */
export const STEPPED_IN: Record<InterruptionType, () => string> = {
  pause: m.discuss_stepped_pause,
  resume: m.discuss_stepped_resume,
  redirect: m.discuss_stepped_redirect,
  clarify: m.discuss_stepped_clarify,
  terminate: m.discuss_stepped_terminate,
};

/** Who sits there; one who is gone is somebody who was here. */
export function seatName(seat: Pick<Seat3, "who"> | undefined): string {
  if (seat?.who.kind === "person") return m.talk_you();
  return seat?.who.name ?? m.talk_somebody_gone();
}

/** The letter an option is marked with: A to Z, then AA and on. */
export function optionLetter(option: number): string {
  const letter = String.fromCharCode(65 + (option % 26));
  return option < 26 ? letter : optionLetter(Math.floor(option / 26) - 1) + letter;
}

/** An amount in the unit that a budget counts. */
export function amount(unit: BudgetUnit, value: number): string {
  return unit === "cost" ? formatCost(value) : m.discuss_tokens({ count: formatNumber(value) });
}
