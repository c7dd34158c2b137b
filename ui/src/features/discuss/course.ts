/// The course of a discussion: which phase each round was, how many turns may still come, and how long that may take.
/// It mirrors the engine's script for what is shown; nothing depends on it. Pure.
import type { Discussion, DiscussionKind, DiscussionMessage, Interruption, Minutes, Phase, Running, SeatRole } from "@/api";

/** What comes before the first critique, by kind. */
const OPENING: Record<DiscussionKind, readonly Phase[]> = {
  collaborative: ["positions"],
  debate: ["positions"],
  brainstorming: ["ideas", "building", "positions"],
  problem_solving: ["causes", "remedies"],
};

/** All speak at once, and nobody reads what others say in it before. */
export function isBlind(phase: Phase): boolean {
  return phase !== "critique" && phase !== "building" && phase !== "sorting";
}

/** A position counts that is taken in it. */
export function takesPositions(phase: Phase | null): boolean {
  return phase === "positions" || phase === "remedies" || phase === "critique";
}

/** An objection counts that is raised in it. */
export function takesObjections(phase: Phase | null): boolean {
  return takesPositions(phase) || phase === "causes";
}

type Course = Pick<Minutes, "messages" | "interruptions">;

/** The round with which the topic of a round began. */
export function topicStart(course: Course, round: number): number {
  return beginnings(course).findLast((start) => start <= round) ?? 1;
}

/** The rounds with which a topic began: the first one, and the next after each redirection that was followed. */
function beginnings({ messages, interruptions }: Course): number[] {
  const after = ({ resolved_at: at }: Interruption) => messages.reduce((last, message) => (at !== null && message.created_at <= at ? Math.max(last, message.round) : last), 0) + 1;
  return [1, ...interruptions.filter(({ interruption_type: type, resolved_at: at }) => type === "redirect" && at !== null).map(after)];
}

/** Which phase each round was. */
export function phasesOf({ kind, seats }: Pick<Discussion, "kind" | "seats">, course: Course, running: Pick<Running, "round" | "phase">): Map<number, Phase> {
  const roles = new Map(seats.map(({ uid, role }) => [uid, role]));
  const speakers = new Map<number, Set<SeatRole | undefined>>();
  for (const { round, seat_uid: seat } of course.messages) speakers.set(round, (speakers.get(round) ?? new Set()).add(roles.get(seat)));
  const phases = new Map<number, Phase>();
  for (let round = 1; round < running.round; round += 1) {
    const first = topicStart(course, round);
    const spoke = speakers.get(round);
    const later = spoke === undefined || spoke.has("participant") ? "critique" : spoke.has("moderator") ? "sorting" : "observing";
    phases.set(round, OPENING[kind][round - first] ?? later);
  }
  if (running.round > 0) phases.set(running.round, running.phase);
  return phases;
}

/** With what a discussion began, as far as it is shown. */
export function setupOf({ events }: Pick<Minutes, "events">): { critiqueRounds: number; hasOptions: boolean } {
  const { setup } = (events.find(({ kind }) => kind === "setup")?.data ?? {}) as { setup?: { critique_rounds?: unknown; options?: unknown } };
  const rounds = setup?.critique_rounds;
  return { critiqueRounds: typeof rounds === "number" ? rounds : 1, hasOptions: Array.isArray(setup?.options) && setup.options.length > 0 };
}

/** How many turns may still come at the most, those under way among them. */
export function turnsAhead(discussion: Pick<Discussion, "kind" | "seats">, minutes: Pick<Minutes, "messages" | "interruptions" | "events">, running: Pick<Running, "round" | "phase" | "options">): number {
  const present = discussion.seats.filter(({ left_at: left }) => left === null);
  const of = (role: SeatRole) => present.filter((seat) => seat.role === role);
  const { phase, round } = running;
  const asked = phase === "sorting" ? of("moderator").slice(0, 1) : phase === "observing" ? of("observer") : of("participant");
  const spoke = new Set(minutes.messages.filter((message) => message.round === round && !message.is_partial).map(({ seat_uid: seat }) => seat));
  const inRound = asked.filter(({ uid }) => !spoke.has(uid)).length;
  const [participants, observers] = [of("participant").length, of("observer").length];
  const opening = OPENING[discussion.kind];
  const phases = phasesOf(discussion, minutes, running);
  const first = topicStart(minutes, round);
  const critiques = [...phases].filter(([at, known]) => at >= first && known === "critique").length;
  const { critiqueRounds: rounds } = setupOf(minutes);
  switch (phase) {
    case "observing":
      return inRound;
    case "critique":
      return inRound + Math.max(0, rounds - critiques) * participants + observers;
    case "sorting":
      return inRound + rounds * participants + observers;
    default: {
      const still = Math.max(0, opening.length - 1 - (round - first));
      return inRound + still * participants + Math.min(1, of("moderator").length) + rounds * participants + observers;
    }
  }
}

/** Longer silences are rests, and say nothing about how fast models speak. */
const REST_MS = 600_000;

/** Milliseconds that a turn of a model took, usually; null before two were taken. */
export function paceOf(messages: readonly Pick<DiscussionMessage, "created_at" | "spoken_by">[]): number | null {
  const gaps: number[] = [];
  messages.forEach((message, at) => {
    const before = messages[at - 1];
    if (before === undefined || message.spoken_by === "person") return;
    const gap = Date.parse(message.created_at) - Date.parse(before.created_at);
    if (gap >= 0 && gap < REST_MS) gaps.push(gap);
  });
  return gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? null;
}
