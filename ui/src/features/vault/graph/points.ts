/// Owns what a graph's points are to a reader: who is next to whom, and which of them a search finds. Pure.
import { fold } from "@/components/fold";
import type { VaultGraph } from "../reading/shapes";

/** The neighbours of a point, those with most links first. */
export function neighboursOf({ nodes, edges }: VaultGraph, node: number): number[] {
  const near = new Set<number>();
  for (const [from, to] of edges) {
    if (from === node && to !== node) near.add(to);
    else if (to === node && from !== node) near.add(from);
  }
  return byWeight(nodes, [...near]);
}

/** Points whose title or path holds all the words, in any case, width and kana; null for no words. */
export function foundPoints({ nodes }: VaultGraph, query: string): number[] | null {
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return null;
  const found = nodes.flatMap((node, index) => {
    const text = fold(`${node.title} ${node.path ?? ""}`);
    return words.every((word) => text.includes(word)) ? [index] : [];
  });
  return byWeight(nodes, found);
}

/** All points, those with most links first. */
export function allPoints({ nodes }: VaultGraph): number[] {
  return byWeight(
    nodes,
    nodes.map((_, index) => index),
  );
}

function byWeight(nodes: VaultGraph["nodes"], points: number[]): number[] {
  return points.toSorted((a, b) => (nodes[b]?.degree ?? 0) - (nodes[a]?.degree ?? 0) || a - b);
}

/** The most letters of a name that are written beside its point. */
const LABEL_LETTERS = 24;

/** A name as it is written beside its point: a long one is cut, and says so. */
export function shortName(name: string): string {
  const letters = [...name];
  return letters.length <= LABEL_LETTERS ? name : `${letters.slice(0, LABEL_LETTERS - 1).join("").trimEnd()}…`;
}
