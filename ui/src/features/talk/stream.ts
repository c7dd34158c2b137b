/// What is coming of answers right now: the pieces the host announces put together, told to the screen at most once
/// a frame. Must not know React, nor how an answer is drawn.
import type { CommandError, HostEvent, TalkState } from "@/api";

/** An answer on its way. */
export interface Coming {
  secretaryUid: string;
  text: string;
  /** It was asked for, and nothing has come yet that says otherwise. */
  phase: "asked" | "coming" | "waiting" | "retrying" | "over";
  /** How long the service asked to be left alone, in milliseconds; while `phase` is "retrying". */
  waitMs: number;
  error: CommandError | null;
  /** It ended while this page looked on, and its message was not seen yet. */
  lately: boolean;
}

/** All answers of one conversation by the message each becomes; the same object until something is another. */
export type ComingAnswers = ReadonlyMap<string, Coming>;

const NOTHING: ComingAnswers = new Map();

/** Calls back before the next picture is drawn, or soon where none is drawn because the window is hidden. */
export function beforePicture(call: () => void): void {
  let done = false;
  const once = () => {
    if (done) return;
    done = true;
    call();
  };
  requestAnimationFrame(once);
  setTimeout(once, 100);
}

/** Follows one conversation. `doubt` is called when pieces were missed and the state has to be read anew. */
export class TalkStream {
  readonly #conversation: string;
  readonly #doubt: () => void;
  readonly #soon: (call: () => void) => void;
  readonly #answers = new Map<string, Coming>();
  readonly #listeners = new Set<() => void>();
  #shown: ComingAnswers = NOTHING;
  #asked = false;

  constructor(conversation: string, doubt: () => void, soon: (call: () => void) => void = beforePicture) {
    this.#conversation = conversation;
    this.#doubt = doubt;
    this.#soon = soon;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly now = (): ComingAnswers => this.#shown;

  /** Takes what the host announced. */
  hear(event: HostEvent): void {
    if (event.type !== "talk" || event.conversation_uid !== this.#conversation) return;
    const { message_uid: uid, secretary_uid: secretaryUid, moment } = event;
    const known = this.#answers.get(uid);
    const base: Coming = known ?? { secretaryUid, text: "", phase: "asked", waitMs: 0, error: null, lately: false };
    switch (moment.kind) {
      case "began":
        this.#put(uid, { ...base, secretaryUid, text: "", phase: "asked", error: null });
        break;
      case "waiting":
        this.#put(uid, { ...base, text: "", phase: "waiting", error: null });
        break;
      case "retrying":
        this.#put(uid, { ...base, phase: "retrying", waitMs: moment.wait_ms });
        break;
      case "delta":
        if (moment.from > base.text.length) this.#doubt();
        else this.#put(uid, { ...base, text: base.text.slice(0, moment.from) + moment.text, phase: "coming" });
        break;
      case "done":
      case "stopped":
        this.#put(uid, { ...base, phase: "over", lately: true });
        break;
      case "failed":
        this.#put(uid, { ...base, phase: "over", error: moment.error, lately: true });
        break;
    }
  }

  /** Takes what the host says when it is asked: it knows of what came before this page listened. */
  know(state: TalkState): void {
    const named = new Set(state.steps.map(({ message_uid: uid }) => uid));
    for (const uid of this.#answers.keys()) {
      if (!named.has(uid)) this.#answers.delete(uid);
    }
    for (const step of state.steps) {
      const known = this.#answers.get(step.message_uid);
      const running = step.status === "running" || step.status === "pending";
      // What is on the screen may be ahead of what was written down.
      const text = running && known !== undefined && known.phase !== "over" && known.text.length > step.text.length ? known.text : step.text;
      const phase = step.status === "waiting" ? "waiting" : !running ? "over" : known?.phase === "retrying" ? "retrying" : text === "" ? "asked" : "coming";
      this.#answers.set(step.message_uid, { secretaryUid: step.secretary_uid, text, phase, waitMs: known?.waitMs ?? 0, error: step.error, lately: phase === "over" && known?.lately === true });
    }
    this.#tell();
  }

  /** Says that these are messages on the screen now. */
  seen(uids: ReadonlySet<string>): void {
    let changed = false;
    for (const [uid, coming] of this.#answers) {
      if (!coming.lately || !uids.has(uid)) continue;
      this.#answers.set(uid, { ...coming, lately: false });
      changed = true;
    }
    if (changed) this.#tell();
  }

  #put(uid: string, coming: Coming): void {
    this.#answers.set(uid, coming);
    this.#tell();
  }

  #tell(): void {
    if (this.#asked) return;
    this.#asked = true;
    this.#soon(() => {
      this.#asked = false;
      this.#shown = new Map(this.#answers);
      for (const listener of this.#listeners) listener();
    });
  }
}
