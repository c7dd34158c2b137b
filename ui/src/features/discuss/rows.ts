/// Which rows the thread of a discussion has, in the order they came to be: rounds, what was said, who stepped in, and
/// what is being said now. Pure.
import type { DiscussionMessage, Interruption, Phase } from "@/api";
import type { Heard, Speaking, Unanswered } from "./stream";

export type Row =
  | { kind: "round"; key: string; round: number; phase: Phase | undefined }
  | { kind: "said"; key: string; message: DiscussionMessage }
  | { kind: "stepped_in"; key: string; interruption: Interruption }
  | { kind: "speaking"; key: string; speaking: Speaking }
  | { kind: "ended"; key: string }
  | { kind: "unanswered"; key: string; unanswered: Unanswered };

export interface Told {
  messages: readonly DiscussionMessage[];
  interruptions: readonly Interruption[];
  phases: ReadonlyMap<number, Phase>;
  /** The round under way; null once it is over. */
  round: number | null;
  heard: Heard;
  /** It is over, and all of it is shown. */
  isOver: boolean;
}

export function rowsOf({ messages, interruptions, phases, round: present, heard, isOver }: Told): Row[] {
  const rows: Row[] = [];
  let last = 0;
  let next = 0;
  const begin = (round: number) => {
    if (round <= last) return;
    last = round;
    rows.push({ kind: "round", key: `round-${round}`, round, phase: phases.get(round) });
  };
  for (const message of messages) {
    for (let step = interruptions[next]; step !== undefined && step.created_at < message.created_at; step = interruptions[next]) {
      rows.push({ kind: "stepped_in", key: step.uid, interruption: step });
      next += 1;
    }
    begin(message.round);
    rows.push({ kind: "said", key: message.uid, message });
  }
  for (const interruption of interruptions.slice(next)) rows.push({ kind: "stepped_in", key: interruption.uid, interruption });
  if (present !== null) begin(present);
  for (const unanswered of heard.unanswered) rows.push({ kind: "unanswered", key: `unanswered-${unanswered.turn}`, unanswered });
  for (const [turn, speaking] of heard.speaking) rows.push({ kind: "speaking", key: `turn-${turn}`, speaking });
  if (isOver) rows.push({ kind: "ended", key: "ended" });
  return rows;
}
