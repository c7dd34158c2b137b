/// Owns where the points of a graph lie: ForceAtlas2, run first on a small likeness of the graph and then on ever
/// larger ones, so that tens of thousands of points find their place in few steps. Pure; the same graph lies the same.
import iterate from "graphology-layout-forceatlas2/iterate.js";
import { coarser, type Coarse } from "./coarser";

/** A graph by numbers: `edges` holds two places for each edge. */
export interface PlainGraph {
  count: number;
  edges: Uint32Array;
}

const SETTINGS = {
  linLogMode: false,
  outboundAttractionDistribution: false,
  adjustSizes: false,
  edgeWeightInfluence: 1,
  scalingRatio: 4,
  strongGravityMode: true,
  gravity: 0.8,
  slowDown: 4,
  barnesHutTheta: 0.9,
};
/** From how many points on far ones are taken together. */
const MANY = 300;
/** Points of the smallest likeness. */
const SMALLEST = 600;
/** What the library keeps for a point and for an edge. */
const NODE_FIELDS = 10;
const EDGE_FIELDS = 3;
/** How much wider a graph lies than one of half its size. */
const WIDER = 1.35;

/** Steps at one size: many where they are cheap. */
function stepsFor(count: number): number {
  return Math.round(Math.min(260, Math.max(24, 500_000 / Math.max(count, 1))));
}

interface Bodies {
  nodes: Float32Array;
  edges: Float32Array;
}

function bodies({ count, edges }: PlainGraph, places: Float32Array, weights: ArrayLike<number> | null): Bodies {
  const nodes = new Float32Array(count * NODE_FIELDS);
  const links = new Float32Array((edges.length / 2) * EDGE_FIELDS);
  for (let node = 0; node < count; node += 1) {
    nodes.set([places[node * 2] ?? 0, places[node * 2 + 1] ?? 0], node * NODE_FIELDS);
    // Mass, convergence and size, in the library's order.
    nodes.set([1, 1, 1], node * NODE_FIELDS + 6);
  }
  for (let edge = 0; edge < edges.length / 2; edge += 1) {
    const [from, to] = [edges[edge * 2] ?? 0, edges[edge * 2 + 1] ?? 0];
    links.set([from * NODE_FIELDS, to * NODE_FIELDS, weights?.[edge] ?? 1], edge * EDGE_FIELDS);
    for (const end of [from, to]) nodes[end * NODE_FIELDS + 6] = (nodes[end * NODE_FIELDS + 6] ?? 1) + 1;
  }
  return { nodes, edges: links };
}

function placesOf({ nodes }: Bodies, count: number): Float32Array {
  const places = new Float32Array(count * 2);
  for (let node = 0; node < count; node += 1) {
    places[node * 2] = nodes[node * NODE_FIELDS] ?? 0;
    places[node * 2 + 1] = nodes[node * NODE_FIELDS + 1] ?? 0;
  }
  return places;
}

/** Points on a spiral: everywhere about as dense, and no two in one place. */
function spiral(count: number): Float32Array {
  const places = new Float32Array(count * 2);
  for (let node = 0; node < count; node += 1) {
    const [turn, far] = [node * 2.399_963, Math.sqrt(node + 0.5) * 12];
    places[node * 2] = Math.cos(turn) * far;
    places[node * 2 + 1] = Math.sin(turn) * far;
  }
  return places;
}

/** Each point near the one that stood for it, apart from its likes by a fixed turn. */
function spread(coarse: Coarse, places: Float32Array, count: number): Float32Array {
  const out = new Float32Array(count * 2);
  const seen = new Uint32Array(coarse.count);
  for (let node = 0; node < count; node += 1) {
    const parent = coarse.parent[node] ?? 0;
    const nth = seen[parent] ?? 0;
    seen[parent] = nth + 1;
    const [turn, far] = [nth * 2.399_963 + parent, nth === 0 ? 0.5 : 4 * Math.sqrt(nth)];
    out[node * 2] = (places[parent * 2] ?? 0) * WIDER + Math.cos(turn) * far;
    out[node * 2 + 1] = (places[parent * 2 + 1] ?? 0) * WIDER + Math.sin(turn) * far;
  }
  return out;
}

/** Called with the places of all points, now and then and at the end; false stops the work. */
export type Shown = (places: Float32Array, done: boolean) => boolean;

/**
 * Finds the places of a graph's points, x and y for each. `known` holds those of an earlier time, with NaN where there
 * is none: then only a few steps are made, and nothing jumps.
 */
export function layOut(graph: PlainGraph, known: Float32Array | null, show: Shown): void {
  if (known !== null) {
    run(graph, null, filled(graph, known), 20, show, true);
    return;
  }
  const levels: { graph: PlainGraph; weights: Float32Array | null; coarse: Coarse | null }[] = [];
  for (let at: PlainGraph = graph, weights: Float32Array | null = null; ; ) {
    const coarse: Coarse | null = at.count > SMALLEST ? coarser(at, weights) : null;
    levels.push({ graph: at, weights, coarse });
    if (coarse === null || coarse.count > at.count * 0.85) {
      const last = levels.at(-1);
      if (last) last.coarse = null;
      break;
    }
    at = { count: coarse.count, edges: coarse.edges };
    weights = coarse.weights;
  }
  let places = spiral(levels.at(-1)?.graph.count ?? 0);
  for (const [index, level] of levels.toReversed().entries()) {
    const finest = index === levels.length - 1;
    if (level.coarse !== null) places = spread(level.coarse, places, level.graph.count);
    const shown: Shown = finest ? show : (part) => show(upTo(levels, levels.length - 1 - index, part), false);
    const went = run(level.graph, level.weights, places, stepsFor(level.graph.count), shown, finest);
    if (went === null) return;
    places = went;
  }
}

/** The places of the whole graph as far as they are known at a coarser level. */
function upTo(levels: readonly { graph: PlainGraph; coarse: Coarse | null }[], level: number, places: Float32Array): Float32Array {
  let out = places;
  for (let at = level - 1; at >= 0; at -= 1) {
    const finer = levels[at];
    if (finer?.coarse) out = spread(finer.coarse, out, finer.graph.count);
  }
  return out;
}

/** Steps between two looks at the clock of whoever watches. */
const STEPS_A_LOOK = 4;

function run(graph: PlainGraph, weights: Float32Array | null, from: Float32Array, steps: number, show: Shown, finest: boolean): Float32Array | null {
  const matter = bodies(graph, from, weights);
  const settings = { ...SETTINGS, barnesHutOptimize: graph.count > MANY };
  for (let step = 1; step <= steps; step += 1) {
    iterate(settings, matter.nodes, matter.edges);
    if (step % STEPS_A_LOOK === 0 && step < steps && !show(placesOf(matter, graph.count), false)) return null;
  }
  const places = placesOf(matter, graph.count);
  if (finest) show(places, true);
  return places;
}

/** New points begin among those they are linked to. */
function filled({ count, edges }: PlainGraph, known: Float32Array): Float32Array {
  const sums = new Float32Array(count * 3);
  for (let edge = 0; edge < edges.length; edge += 2) {
    for (const [node, other] of [
      [edges[edge] ?? 0, edges[edge + 1] ?? 0],
      [edges[edge + 1] ?? 0, edges[edge] ?? 0],
    ] as const) {
      const [x, y] = [known[other * 2] ?? Number.NaN, known[other * 2 + 1] ?? Number.NaN];
      if (Number.isNaN(x)) continue;
      sums[node * 3] = (sums[node * 3] ?? 0) + x;
      sums[node * 3 + 1] = (sums[node * 3 + 1] ?? 0) + y;
      sums[node * 3 + 2] = (sums[node * 3 + 2] ?? 0) + 1;
    }
  }
  const outside = spiral(count);
  return known.map((value, at) => {
    if (!Number.isNaN(value)) return value;
    const node = at >> 1;
    const near = sums[node * 3 + 2] ?? 0;
    const apart = (outside[at] ?? 0) * 0.05;
    return near > 0 ? (sums[node * 3 + (at & 1)] ?? 0) / near + apart : (outside[at] ?? 0);
  });
}
