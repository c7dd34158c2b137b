/// Owns how the links of a note are listed: each target once, those that need a look first. Pure.
import type { OutgoingLink } from "./shapes";

export interface OutgoingRow {
  key: string;
  target: string;
  path: string | null;
  candidates: string[];
  state: "missing" | "ambiguous" | "note" | "embed" | "property";
  /** The line where it stands first. */
  line: number;
  /** How often it stands there. */
  count: number;
}

const ORDER: readonly OutgoingRow["state"][] = ["missing", "ambiguous", "note", "embed", "property"];

function stateOf({ path, candidates, kind }: OutgoingLink): OutgoingRow["state"] {
  if (path === null) return "missing";
  if (candidates.length > 1) return "ambiguous";
  return kind === "link" ? "note" : kind;
}

/** The rows of a note's outgoing links. */
export function outgoingRows(links: readonly OutgoingLink[]): OutgoingRow[] {
  const rows = new Map<string, OutgoingRow>();
  for (const link of links) {
    const key = link.path ?? `?${link.target}`;
    const known = rows.get(key);
    if (known) {
      known.count += 1;
      known.line = Math.min(known.line, link.line);
    } else {
      rows.set(key, { key, target: link.target, path: link.path, candidates: link.candidates, state: stateOf(link), line: link.line, count: 1 });
    }
  }
  return [...rows.values()].toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || a.line - b.line);
}
