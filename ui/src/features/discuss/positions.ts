/// What the seats held from round to round, as a matrix; and who holds each option now. Pure.
import type { HeldStance, Running, Seat3 } from "@/api";

export interface PositionMatrix {
  /** The rounds in which somebody took a position. */
  rounds: number[];
  rows: { seat: Seat3; cells: (HeldStance | null)[] }[];
}

/** Seats by rounds; of a seat that spoke twice in a round the last word. Those who take no positions have no row. */
export function matrixOf(stances: readonly HeldStance[], seats: readonly Seat3[]): PositionMatrix {
  const rounds = [...new Set(stances.map(({ round }) => round))].toSorted((a, b) => a - b);
  const held = new Map(stances.map((stance) => [`${stance.seat_uid} ${stance.round}`, stance]));
  const spoke = new Set(stances.map(({ seat_uid: seat }) => seat));
  const rows = seats
    .filter(({ uid, role, left_at: left }) => spoke.has(uid) || (role === "participant" && left === null))
    .map((seat) => ({ seat, cells: rounds.map((round) => held.get(`${seat.uid} ${round}`) ?? null) }));
  return { rounds, rows };
}

/** The position of each seat that counts: the last on the topic that began with round `since`, but for a change that nothing new was named for. */
export function countedOf(stances: readonly HeldStance[], since: number): Map<string, HeldStance> {
  return new Map(stances.filter(({ round, change }) => round >= since && change !== "unexplained").map((stance) => [stance.seat_uid, stance]));
}

/** Each option with the seats that hold it now; those that nobody holds any more come last. */
export function holdersOf({ options, stances }: Pick<Running, "options" | "stances">, present: ReadonlySet<string>, since: number): { option: number; text: string; seats: string[] }[] {
  const counted = [...countedOf(stances, since).values()].filter(({ seat_uid: seat }) => present.has(seat));
  const held = options.map((text, option) => ({ option, text, seats: counted.filter((stance) => stance.option === option).map(({ seat_uid: seat }) => seat) }));
  return held.toSorted((a, b) => b.seats.length - a.seats.length || a.option - b.option);
}
