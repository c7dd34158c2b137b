/// What the person is writing in a turn, or outside of any; what a turn asks for, and what is sent of it. Pure.
import type { Commands, DiscussionMessage, HeldStance, MessageType, OpenTurn, Running } from "@/api";
import { takesObjections, takesPositions } from "./course";

/** Something in the making. */
export interface Draft {
  text: string;
  /** What they hold, in one line; used while `option` is null. */
  stance: string;
  option: number | null;
  confidence: number | null;
  type: MessageType | null;
  /** The number of the message that moved them. */
  because: number | null;
  /** One on a line. */
  objections: string;
  withdraws: number[];
  reasoning: string;
  /** One on a line. */
  references: string;
}

export const EMPTY: Draft = { text: "", stance: "", option: null, confidence: null, type: null, because: null, objections: "", withdraws: [], reasoning: "", references: "" };

/** Whether something that was kept is a draft. */
export function isDraft(value: unknown): value is Draft {
  if (typeof value !== "object" || value === null) return false;
  const kept = value as Record<string, unknown>;
  return Object.entries(EMPTY).every(([key, empty]) => (empty === null ? key in kept : Array.isArray(empty) ? Array.isArray(kept[key]) : typeof kept[key] === typeof empty));
}

/** What a turn asks for. */
export interface Wanted {
  position: boolean;
  objections: boolean;
  /** The answers to choose from, by number; where they were given there are no others. */
  options: readonly string[];
  onlyOptions: boolean;
  /** What they held before. */
  before: HeldStance | undefined;
  /** Their own objections that nobody has met, by number. */
  open: { number: number; text: string }[];
  /** What others said, which may have moved them. */
  others: readonly DiscussionMessage[];
}

/** A turn outside of any asks for words alone. */
export function wantedOf(turn: OpenTurn | null, running: Running, messages: readonly DiscussionMessage[], hasOptions: boolean): Wanted {
  const phase = turn?.phase ?? null;
  const seat = turn?.seat_uid;
  const critique = phase === "critique";
  const before = critique ? running.stances.findLast((stance) => stance.seat_uid === seat) : undefined;
  return {
    position: takesPositions(phase),
    objections: takesObjections(phase),
    // What others hold is not read before one's own position is formed.
    options: takesPositions(phase) && (critique || hasOptions) ? running.options : [],
    onlyOptions: hasOptions,
    before,
    open: critique ? running.objections.flatMap((objection, number) => (objection.is_open && objection.seat_uid === seat ? [{ number, text: objection.text }] : [])) : [],
    others: critique ? messages.filter((message) => message.seat_uid !== seat && message.number !== null && !message.is_partial) : [],
  };
}

/** Whether what is written now is another position than the one before. */
export function moves({ option, stance }: Draft, { before, options }: Wanted): boolean {
  if (before === undefined) return false;
  if (option !== null) return option !== before.option;
  const words = stance.trim();
  return words !== "" && words !== before.text && words !== options[before.option];
}

const lines = (text: string) => text.split("\n").map((line) => line.trim()).filter((line) => line !== "");

/** What is sent. */
export function toSay(uid: string, turn: OpenTurn | null, draft: Draft, wanted: Wanted, replyTo: number | null): Commands["discussions.say"]["input"] {
  if (turn === null) return { uid, content: draft.text };
  const stance = draft.option === null ? draft.stance.trim() : (wanted.options[draft.option] ?? "");
  return {
    uid,
    turn: turn.turn,
    content: draft.text,
    ...(draft.type !== null && { message_type: draft.type }),
    ...(draft.reasoning.trim() !== "" && { reasoning: draft.reasoning }),
    ...(draft.confidence !== null && { confidence: draft.confidence }),
    references: lines(draft.references),
    ...(replyTo !== null && { reply_to: replyTo }),
    ...(wanted.position && stance !== "" && { stance }),
    ...(wanted.position && draft.option !== null && { option: draft.option }),
    ...(moves(draft, wanted) && draft.because !== null && { changed_because: draft.because }),
    objections: wanted.objections ? lines(draft.objections) : [],
    withdraws: draft.withdraws.filter((number) => wanted.open.some((objection) => objection.number === number)),
  };
}
