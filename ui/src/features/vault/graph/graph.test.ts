/// A graph's places must show what belongs together, be the same for the same graph, and stay when little changes.
import { describe, expect, it } from "vitest";
import type { VaultGraph } from "../reading/shapes";
import { coarser } from "./coarser";
import { layOut, type PlainGraph } from "./layout";
import { allPoints, foundPoints, neighboursOf, shortName } from "./points";

/** `groups` rings of `size` points, each ring tied to the next by one edge. */
function rings(groups: number, size: number): PlainGraph {
  const edges: number[] = [];
  for (let group = 0; group < groups; group += 1) {
    const first = group * size;
    for (let point = 0; point < size; point += 1) {
      edges.push(first + point, first + ((point + 1) % size), first + point, first + ((point + 7) % size), first + point, first + ((point + 13) % size));
    }
    if (group > 0) edges.push(first, first - size);
  }
  return { count: groups * size, edges: Uint32Array.from(edges) };
}

function places(graph: PlainGraph, known: Float32Array | null = null): Float32Array {
  let found: Float32Array = new Float32Array();
  layOut(graph, known, (now, done) => {
    if (done) found = now;
    return true;
  });
  return found;
}

/** On a busy machine; alone it takes a second. */
const SLOW_MS = 60_000;

const apart = (at: Float32Array, a: number, b: number) => Math.hypot((at[a * 2] ?? 0) - (at[b * 2] ?? 0), (at[a * 2 + 1] ?? 0) - (at[b * 2 + 1] ?? 0));

describe("places", () => {
  it("put what is linked nearer than what is not, through all sizes of likenesses", () => {
    const [groups, size] = [11, 60];
    const at = places(rings(groups, size));
    expect(at.every(Number.isFinite)).toBe(true);
    let [within, between] = [0, 0];
    for (let group = 0; group < groups; group += 1) {
      for (let point = 1; point < size; point += 1) {
        within += apart(at, group * size, group * size + point);
        between += apart(at, group * size, ((group + 5) % groups) * size + point);
      }
    }
    expect(within * 2).toBeLessThan(between);
  }, SLOW_MS);

  it("are the same for the same graph", () => {
    expect(places(rings(3, 40))).toEqual(places(rings(3, 40)));
  });

  it("hardly move when a point is added to what is known", () => {
    const before = places(rings(3, 40));
    const graph = rings(3, 40);
    const more: PlainGraph = { count: 121, edges: Uint32Array.from([...graph.edges, 120, 5]) };
    const known = new Float32Array(242).fill(Number.NaN);
    known.set(before);
    const after = places(more, known);
    const width = Math.max(...before) - Math.min(...before);
    const moved = Array.from({ length: 120 }, (_, point) => Math.hypot((after[point * 2] ?? 0) - (before[point * 2] ?? 0), (after[point * 2 + 1] ?? 0) - (before[point * 2 + 1] ?? 0)));
    expect(Math.max(...moved)).toBeLessThan(width * 0.25);
    expect(apart(after, 120, 5)).toBeLessThan(width * 0.5);
  });

  it.each([0, 1, 2])("are found for %i points", (count) => expect(places({ count, edges: new Uint32Array() })).toHaveLength(count * 2));

  it("are found for many points without a link, and for a star", () => {
    const lonely = places({ count: 650, edges: new Uint32Array() });
    expect(lonely.every(Number.isFinite)).toBe(true);
    const star: PlainGraph = { count: 650, edges: Uint32Array.from({ length: 649 * 2 }, (_, at) => (at % 2 === 0 ? 0 : (at + 1) / 2)) };
    expect(places(star).every(Number.isFinite)).toBe(true);
    expect(coarser(star, null).count).toBeLessThan(220);
  }, SLOW_MS);
});

it("gives every point of a graph one that stands for it, and keeps the weight of its edges", () => {
  const graph = rings(5, 30);
  const { count, edges, weights, parent } = coarser(graph, null);
  expect(count).toBeLessThan(graph.count * 0.6);
  expect(Math.max(...parent)).toBe(count - 1);
  let crossing = 0;
  for (let edge = 0; edge < graph.edges.length; edge += 2) if (parent[graph.edges[edge] ?? 0] !== parent[graph.edges[edge + 1] ?? 0]) crossing += 1;
  expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(crossing);
  expect(edges).toHaveLength(weights.length * 2);
});

describe("points", () => {
  const graph: VaultGraph = {
    nodes: [
      { path: "会議/議事録.md", title: "議事録", kind: "note", degree: 2 },
      { path: null, title: "まだない", kind: "unresolved", degree: 1 },
      { path: "ＡＢＣ.md", title: "ＡＢＣ", kind: "note", degree: 1 },
    ],
    edges: [
      [0, 1],
      [2, 0],
      [0, 0],
    ],
  };
  it("have neighbours in either direction, not themselves", () => expect(neighboursOf(graph, 0)).toEqual([1, 2]));
  it("come with most links first", () => expect(allPoints(graph)).toEqual([0, 1, 2]));
  it("are found by all words, in any width and case, also by their folder", () => {
    expect(foundPoints(graph, "会議 議事")).toEqual([0]);
    expect(foundPoints(graph, "abc")).toEqual([2]);
    expect(foundPoints(graph, "ない議事")).toEqual([]);
    expect(foundPoints(graph, " ")).toBeNull();
  });
});

it("writes long names short, whole letters at a time", () => {
  expect(shortName("議事録")).toBe("議事録");
  expect(shortName("a".repeat(24))).toBe("a".repeat(24));
  expect(shortName("a".repeat(25))).toBe(`${"a".repeat(23)}…`);
  expect(shortName("𠮷".repeat(30))).toBe(`${"𠮷".repeat(23)}…`);
});
