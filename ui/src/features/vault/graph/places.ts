/// Remembers where the points of graphs lay, so that a graph that is opened again, or has changed a little, looks the
/// same; and asks the worker for the places that are not known.
import type { VaultGraph } from "../reading/shapes";
import type { LayoutFound, LayoutWanted } from "./layout.worker";

const known = new Map<string, [number, number]>();

/** What tells a point of a graph from the others, also after the graph is read anew. */
export function pointKey({ path, title, kind }: VaultGraph["nodes"][number]): string {
  return path ?? `${kind}:${title}`;
}

/** Below this part of points with a known place, a graph is laid out from nothing. */
const ENOUGH = 0.7;

/**
 * Finds the places of a graph's points; `scope` keeps different pictures of the same notes apart. Calls `show` with x
 * and y of each point, more than once as they settle. Gives the function that stops it.
 */
export function findPlaces(graph: VaultGraph, scope: string, show: (found: LayoutFound) => void): () => void {
  const { nodes } = graph;
  const keys = nodes.map((node) => `${scope}\n${pointKey(node)}`);
  const before = new Float32Array(nodes.length * 2).fill(Number.NaN);
  let hits = 0;
  for (const [index, key] of keys.entries()) {
    const place = known.get(key);
    if (place === undefined) continue;
    before.set(place, index * 2);
    hits += 1;
  }
  if (hits === nodes.length) {
    show({ places: before, done: true });
    return () => undefined;
  }
  const worker = new Worker(new URL("./layout.worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }: MessageEvent<LayoutFound>) => {
    if (data.done) {
      for (const [index, key] of keys.entries()) known.set(key, [data.places[index * 2] ?? 0, data.places[index * 2 + 1] ?? 0]);
      worker.terminate();
    }
    show(data);
  });
  const wanted: LayoutWanted = { count: nodes.length, edges: Uint32Array.from(graph.edges.flat()), known: hits > nodes.length * ENOUGH ? before : null };
  worker.postMessage(wanted, { transfer: [wanted.edges.buffer] });
  return () => worker.terminate();
}
