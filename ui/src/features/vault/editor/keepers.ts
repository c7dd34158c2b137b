/// Owns the notes that are being written: runs the machine of `writing` with a clock and the host behind two
/// functions, outside React, so that leaving the page neither cancels a save nor loses text. Must not know the editor.
import { asFailure } from "@/platform/host";
import type { NoteSource, Saved } from "@/api";
import { forget, recall, remember } from "./unsaved";
import { isDirty, open, phase, step, type Writing, type WritingEffect, type WritingEvent } from "./writing";

/** How long the keyboard must be quiet before a save, in milliseconds. */
export const QUIET_MS = 1500;

/** What was typed is in the copy against crashes after so long. */
export const COPY_MS = 300;

/** What a keeper asks of the host. */
export interface NotePort {
  /** Writes a text that was made from `base`. */
  save(base: NoteSource, text: string): Promise<Saved>;
  read(): Promise<NoteSource>;
}

/** The editor's document, as far as a keeper knows it. */
export interface Screen {
  /** Brings the change from one text to another around what was typed since `from` was on the screen. */
  merge(from: string, to: string): void;
  show(text: string): void;
  /** `text` is on its way; a later `merge` begins from there. */
  sent(text: string): void;
  /** An input method is at work, so the text is not to be touched, nor is it whole. */
  readonly composing: boolean;
}

/** One note that is being written. */
export class NoteKeeper {
  private state: Writing;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private copying: ReturnType<typeof setTimeout> | null = null;
  private screen: Screen | null = null;
  private readonly listeners = new Set<() => void>();

  /** `key` names the vault and the note. */
  constructor(
    private readonly key: string,
    source: NoteSource,
    private readonly port: NotePort,
  ) {
    this.state = open(source);
    const left = recall(key);
    if (left === null) return;
    // Text from before a crash goes on from the file it was written on; the host merges it with what that has become.
    if (left.text === source.text) {
      forget(key);
      return;
    }
    this.state = open(left.base);
    this.dispatch({ type: "edited", text: left.text });
  }

  /** The present state; the same object until something changes. */
  readonly snapshot = (): Writing => this.state;

  /** Calls `listener` after every change; gives the function that ends it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** The editor shows this note from now on; gives the function that says it no longer does. */
  readonly shownOn = (screen: Screen): (() => void) => {
    this.screen = screen;
    keepers.add(this);
    return () => {
      this.screen = null;
      keepers.delete(this);
      this.save();
    };
  };

  /** What is on the screen. */
  edit(text: string): void {
    this.dispatch({ type: "edited", text });
  }

  /** Saves now if there is something to save. */
  save(): void {
    this.dispatch({ type: "due" });
  }

  /** The host told of the file, asked or unasked. */
  arrive(source: NoteSource): void {
    this.dispatch({ type: "arrived", ...source });
  }

  /** Settles a conflict by what the file holds. */
  takeTheirs(): void {
    this.dispatch({ type: "take_theirs" });
  }

  /** Puts a text back that gave way to another. */
  giveBack(text: string): void {
    this.screen?.show(text);
  }

  /** Settles a conflict by a text. */
  settle(text: string): void {
    this.dispatch({ type: "settle", text });
  }

  /** Saves what there is and waits for the answer; rejects with what prevented it. */
  async settled(): Promise<void> {
    for (;;) {
      const now = phase(this.state);
      if (now === "saved" || now === "merged") return;
      if (this.state.problem?.kind === "failed") throw asFailure(this.state.problem.error);
      if (now === "conflict") throw asFailure({ code: "stale", message: "the note was changed elsewhere in the same place", params: { entity: "note" } });
      if (now === "edited") this.save();
      else await this.nextChange();
    }
  }

  private nextChange(): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.subscribe(() => {
        stop();
        resolve();
      });
    });
  }

  private dispatch(event: WritingEvent): void {
    const { state, effects } = step(this.state, event);
    const changed = state !== this.state;
    this.state = state;
    if (changed) this.keepCopy();
    for (const effect of effects) this.run(effect);
    if (changed) for (const listener of this.listeners) listener();
  }

  private keepCopy(): void {
    if (!isDirty(this.state) && this.state.sending === null) {
      if (this.copying !== null) clearTimeout(this.copying);
      this.copying = null;
      forget(this.key);
    } else {
      // A long text is not written again with every letter.
      this.copying ??= setTimeout(() => {
        this.copying = null;
        remember(this.key, { text: this.state.text, base: this.state.base });
      }, COPY_MS);
    }
  }

  private run(effect: WritingEffect): void {
    switch (effect.type) {
      case "wait":
        this.wait();
        return;
      case "send":
        this.screen?.sent(effect.text);
        this.port.save(effect.base, effect.text).then(
          (saved) => this.dispatch({ type: "saved", ...saved }),
          (error: unknown) => this.dispatch(isConflict(error) ? { type: "conflict" } : { type: "failed", error }),
        );
        return;
      case "read":
        this.port.read().then(
          (source) => this.arrive(source),
          (error: unknown) => this.dispatch({ type: "failed", error }),
        );
        return;
      case "merge":
        this.screen?.merge(effect.from, effect.to);
        return;
      case "show":
        this.screen?.show(effect.text);
    }
  }

  private wait(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = null;
      // Half a word of an input method is not for the file.
      if (this.screen?.composing) this.wait();
      else this.save();
    }, QUIET_MS);
  }
}

function isConflict(error: unknown): boolean {
  return asFailure(error).code === "stale";
}

const keepers = new Set<NoteKeeper>();

/** Saves every note that is being written and waits; rejects with what prevented it. */
export async function settleWriting(): Promise<void> {
  await Promise.all([...keepers].map((keeper) => keeper.settled()));
}
