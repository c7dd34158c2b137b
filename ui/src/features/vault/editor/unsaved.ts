/// Owns the copy of a note's unsaved text that survives a crash of the window: written while the text is not in the
/// file, removed when it is. Must not know the host; a browser without storage just has none.
import type { NoteSource } from "@/api";

const PREFIX = "hisho.unsaved-note.";

/** Unsaved text, and the file it was written on: from there it is merged with what the file has become. */
export interface Unsaved {
  text: string;
  base: NoteSource;
}

/** Keeps a text until `forget`; `key` names the vault and the note. */
export function remember(key: string, unsaved: Unsaved): void {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(unsaved));
  } catch {
    // Full or forbidden storage: the text is still on the screen and on its way to the file.
  }
}

/** Drops the copy: the file has the text, or the person gave it up. */
export function forget(key: string): void {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // Nothing was kept, so nothing is left behind.
  }
}

/** The copy, or null when there is none or it cannot be read. */
export function recall(key: string): Unsaved | null {
  try {
    const { text, base } = JSON.parse(localStorage.getItem(PREFIX + key) ?? "{}") as Partial<Unsaved>;
    return typeof text === "string" && typeof base?.hash === "string" && typeof base.text === "string" ? { text, base } : null;
  } catch {
    return null;
  }
}
