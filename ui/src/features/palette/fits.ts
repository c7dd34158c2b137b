/// Whether what was typed means one of the palette's fixed entries. Pure.

import { fold } from "@/components/fold";

/** Whether every word of `query` occurs in one of the names of an entry; an empty query fits all. */
export function fits(query: string, names: readonly string[]): boolean {
  const folded = names.map(fold);
  return fold(query)
    .split(/\s+/)
    .filter(Boolean)
    .every((word) => folded.some((name) => name.includes(word)));
}
