/// What the keys of a tree do, as the pattern for trees of the ARIA practices has it. Pure.
import { fold } from "./fold";

/** What the keys need to know of one row of a tree. */
export interface TreeRow {
  id: string;
  name: string;
  /** 1 at the top. */
  level: number;
  /** Null where there is nothing to open. */
  expanded: boolean | null;
  /** A row that only says something, such as that more is being read: the keys pass over it. */
  idle?: boolean;
}

/** What a key asks for. */
export type TreeStep =
  | { type: "go"; to: number }
  | { type: "expand"; at: number }
  | { type: "collapse"; at: number }
  /** Opens every row beside this one. */
  | { type: "expand_level"; at: number }
  | { type: "open"; at: number };

/** What `key` does while the row at `at` is the current one; null when it is no key of a tree. `page` is how many rows are seen. */
export function treeStep(rows: readonly TreeRow[], at: number, key: string, page: number): TreeStep | null {
  const row = rows[at];
  const last = rows.length - 1;
  const go = (to: number): TreeStep => ({ type: "go", to: standable(rows, Math.max(0, Math.min(last, to)), to < at ? -1 : 1) });
  if (last < 0) return null;
  switch (key) {
    case "ArrowDown":
      return go(at + 1);
    case "ArrowUp":
      return go(at - 1);
    case "PageDown":
      return go(at + page);
    case "PageUp":
      return go(at - page);
    case "Home":
      return go(0);
    case "End":
      return go(last);
  }
  if (row === undefined) return null;
  switch (key) {
    case "ArrowRight":
      if (row.expanded === false) return { type: "expand", at };
      return row.expanded === true && (rows[at + 1]?.level ?? 0) > row.level && !rows[at + 1]?.idle ? go(at + 1) : null;
    case "ArrowLeft": {
      if (row.expanded === true) return { type: "collapse", at };
      const parent = parentOf(rows, at);
      return parent < 0 ? null : go(parent);
    }
    case "*":
      return { type: "expand_level", at };
    case "Enter":
    case " ":
      return { type: "open", at };
    default:
      return null;
  }
}

/** The row nearest to the one at `at` that the keys can stand on, first in the direction of `step`. */
export function standable(rows: readonly TreeRow[], at: number, step: 1 | -1): number {
  const beyond = (by: 1 | -1) => {
    let to = at;
    while (rows[to]?.idle) to += by;
    return rows[to] === undefined ? -1 : to;
  };
  const found = beyond(step);
  return found >= 0 ? found : beyond(step === 1 ? -1 : 1);
}

/** The place of the row that holds the one at `at`; -1 at the top. */
export function parentOf(rows: readonly TreeRow[], at: number): number {
  const level = rows[at]?.level ?? 1;
  for (let above = at - 1; above >= 0; above -= 1) if ((rows[above]?.level ?? 1) < level) return above;
  return -1;
}

/** The next row whose name begins with what was typed, round and round; -1 when there is none. */
export function typedRow(rows: readonly TreeRow[], at: number, typed: string): number {
  const wanted = fold(typed);
  if (wanted === "") return -1;
  // One more letter of a word may still mean the row it already led to; one letter again means the next.
  const repeated = [...wanted].every((letter) => letter === wanted[0]);
  const begin = repeated ? (wanted[0] ?? "") : wanted;
  const first = repeated ? at + 1 : at;
  for (let step = 0; step < rows.length; step += 1) {
    const place = (first + step) % rows.length;
    if (fold(rows[place]?.name ?? "").startsWith(begin)) return place;
  }
  return -1;
}
