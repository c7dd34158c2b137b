/// Owns what is being completed at the cursor of a message: a secretary, a note, an order. Pure.
import { fold } from "@/components/fold";

/** What is begun, what was typed of it, and where it begins in the text. */
export interface Begun {
  kind: "secretary" | "note" | "order";
  query: string;
  from: number;
}

const NOTE = /!?\[\[([^[\]\n]*)$/;
const SECRETARY = /(?:^|[\s(（「『、。,!?！？])[@＠]([^\s@＠]*)$/u;
const ORDER = /^\/([\p{L}]*)$/u;

/** What the text up to the cursor ends with; null when it is nothing that is completed. */
export function begunAt(before: string): Begun | null {
  const note = NOTE.exec(before);
  if (note !== null) return { kind: "note", query: note[1] ?? "", from: note.index };
  const order = ORDER.exec(before);
  if (order !== null) return { kind: "order", query: order[1] ?? "", from: 0 };
  const secretary = SECRETARY.exec(before);
  if (secretary !== null) {
    const query = secretary[1] ?? "";
    return { kind: "secretary", query, from: before.length - query.length - 1 };
  }
  return null;
}

/** The names that begin with what was typed, whatever their width, case and kana. */
export function beginning<T extends { name: string }>(known: readonly T[], query: string): T[] {
  const wanted = fold(query);
  return known.filter(({ name }) => fold(name).startsWith(wanted));
}

/** The text with what was begun replaced, and where the cursor stands then. */
export function completed(text: string, begun: Begun, cursor: number, insert: string): { text: string; cursor: number } {
  return { text: text.slice(0, begun.from) + insert + text.slice(cursor), cursor: begun.from + insert.length };
}

/** A text as it is quoted in Markdown, with room behind it for an answer. */
export function quoted(text: string): string {
  return `${text
    .trim()
    .split("\n")
    .map((line) => `> ${line}`.trimEnd())
    .join("\n")}\n\n`;
}

const LONGEST_TITLE = 40;

/** A name for a conversation, out of the first thing that was said in it. */
export function titleOf(text: string): string {
  const line = text
    .split("\n")
    .map((row) => row.replace(/^[\s>#*+-]+/, "").replace(/\*\*|__|`|\[\[|\]\]/g, "").trim())
    .find((row) => row !== "");
  if (line === undefined) return "";
  const letters = Array.from(line);
  return letters.length <= LONGEST_TITLE ? line : `${letters.slice(0, LONGEST_TITLE - 1).join("")}…`;
}
