/// Owns the copy of unsaved plan text that survives a crash of the window: written while a draft is
/// not saved, removed when it is. Must not know the host; a browser without storage just has none.
import { rekeyed, type Draft } from "./draft";

const PREFIX = "hisho.unsaved-plan.";

/** Unsaved text and the revision it was written on. */
export interface Unsaved {
  rev: number;
  draft: Draft;
}

/** Keeps the text of plan `uid` until `forget`. */
export function remember(uid: string, unsaved: Unsaved): void {
  try {
    window.localStorage.setItem(PREFIX + uid, JSON.stringify(unsaved));
  } catch {
    // Full or forbidden storage: the text is still on the screen and on its way to the host.
  }
}

/** Drops the copy: the host has the text, or the person gave it up. */
export function forget(uid: string): void {
  try {
    window.localStorage.removeItem(PREFIX + uid);
  } catch {
    // Nothing was kept, so nothing is left behind.
  }
}

/** The copy of plan `uid`, with fresh row keys; null when there is none or it cannot be read. */
export function recall(uid: string): Unsaved | null {
  try {
    const text = window.localStorage.getItem(PREFIX + uid);
    if (text === null) return null;
    const { rev, draft } = JSON.parse(text) as Unsaved;
    if (typeof rev !== "number" || typeof draft.title !== "string") return null;
    return { rev, draft: rekeyed(draft) };
  } catch {
    return null;
  }
}
