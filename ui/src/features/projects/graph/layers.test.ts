import { describe, expect, it } from "vitest";
import { layOut, NODE_H, nodeByKey, reachOf, type Waiting } from "./layers";

const waiting = (uid: string, ...depends_on: string[]): Waiting => ({ uid, depends_on });
const DIAMOND = [waiting("a"), waiting("b", "a"), waiting("c", "a"), waiting("d", "b", "c"), waiting("alone")];

describe("the picture of dependencies", () => {
  it("puts each behind everything it waits for, and leaves out what stands alone", () => {
    const { nodes, edges } = layOut(DIAMOND);
    expect([...nodes.values()].map(({ uid, layer }) => [uid, layer])).toEqual([["a", 0], ["b", 1], ["c", 1], ["d", 2]]);
    expect(edges).toHaveLength(4);
    for (const { from, to } of edges) expect(nodes.get(from)?.x).toBeLessThan(nodes.get(to)?.x ?? 0);
  });

  it("puts nobody on another, and groups below one another, for any graph", () => {
    // A small generator with a fixed seed, so that a failure can be seen again.
    let state = 7;
    const random = (below: number) => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    for (let round = 0; round < 40; round += 1) {
      const tasks = Array.from({ length: 2 + random(60) }, (_, at) => waiting(`n${at}`, ...new Set(at === 0 ? [] : Array.from({ length: random(3) }, () => `n${random(at)}`))));
      const { nodes, width, height } = layOut(tasks);
      const columns = new Map<number, number[]>();
      for (const { x, y } of nodes.values()) {
        expect(y).toBeGreaterThanOrEqual(0);
        expect(y + NODE_H).toBeLessThanOrEqual(height + 0.01);
        expect(x).toBeLessThan(width);
        columns.set(x, [...(columns.get(x) ?? []), y]);
      }
      for (const ys of columns.values()) {
        const sorted = ys.toSorted((a, b) => a - b);
        for (let at = 1; at < sorted.length; at += 1) expect((sorted[at] ?? 0) - (sorted[at - 1] ?? 0)).toBeGreaterThanOrEqual(NODE_H);
      }
    }
  });

  it("is walked along its dependencies and down its columns", () => {
    const layout = layOut(DIAMOND);
    expect(["b", "c"]).toContain(nodeByKey(layout, "a", "ArrowRight"));
    expect(nodeByKey(layout, "d", "ArrowRight")).toBeNull();
    expect(nodeByKey(layout, "b", "ArrowLeft")).toBe("a");
    const below = nodeByKey(layout, "b", "ArrowDown") ?? nodeByKey(layout, "b", "ArrowUp");
    expect(below).toBe("c");
  });

  it("survives a ring", () => {
    expect(layOut([waiting("a", "b"), waiting("b", "a")]).nodes.size).toBe(2);
  });

  it("knows what reaches what", () => {
    expect([...reachOf("d", DIAMOND, "before")].toSorted()).toEqual(["a", "b", "c"]);
    expect([...reachOf("a", DIAMOND, "after")].toSorted()).toEqual(["b", "c", "d"]);
    expect(reachOf("alone", DIAMOND, "after").size).toBe(0);
  });
});
