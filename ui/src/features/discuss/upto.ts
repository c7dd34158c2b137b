/// A discussion as it stood after so many of its messages; and what of a blind round is held back. Pure.
import type { Minutes, Running } from "@/api";
import { isBlind } from "./course";

/** The record up to a message, the first being 1. */
export function minutesUpTo(minutes: Minutes, count: number): Minutes {
  const messages = minutes.messages.slice(0, count);
  const last = messages.at(-1);
  return { ...minutes, messages, interruptions: count >= minutes.messages.length ? minutes.interruptions : minutes.interruptions.filter(({ created_at: at }) => last !== undefined && at <= last.created_at) };
}

/** The positions and objections up to the end of such a record. */
export function runningUpTo(running: Running, { messages }: Pick<Minutes, "messages">): Running {
  const last = messages.at(-1);
  if (last === undefined) return { ...running, stances: [], objections: [] };
  const number = messages.reduce((most, message) => Math.max(most, message.number ?? -1), -1);
  return { ...running, round: last.round, stances: running.stances.filter(({ message }) => message <= number), objections: running.objections.filter(({ round }) => round <= last.round) };
}

/** Whether the words of others are held back: in a blind round the person forms a position of their own first, as all do. */
export function isHeldBack({ status, phase, turns }: Pick<Running, "status" | "phase" | "turns">): boolean {
  return status === "active" && isBlind(phase) && phase !== "observing" && turns.some((turn) => turn.is_own && turn.phase !== null);
}

/** The record without what others said in a round, for as long as it is held back. */
export function withoutRound<M extends Minutes>(minutes: M, round: number): M {
  return { ...minutes, messages: minutes.messages.filter((message) => message.round !== round || message.spoken_by === "person") };
}
