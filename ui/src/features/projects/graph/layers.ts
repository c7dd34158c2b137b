/// Where the tasks of a graph of dependencies stand: what comes before stands to the left, what is joined stands near.
/// A layered layout in a few passes: the libraries for it take seconds for hundreds of tasks, this takes milliseconds
/// for thousands. Must not know React, nor what a task is but its identity and what it waits for.

/** The size of a task in the picture, and the room around it, in pixels. */
export const NODE_W = 208;
export const NODE_H = 52;
const GAP_X = 64;
const GAP_Y = 14;
/** Between groups of tasks that have nothing to do with one another. */
const GAP_GROUPS = 36;
/** Passes by which neighbours are brought near one another. */
const PASSES = 6;

/** Something that waits for others. */
export interface Waiting {
  uid: string;
  depends_on: readonly string[];
}

export interface Placed {
  uid: string;
  /** The column, from 0 at the left. */
  layer: number;
  x: number;
  y: number;
}

export interface Layout {
  /** By identity, in the order of the columns and from top to bottom. */
  nodes: ReadonlyMap<string, Placed>;
  edges: { from: string; to: string }[];
  width: number;
  height: number;
}

/** Lays out what depends on something or is depended on; the rest has no place in it. */
export function layOut(waiting: readonly Waiting[]): Layout {
  const known = new Set(waiting.map(({ uid }) => uid));
  const edges = waiting.flatMap(({ uid, depends_on }) => depends_on.filter((before) => known.has(before)).map((from) => ({ from, to: uid })));
  const [before, after] = [neighbours(edges, "to", "from"), neighbours(edges, "from", "to")];
  const joined = waiting.map(({ uid }) => uid).filter((uid) => before.has(uid) || after.has(uid));
  const layerOf = layersOf(joined, before, after);

  const nodes = new Map<string, Placed>();
  let [top, width] = [0, 0];
  for (const group of groupsOf(joined, before, after)) {
    const layers: string[][] = [];
    for (const uid of group) (layers[layerOf.get(uid) ?? 0] ??= []).push(uid);
    const y = heightsOf(layers, before, after);
    const least = Math.min(...y.values());
    let bottom = top;
    for (const [layer, uids] of layers.entries()) {
      for (const uid of uids ?? []) {
        const at: Placed = { uid, layer, x: layer * (NODE_W + GAP_X), y: top + (y.get(uid) ?? 0) - least };
        nodes.set(uid, at);
        bottom = Math.max(bottom, at.y + NODE_H);
        width = Math.max(width, at.x + NODE_W);
      }
    }
    top = bottom + GAP_GROUPS;
  }
  return { nodes, edges, width, height: Math.max(0, top - GAP_GROUPS) };
}

type Neighbours = ReadonlyMap<string, string[]>;

function neighbours(edges: readonly { from: string; to: string }[], of: "from" | "to", are: "from" | "to"): Neighbours {
  const found = new Map<string, string[]>();
  for (const edge of edges) {
    const list = found.get(edge[of]) ?? [];
    list.push(edge[are]);
    found.set(edge[of], list);
  }
  return found;
}

/** Each one layer behind the last of what it waits for. What waits for itself in a ring stays in the first. */
function layersOf(uids: readonly string[], before: Neighbours, after: Neighbours): Map<string, number> {
  const layers = new Map<string, number>();
  const open = new Map(uids.map((uid) => [uid, before.get(uid)?.length ?? 0]));
  const ready = uids.filter((uid) => open.get(uid) === 0);
  for (const uid of ready) {
    const layer = layers.get(uid) ?? 0;
    layers.set(uid, layer);
    for (const next of after.get(uid) ?? []) {
      layers.set(next, Math.max(layers.get(next) ?? 0, layer + 1));
      const left = (open.get(next) ?? 0) - 1;
      open.set(next, left);
      if (left === 0) ready.push(next);
    }
  }
  return layers;
}

/** What hangs together, the largest first. */
function groupsOf(uids: readonly string[], before: Neighbours, after: Neighbours): string[][] {
  const seen = new Set<string>();
  const groups: string[][] = [];
  for (const first of uids) {
    if (seen.has(first)) continue;
    const group = [first];
    seen.add(first);
    for (const uid of group) {
      for (const next of [...(before.get(uid) ?? []), ...(after.get(uid) ?? [])]) {
        if (seen.has(next)) continue;
        seen.add(next);
        group.push(next);
      }
    }
    groups.push(group);
  }
  return groups.toSorted((a, b) => b.length - a.length);
}

/** Orders each layer by where its neighbours stand, and gives everyone a height near theirs. */
function heightsOf(layers: string[][], before: Neighbours, after: Neighbours): Map<string, number> {
  const y = new Map<string, number>();
  const step = NODE_H + GAP_Y;
  for (const uids of layers) for (const [at, uid] of (uids ?? []).entries()) y.set(uid, at * step);
  for (let pass = 0; pass < PASSES; pass += 1) {
    const forward = pass % 2 === 0;
    const near = forward ? before : after;
    for (const uids of forward ? layers : layers.toReversed()) {
      if (uids === undefined) continue;
      const wanted = new Map(uids.map((uid) => [uid, mean((near.get(uid) ?? []).map((other) => y.get(other) ?? 0)) ?? y.get(uid) ?? 0]));
      uids.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0));
      // From above nobody stands on another; then the whole layer moves to where it wants to be on average.
      let last = Number.NEGATIVE_INFINITY;
      let drift = 0;
      for (const uid of uids) {
        const want = wanted.get(uid) ?? 0;
        last = Math.max(want, last + step);
        drift += last - want;
        y.set(uid, last);
      }
      for (const uid of uids) y.set(uid, (y.get(uid) ?? 0) - drift / uids.length);
    }
  }
  return y;
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Everything that `uid` waits for, and what that waits for, and so on; or, with `after`, all that waits for it. */
export function reachOf(uid: string, waiting: readonly Waiting[], way: "before" | "after"): Set<string> {
  const edges = waiting.flatMap(({ uid: to, depends_on }) => depends_on.map((from) => ({ from, to })));
  const near = way === "before" ? neighbours(edges, "to", "from") : neighbours(edges, "from", "to");
  const reached = new Set<string>();
  const left = [uid];
  for (const at of left) {
    for (const next of near.get(at) ?? []) {
      if (reached.has(next)) continue;
      reached.add(next);
      left.push(next);
    }
  }
  return reached;
}

/** The node that an arrow key leads to; null when there is none that way. */
export function nodeByKey(layout: Layout, uid: string, key: string): string | null {
  const here = layout.nodes.get(uid);
  if (here === undefined) return null;
  const others = [...layout.nodes.values()];
  if (key === "ArrowUp" || key === "ArrowDown") {
    const column = others.filter(({ layer }) => layer === here.layer).toSorted((a, b) => a.y - b.y);
    return column[column.findIndex((node) => node.uid === uid) + (key === "ArrowUp" ? -1 : 1)]?.uid ?? null;
  }
  const joined = key === "ArrowLeft" ? layout.edges.filter(({ to }) => to === uid).map(({ from }) => from) : key === "ArrowRight" ? layout.edges.filter(({ from }) => from === uid).map(({ to }) => to) : [];
  const [nearest] = joined.flatMap((other) => layout.nodes.get(other) ?? []).toSorted((a, b) => Math.abs(a.y - here.y) - Math.abs(b.y - here.y));
  return nearest?.uid ?? null;
}
