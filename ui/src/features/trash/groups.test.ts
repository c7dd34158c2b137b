/// The trash is shown by kind, nothing is left out, and everything in it has a name.
import { expect, it } from "vitest";
import type { Entity, TrashItem } from "@/api";
import { countOf, goesSoon, groupsOf, titleOf } from "./groups";

const item = (uid: string, entity: Entity, parts: Partial<TrashItem> = {}): TrashItem => ({
  uid, entity, rev: 1, title: uid, deleted_at: "2026-01-01T12:00:00.000Z", purge_at: "2026-01-31T12:00:00.000Z", belongings: 0, ...parts,
});

it("puts every item into one group, in the order of kinds and then of deletion", () => {
  const groups = groupsOf([item("b", "task"), item("x", "note"), item("m", "message"), item("c", "comment"), item("w", "board"), item("p", "plan"), item("a", "task")]);
  expect(groups.map(({ kind, items }) => [kind, items.map(({ uid }) => uid)])).toEqual([["plan", ["p"]], ["task", ["b", "a"]], ["message", ["m"]], ["board", ["w"]], ["comment", ["c"]], ["other", ["x"]]]);
  expect(groups.every(({ name }) => /\S/.test(name))).toBe(true);
});

it("shows no group without items", () => expect(groupsOf([])).toEqual([]));

it("names what has no title by its kind", () => {
  expect(titleOf(item("a", "plan", { title: "Move" }))).toBe("Move");
  expect(titleOf(item("a", "plan", { title: " " }))).toBe("plan without a name");
});

it("says soon on the day and after it", () => {
  const goes = item("a", "task", { purge_at: "2026-01-31T12:00:00.000Z" });
  expect([goesSoon(goes, "2026-01-29"), goesSoon(goes, "2026-02-01")]).toEqual([false, true]);
});

it("counts what went along", () => expect(countOf([item("p", "project", { belongings: 4 }), item("l", "label")])).toBe(6));
