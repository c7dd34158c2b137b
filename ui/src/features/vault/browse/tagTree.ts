/// Owns how the flat list of tags becomes a tree by its slashes, with the counts of what lies below. Must not know React.
import type { TreeItem } from "@/components";
import { fold } from "@/components/fold";
import type { TagCount } from "@/api";

/** A row of the tag pane. */
export interface TagRow extends TreeItem {
  /** The whole tag, without `#`. */
  tag: string;
  /** Notes with it, and with what lies below it. */
  notes: number;
}

/** In which order tags beside each other stand. */
export type TagOrder = "name" | "count";

interface Branch {
  tag: string;
  name: string;
  own: number;
  below: Map<string, Branch>;
}

/** The rows of the tags whose parents are open; tags that differ only in case are one, spelled as first seen. */
export function tagRows(tags: readonly TagCount[], open: ReadonlySet<string>, order: TagOrder, compare: (a: string, b: string) => number): TagRow[] {
  const top: Branch = { tag: "", name: "", own: 0, below: new Map() };
  for (const { tag, notes } of tags) {
    let branch = top;
    for (const name of tag.split("/").filter(Boolean)) {
      const key = fold(name);
      const known = branch.below.get(key) ?? { tag: branch.tag === "" ? name : `${branch.tag}/${name}`, name, own: 0, below: new Map() };
      branch.below.set(key, known);
      branch = known;
    }
    branch.own += notes;
  }
  const rows: TagRow[] = [];
  const add = (branch: Branch, level: number) => {
    const beside = [...branch.below.values()].map((child) => ({ child, notes: total(child) }));
    beside.sort((a, b) => (order === "count" ? b.notes - a.notes : 0) || compare(a.child.name, b.child.name));
    beside.forEach(({ child, notes }, index) => {
      const expanded = child.below.size === 0 ? null : open.has(child.tag);
      rows.push({ id: child.tag, tag: child.tag, name: child.name, level, expanded, position: index + 1, siblings: beside.length, notes });
      if (expanded) add(child, level + 1);
    });
  };
  add(top, 1);
  return rows;
}

function total(branch: Branch): number {
  let sum = branch.own;
  for (const child of branch.below.values()) sum += total(child);
  return sum;
}
