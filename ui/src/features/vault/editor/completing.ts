/// Owns what is being completed at the cursor: a link, a heading or block of a linked note, or a tag. Pure; must not
/// know the editor or the host.

/** What is begun at the cursor. */
export type Begun =
  | { kind: "link"; query: string; from: number }
  /** `note` is the link before the `#`, empty for the note itself; `query` what stands behind it. */
  | { kind: "heading" | "block"; note: string; query: string; from: number }
  | { kind: "tag"; query: string; from: number };

const LINK = /!?\[\[([^[\]\n|]*)$/;
const TAG = /(?:^|[\s,(（、。])#([\p{L}\p{N}\p{M}\p{Extended_Pictographic}_/-]*)$/u;

/** What the text of a line up to the cursor begins, with where that begins in the line; null when nothing. */
export function begunAt(before: string): Begun | null {
  const link = LINK.exec(before);
  if (link !== null) {
    const inner = link[1] ?? "";
    const from = link.index + (before[link.index] === "!" ? 1 : 0);
    const hash = inner.indexOf("#");
    if (hash < 0) return { kind: "link", query: inner, from };
    const note = inner.slice(0, hash);
    const part = inner.slice(hash + 1);
    return part.startsWith("^") ? { kind: "block", note, query: part.slice(1), from } : { kind: "heading", note, query: part, from };
  }
  const tag = TAG.exec(before);
  // A lone `#` at the beginning of a line is a heading in the making.
  if (tag === null || before.trim() === "#") return null;
  const query = tag[1] ?? "";
  return { kind: "tag", query, from: before.length - query.length - 1 };
}

/** How many characters behind the cursor are brackets that a completed link brings itself. */
export function closingBrackets(after: string): number {
  return /^\]{1,2}/.exec(after)?.[0].length ?? 0;
}
