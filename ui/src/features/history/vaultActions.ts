/// Owns what was last done to files of the vault, which the history of the records knows nothing of, so that the keys
/// for undo mean these while they are what was done last. Must not know what any of them did.
import type { HostEvent } from "@/api";

/** One change to files of the vault; its own way back, where it has one, rejects with why it could not be taken. */
export interface VaultAction {
  readonly undo: (() => Promise<void>) | null;
}

/** What the keys for undo or redo are to do. */
export type Turn = { kind: "records" } | { kind: "vault"; undo: () => Promise<void> } | { kind: "file" };

/** So many are kept. */
const KEPT = 50;

export class VaultActions {
  private done: VaultAction[] = [];
  private undone = false;

  /** A file was changed, with its own way back if it has one. */
  add(undo: VaultAction["undo"]): VaultAction {
    const action = { undo };
    this.done = [...this.done, action].slice(-KEPT);
    this.undone = false;
    return action;
  }

  /** Forgets what is undone otherwise, as from a toast. */
  drop(action: VaultAction): void {
    this.undone ||= this.done.includes(action);
    this.done = this.done.filter((other) => other !== action);
  }

  /** What is to be undone, which then counts as undone; a change without a way back stays in the way of the records. */
  takeUndo(): Turn {
    const last = this.done.at(-1);
    if (last === undefined) return { kind: "records" };
    if (last.undo === null) return { kind: "file" };
    this.drop(last);
    return { kind: "vault", undo: last.undo };
  }

  /** What is to be done again: nothing of the vault is, and what came before it in the records is not meant. */
  redo(): Turn {
    return this.done.length > 0 || this.undone ? { kind: "file" } : { kind: "records" };
  }

  /** A change of a record by the person makes the keys the records' again; so does another vault. */
  hear(event: HostEvent | null): void {
    if (event?.type !== "changed" || (event.origin !== "desktop" && event.origin !== "browser") || event.entity === "note") return;
    this.done = [];
    this.undone = false;
  }
}

/** Those of this window. */
export const vaultActions = new VaultActions();
