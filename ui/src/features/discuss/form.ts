/// What a new discussion is filled in with, what it lacks, and what is sent of it. Pure.
import type { BudgetUnit, Commands, DiscussionKind, SeatRole, Team } from "@/api";
import { readCount, readDollars } from "@/features/usage/figures";

/** The key of the person among those who may sit; secretaries have their identity. */
export const PERSON = "";

/** Most seats that a table has. */
export const MOST_SEATS = 20;
const TITLE_LIMIT = 200;
/** Fewer cannot disagree. */
const LEAST_PARTICIPANTS = 2;

export interface NewForm {
  topic: string;
  title: string;
  description: string;
  kind: DiscussionKind;
  /** The team that was called to the table; null when everybody was chosen one by one. */
  team: string | null;
  /** Who sits, in their order: the role by secretary, or by {@link PERSON}. */
  seats: ReadonlyMap<string, SeatRole>;
}

/** The first line of a question, short enough for a name. */
export function titleOf(topic: string): string {
  const line = topic.trim().split("\n", 1)[0] ?? "";
  const letters = Array.from(line);
  return letters.length <= TITLE_LIMIT ? line : `${letters.slice(0, TITLE_LIMIT - 1).join("")}…`;
}

/** The form with a team at the table, and the person where they sat; as many of it as there are seats. */
export function withTeam(form: NewForm, team: Pick<Team, "uid" | "members">, atWork: ReadonlySet<string>): NewForm {
  const own = form.seats.get(PERSON);
  const members = team.members.filter((uid) => atWork.has(uid)).slice(0, own === undefined ? MOST_SEATS : MOST_SEATS - 1);
  return { ...form, team: team.uid, seats: new Map([...(own === undefined ? [] : [[PERSON, own] as const]), ...members.map((uid) => [uid, form.seats.get(uid) ?? "participant"] as const)]) };
}

/** What keeps a form from being sent. */
export function lacks({ topic, seats }: NewForm): { topic: boolean; seats: "few" | "many" | null } {
  const voters = [...seats.values()].filter((role) => role === "participant").length;
  return { topic: topic.trim() === "", seats: voters < LEAST_PARTICIPANTS ? "few" : seats.size > MOST_SEATS ? "many" : null };
}

/** What is sent. Room is left for those who join later. */
export function toCreate(form: NewForm): Commands["discussions.create"]["input"] {
  const title = form.title.trim();
  return {
    title: title === "" ? titleOf(form.topic) : title,
    topic: form.topic.trim(),
    description: form.description,
    kind: form.kind,
    max_participants: MOST_SEATS,
    ...(form.team !== null && { team_uid: form.team }),
    seats: [...form.seats].map(([who, role]) => ({ secretary_uid: who === PERSON ? null : who, role })),
  };
}

/** How a discussion is to run, as it is typed. */
export interface Limits {
  /** Answers to choose from, one on a line. */
  options: string;
  rounds: "1" | "2" | "3";
  minutes: string;
  unit: BudgetUnit;
  budget: string;
}

export const NO_LIMITS: Limits = { options: "", rounds: "1", minutes: "", unit: "tokens", budget: "" };

/** Most minutes that a discussion can be limited to: a day. */
const MOST_MINUTES = 1_440;

/** What was typed, as it is sent; and the fields that cannot be read. */
export function readLimits(limits: Limits): { input: Omit<Commands["discussions.start"]["input"], "uid" | "rev">; wrong: { minutes: boolean; budget: boolean } } {
  const minutes = limits.minutes.trim() === "" ? null : readCount(limits.minutes);
  const budget = limits.budget.trim() === "" ? null : limits.unit === "cost" ? readDollars(limits.budget) : readCount(limits.budget);
  const wrongMinutes = limits.minutes.trim() !== "" && (minutes === null || minutes < 1 || minutes > MOST_MINUTES);
  const wrongBudget = limits.budget.trim() !== "" && (budget === null || budget === 0);
  return {
    input: {
      options: limits.options.split("\n").map((line) => line.trim()).filter((line) => line !== ""),
      critique_rounds: Number(limits.rounds),
      unit: limits.unit,
      ...(minutes !== null && !wrongMinutes && { minutes }),
      ...(budget !== null && !wrongBudget && { budget }),
    },
    wrong: { minutes: wrongMinutes, budget: wrongBudget },
  };
}
