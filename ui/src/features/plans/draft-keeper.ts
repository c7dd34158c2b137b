/// Owns one open draft: runs the autosave machine with a clock and the host behind two functions.
/// Lives outside React, so that leaving the page neither cancels a save nor loses text; a draft that
/// could not be saved is found again when the person comes back. Must not know components.
import type { CommandError, PlanContent, PlanDetail } from "@/api";
import { isDirty, open, phase, step, type Autosave, type AutosaveEffect, type AutosaveEvent } from "./autosave";
import type { Draft } from "./draft";
import { forget, recall, remember } from "./draft-storage";

/** How long the keyboard must be quiet before a save, in milliseconds. */
export const QUIET_MS = 800;

/** What a keeper asks of the host. */
export interface DraftPort {
  save(rev: number, content: PlanContent): Promise<PlanDetail>;
  read(): Promise<PlanDetail>;
}

/** One open draft. */
export class DraftKeeper {
  private state: Autosave;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(
    readonly uid: string,
    detail: PlanDetail,
    private readonly port: DraftPort,
  ) {
    this.state = open(detail.rev, detail.newest.content);
    const left = recall(uid);
    if (left === null) return;
    // Text that was typed before a crash: on the same revision it goes on, on another it is a conflict.
    const editable = detail.newest.status === "draft";
    const found = { ...this.state, draft: left.draft };
    if (!isDirty(found)) {
      forget(uid);
    } else if (left.rev === detail.rev && editable) {
      this.dispatch({ type: "edited", draft: left.draft });
    } else {
      const theirs = { rev: detail.rev, content: detail.newest.content, editable };
      this.state = { ...found, problem: { kind: "stale", theirs } };
    }
  }

  /** The present state; the same object until something changes. */
  readonly snapshot = (): Autosave => this.state;

  /** Calls `listener` after every change; gives the function that ends it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** The person typed. */
  edit(draft: Draft): void {
    this.dispatch({ type: "edited", draft });
  }

  /** Saves now if there is something to save. */
  save(): void {
    this.dispatch({ type: "due" });
  }

  /** The host told of the plan, asked or unasked. */
  arrive(detail: PlanDetail): void {
    this.dispatch({ type: "arrived", rev: detail.rev, content: detail.newest.content, editable: detail.newest.status === "draft" });
  }

  /** Settles a conflict by the newer version; the text on the screen is given up. */
  takeTheirs(): void {
    this.dispatch({ type: "take_theirs" });
  }

  /** Settles a conflict by the text on the screen. */
  keepMine(): void {
    this.dispatch({ type: "keep_mine" });
  }

  /** Whether something is typed that the host does not have. */
  get unsaved(): boolean {
    return isDirty(this.state) || this.state.sending !== null;
  }

  /** Saves what there is and gives the revision to go on with; rejects with what prevented it. */
  async settled(): Promise<number> {
    this.save();
    for (;;) {
      const now = phase(this.state);
      if (now === "saved") return this.state.rev;
      if (this.state.problem?.kind === "failed") throw this.state.problem.error;
      if (this.state.problem?.kind === "stale") throw staleError();
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

  private dispatch(event: AutosaveEvent): void {
    const { state, effects } = step(this.state, event);
    const changed = state !== this.state;
    this.state = state;
    if (changed) this.keepCopy();
    for (const effect of effects) this.run(effect);
    if (changed) for (const listener of this.listeners) listener();
  }

  private keepCopy(): void {
    if (this.unsaved) remember(this.uid, { rev: this.state.rev, draft: this.state.draft });
    else forget(this.uid);
  }

  private run(effect: AutosaveEffect): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    switch (effect.type) {
      case "wait":
        this.timer = setTimeout(() => this.save(), QUIET_MS);
        return;
      case "send":
        this.port.save(effect.rev, effect.content).then(
          (detail) => this.dispatch({ type: "saved", rev: detail.rev, content: detail.newest.content }),
          (error: unknown) => this.dispatch(isStale(error) ? { type: "stale" } : { type: "failed", error }),
        );
        return;
      case "read":
        this.port.read().then(
          (detail) => this.arrive(detail),
          (error: unknown) => this.dispatch({ type: "failed", error }),
        );
    }
  }
}

function isStale(error: unknown): boolean {
  return typeof error === "object" && error !== null && (error as Partial<CommandError>).code === "stale";
}

function staleError(): CommandError {
  return { code: "stale", message: "the draft on the screen was written on an older revision", params: { entity: "plan" } };
}

const keepers = new Map<string, DraftKeeper>();

/** The keeper of a plan's draft: the one that is there, told of `detail`, or a new one. */
export function keeperFor(detail: PlanDetail, port: DraftPort): DraftKeeper {
  const known = keepers.get(detail.uid);
  if (known !== undefined) {
    known.arrive(detail);
    return known;
  }
  const keeper = new DraftKeeper(detail.uid, detail, port);
  keepers.set(detail.uid, keeper);
  return keeper;
}

/** Forgets a plan that is no longer edited: it was submitted or deleted. */
export function dropKeeper(uid: string): void {
  keepers.delete(uid);
  forget(uid);
}
