/// What is being said at a table right now: the pieces the host announces put together by turn, told to the screen at
/// most once a frame. Must not know React, nor how a turn is drawn.
import type { CommandError, DiscussionMoment, HostEvent, OpenTurn } from "@/api";
import { beforePicture } from "@/features/talk/stream";

/** A turn of a model that is under way, or that has just ended and whose message was not read yet. */
export interface Speaking {
  seatUid: string;
  text: string;
  phase: "thinks" | "speaks" | "retrying" | "said";
  /** How long the service asked to be left alone, in milliseconds; while `phase` is "retrying". */
  waitMs: number;
}

/** A turn that came to nothing while this page looked on. */
export interface Unanswered {
  turn: number;
  seatUid: string;
  error: CommandError;
}

export interface Heard {
  /** By turn, in the order of the turns. */
  speaking: ReadonlyMap<number, Speaking>;
  unanswered: readonly Unanswered[];
}

const NOTHING: Heard = { speaking: new Map(), unanswered: [] };

/** Follows one discussion. `doubt` is called when pieces were missed and the state has to be read anew. */
export class DiscussionStream {
  readonly #uid: string;
  readonly #doubt: () => void;
  readonly #soon: (call: () => void) => void;
  readonly #listeners = new Set<() => void>();
  #speaking = new Map<number, Speaking>();
  #unanswered: readonly Unanswered[] = [];
  #shown: Heard = NOTHING;
  #asked = false;

  constructor(uid: string, doubt: () => void, soon: (call: () => void) => void = beforePicture) {
    this.#uid = uid;
    this.#doubt = doubt;
    this.#soon = soon;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly now = (): Heard => this.#shown;

  /** Takes what the host announced. */
  hear(event: HostEvent): void {
    if (event.type !== "discussion" || event.uid !== this.#uid) return;
    this.#take(event.moment);
    this.#tell();
  }

  #take(moment: DiscussionMoment): void {
    switch (moment.kind) {
      case "thinks":
        this.#speaking.set(moment.turn, { seatUid: moment.seat_uid, text: "", phase: "thinks", waitMs: 0 });
        break;
      case "retrying": {
        const known = this.#speaking.get(moment.turn);
        if (known !== undefined) this.#speaking.set(moment.turn, { ...known, phase: "retrying", waitMs: moment.wait_ms });
        break;
      }
      case "delta": {
        const known = this.#speaking.get(moment.turn);
        if (known === undefined || moment.from > known.text.length) this.#doubt();
        else this.#speaking.set(moment.turn, { ...known, text: known.text.slice(0, moment.from) + moment.text, phase: "speaks" });
        break;
      }
      case "unanswered":
        this.#unanswered = [...this.#unanswered, { turn: moment.turn, seatUid: moment.seat_uid, error: moment.error }];
        break;
      case "waits":
        break;
      case "stepped":
        this.#keep(moment.state.turns);
        break;
    }
  }

  /** Takes what the host says when it is asked: it knows of what came before this page listened. */
  know(turns: readonly OpenTurn[]): void {
    this.#keep(turns);
    for (const { turn, seat_uid: seatUid, is_own: isOwn, text } of turns) {
      if (isOwn) continue;
      const known = this.#speaking.get(turn);
      // What is on the screen may be ahead of what the host was asked for.
      const longest = known !== undefined && known.text.length > text.length ? known.text : text;
      this.#speaking.set(turn, { seatUid, text: longest, phase: known?.phase === "retrying" ? "retrying" : longest === "" ? "thinks" : "speaks", waitMs: known?.waitMs ?? 0 });
    }
    this.#tell();
  }

  /** What ended stays until its message is on the screen, so that nothing blinks. */
  #keep(turns: readonly OpenTurn[]): void {
    const open = new Set(turns.map(({ turn }) => turn));
    for (const [turn, speaking] of this.#speaking) {
      if (open.has(turn)) continue;
      if (speaking.phase === "said" || speaking.text === "") this.#speaking.delete(turn);
      else this.#speaking.set(turn, { ...speaking, phase: "said" });
    }
  }

  /** Says that the messages were read anew. */
  read(): void {
    for (const [turn, { phase }] of this.#speaking) {
      if (phase === "said") this.#speaking.delete(turn);
    }
    this.#tell();
  }

  #tell(): void {
    if (this.#asked) return;
    this.#asked = true;
    this.#soon(() => {
      this.#asked = false;
      this.#shown = { speaking: new Map([...this.#speaking].toSorted(([a], [b]) => a - b)), unanswered: this.#unanswered };
      for (const listener of this.#listeners) listener();
    });
  }
}
