/// Owns how hits become the rows of the list: as they came, or under the folder each lies in. Must not know React.
import type { SearchHit } from "@/api";

/** A row of the results. */
export type ResultRow = { kind: "folder"; folder: string; count: number; open: boolean } | { kind: "hit"; hit: SearchHit };

/** The hits in the order they came, and where `grouped` under their folders, which stand in the order of their best hit. */
export function resultRows(hits: readonly SearchHit[], grouped: boolean, closed: ReadonlySet<string>): ResultRow[] {
  if (!grouped) return hits.map((hit) => ({ kind: "hit", hit }));
  const folders = new Map<string, SearchHit[]>();
  for (const hit of hits) {
    const held = folders.get(hit.context);
    if (held === undefined) folders.set(hit.context, [hit]);
    else held.push(hit);
  }
  return [...folders].flatMap(([folder, inside]): ResultRow[] => {
    const open = !closed.has(folder);
    return [{ kind: "folder", folder, count: inside.length, open }, ...(open ? inside.map((hit): ResultRow => ({ kind: "hit", hit })) : [])];
  });
}
