/// What was written and not sent yet, by conversation, kept in the window's own storage so that it outlasts a restart.
/// Must not know the host.
import { forget, store, stored } from "@/features/vault/stored";

/** A file that was kept for a message that is not sent yet. */
export interface DraftFile {
  uid: string;
  name: string;
  mime: string;
  size: number;
}

/** A message in the making. */
export interface Draft {
  text: string;
  /** Paths of notes that go along. */
  context: string[];
  files: DraftFile[];
}

export const EMPTY: Draft = { text: "", context: [], files: [] };

const key = (conversationUid: string) => `hisho.talk-draft.${conversationUid}`;

function isDraft(value: unknown): value is Draft {
  if (typeof value !== "object" || value === null) return false;
  const { text, context, files } = value as Partial<Draft>;
  const named = (file: unknown) => typeof file === "object" && file !== null && typeof (file as DraftFile).uid === "string" && typeof (file as DraftFile).name === "string";
  return typeof text === "string" && Array.isArray(context) && context.every((path) => typeof path === "string") && Array.isArray(files) && files.every(named);
}

/** A note as it is called, without its folder and ending. */
export function noteName(path: string): string {
  return path.replace(/^.*\//, "").replace(/\.md$/i, "");
}

/** Whether there is nothing in it. */
export function isEmpty({ text, context, files }: Draft): boolean {
  return text.trim() === "" && context.length === 0 && files.length === 0;
}

/** What was being written in a conversation. */
export function recallDraft(conversationUid: string): Draft {
  return stored(key(conversationUid), EMPTY, isDraft);
}

/** Keeps it, or forgets it once it is empty. */
export function rememberDraft(conversationUid: string, draft: Draft): void {
  if (!isEmpty(draft)) store(key(conversationUid), draft);
  else forget(key(conversationUid));
}
