/// The record of a discussion, looked up from a message: the position taken in it, what it raised against others, and
/// which messages it speaks of. Pure.
import type { Discussion, DiscussionMessage, HeldStance, Minutes, Position, Running, Seat3 } from "@/api";

export interface DiscussionRecord {
  seats: ReadonlyMap<string, Seat3>;
  byNumber: ReadonlyMap<number, DiscussionMessage>;
  byUid: ReadonlyMap<string, DiscussionMessage>;
  /** By the number of the message a position was taken in. */
  stances: ReadonlyMap<number, HeldStance>;
  /** By seat and round. */
  positions: ReadonlyMap<string, Position>;
}

export function recordOf({ seats }: Pick<Discussion, "seats">, minutes: Pick<Minutes, "messages" | "positions">, { stances }: Pick<Running, "stances">): DiscussionRecord {
  return {
    seats: new Map(seats.map((seat) => [seat.uid, seat])),
    byNumber: new Map(minutes.messages.flatMap((message) => (message.number === null ? [] : [[message.number, message] as const]))),
    byUid: new Map(minutes.messages.map((message) => [message.uid, message])),
    stances: new Map(stances.map((stance) => [stance.message, stance])),
    positions: new Map(minutes.positions.map((position) => [`${position.seat_uid} ${position.round}`, position])),
  };
}

export interface HeldIn {
  stance: HeldStance;
  position: Position | undefined;
  /** The message that moved them, where one did. */
  source: DiscussionMessage | undefined;
}

/** The position taken in a message, and what came with it. */
export function heldIn(record: DiscussionRecord, { number, seat_uid: seat, round }: DiscussionMessage): HeldIn | null {
  const stance = number === null ? undefined : record.stances.get(number);
  if (stance === undefined) return null;
  const position = record.positions.get(`${seat} ${round}`);
  const because = position?.changed_because;
  // The record keeps the words that moved them, which may be the beginning of a long message alone.
  const source = because ? [...record.byUid.values()].find((message) => message.seat_uid !== seat && message.content.startsWith(because)) : undefined;
  return { stance, position, source };
}

/** The beginning of a text in one line, to be recognised by. */
export function gist(text: string, limit = 60): string {
  const letters = Array.from(text.replace(/\s+/g, " ").trim());
  return letters.length <= limit ? letters.join("") : `${letters.slice(0, limit - 1).join("")}…`;
}
