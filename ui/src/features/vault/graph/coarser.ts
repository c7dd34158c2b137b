/// Owns the smaller likeness of a graph, in which a few neighbours stand for one point. Pure.
import type { PlainGraph } from "./layout";

export interface Coarse {
  count: number;
  edges: Uint32Array;
  /** For each edge, how many of the finer graph it stands for. */
  weights: Float32Array;
  /** For each point of the finer graph, the one that stands for it. */
  parent: Uint32Array;
}

/** How many points one may stand for. */
const MOST_TOGETHER = 6;

/** Takes neighbours together; points without any, and those that hang on the same one, as well. */
export function coarser({ count, edges }: PlainGraph, weights: Float32Array | null): Coarse {
  const { start, others } = neighbours(count, edges);
  const NONE = 0xffffffff;
  const parent = new Uint32Array(count).fill(NONE);
  const held: number[] = [];
  // Points with few neighbours choose first: they have least to choose from.
  const order = Uint32Array.from({ length: count }, (_, node) => node).toSorted((a, b) => degree(start, a) - degree(start, b) || a - b);
  let open = NONE;
  /** For each point, the group of those that only hang on it. */
  const hanging = new Map<number, number>();
  const newGroup = (node: number) => {
    held.push(1);
    parent[node] = held.length - 1;
    return held.length - 1;
  };
  const join = (node: number, group: number) => {
    parent[node] = group;
    held[group] = (held[group] ?? 0) + 1;
  };
  const hasRoom = (group: number | undefined): group is number => group !== undefined && group !== NONE && (held[group] ?? MOST_TOGETHER) < MOST_TOGETHER;

  for (const node of order) {
    if (parent[node] !== NONE) continue;
    const [from, to] = [start[node] ?? 0, start[node + 1] ?? 0];
    if (from === to) {
      if (hasRoom(open)) join(node, open);
      else open = newGroup(node);
      continue;
    }
    let best = NONE;
    for (let at = from; at < to; at += 1) {
      const group = parent[others[at] ?? 0];
      if (hasRoom(group) && (best === NONE || (held[group] ?? 0) < (held[best] ?? 0))) best = group;
    }
    if (best !== NONE) {
      join(node, best);
      continue;
    }
    const hub = others[from] ?? 0;
    const siblings = hanging.get(hub);
    if (to - from === 1 && hasRoom(siblings)) join(node, siblings);
    else hanging.set(hub, newGroup(node));
  }
  return { count: held.length, parent, ...joined(edges, weights, parent) };
}

function degree(start: Uint32Array, node: number): number {
  return (start[node + 1] ?? 0) - (start[node] ?? 0);
}

/** For each point where its neighbours begin in `others`. */
function neighbours(count: number, edges: Uint32Array): { start: Uint32Array; others: Uint32Array } {
  const start = new Uint32Array(count + 1);
  for (const end of edges) start[end + 1] = (start[end + 1] ?? 0) + 1;
  for (let node = 0; node < count; node += 1) start[node + 1] = (start[node + 1] ?? 0) + (start[node] ?? 0);
  const next = start.slice();
  const others = new Uint32Array(edges.length);
  for (let edge = 0; edge < edges.length; edge += 1) {
    const end = edges[edge] ?? 0;
    const at = next[end] ?? 0;
    others[at] = edges[edge ^ 1] ?? 0;
    next[end] = at + 1;
  }
  return { start, others };
}

/** The edges between groups, each once. */
function joined(edges: Uint32Array, weights: Float32Array | null, parent: Uint32Array): { edges: Uint32Array; weights: Float32Array } {
  const sums = new Map<number, number>();
  for (let edge = 0; edge < edges.length; edge += 2) {
    const [a, b] = [parent[edges[edge] ?? 0] ?? 0, parent[edges[edge + 1] ?? 0] ?? 0];
    if (a === b) continue;
    const key = Math.min(a, b) * 0x200_0000 + Math.max(a, b);
    sums.set(key, (sums.get(key) ?? 0) + (weights?.[edge >> 1] ?? 1));
  }
  const out = new Uint32Array(sums.size * 2);
  let at = 0;
  for (const key of sums.keys()) {
    out[at] = Math.floor(key / 0x200_0000);
    out[at + 1] = key % 0x200_0000;
    at += 2;
  }
  return { edges: out, weights: Float32Array.from(sums.values()) };
}
