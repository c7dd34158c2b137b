import { describe, expect, it } from "vitest";
import { testTask } from "../testTask";
import { EVERYTHING, filtered, isFiltering, sorted, withRange } from "./listing";

const TODAY = "2026-03-02";
const tasks = [
  testTask(1, { title: "Paint", due_on: "2026-03-01", assistant_uid: "b" }),
  testTask(2, { title: "apples", status: "completed", due_on: "2026-02-01" }),
  testTask(3, { title: "Measure", priority: "urgent", due_on: "2026-03-09", assistant_uid: "a" }),
  testTask(4, { title: "壁を塗る", status: "blocked" }),
];
const numbers = (list: readonly { number: number }[]) => list.map(({ number }) => number);
const NAMES: Record<string, string> = { a: "Yuki", b: "Aki" };
const order = (by: Parameters<typeof sorted>[1]["by"], down = false) => numbers(sorted(tasks, { by, down }, (uid) => NAMES[uid] ?? "", (a, b) => a.localeCompare(b, "en")));

describe("a filter", () => {
  it("asks for what it names, and for everything when it names nothing", () => {
    const by = (filter: Partial<typeof EVERYTHING>) => numbers(filtered(tasks, { ...EVERYTHING, ...filter }, TODAY));
    expect(by({})).toEqual([1, 2, 3, 4]);
    expect(by({ status: "open" })).toEqual([1, 3, 4]);
    expect(by({ status: "blocked" })).toEqual([4]);
    expect(by({ priority: "urgent" })).toEqual([3]);
    expect(by({ assignee: "nobody" })).toEqual([2, 4]);
    expect(by({ assignee: "b" })).toEqual([1]);
    expect(by({ due: "late" })).toEqual([1]);
    expect(by({ due: "week" })).toEqual([3]);
    expect(by({ due: "none" })).toEqual([4]);
    expect(by({ text: "his- PAI" })).toEqual([1]);
    expect(isFiltering(EVERYTHING)).toBe(false);
    expect(isFiltering({ ...EVERYTHING, due: "late" })).toBe(true);
  });
});

describe("a list", () => {
  it("is sorted either way, and what has no value comes last both times", () => {
    expect(order("order")).toEqual([1, 3, 4, 2]);
    expect(order("title")).toEqual([2, 3, 1, 4]);
    expect(order("priority")).toEqual([3, 1, 4, 2]);
    expect(order("due")).toEqual([2, 1, 3, 4]);
    expect(order("due", true)).toEqual([3, 1, 2, 4]);
    expect(order("assignee")).toEqual([1, 3, 4, 2]);
    expect(order("assignee", true)).toEqual([3, 1, 4, 2]);
  });

  it("is chosen from in ranges, which may run upwards", () => {
    expect([...withRange(new Set(["t9"]), tasks, "t3", "t1", true)].toSorted()).toEqual(["t1", "t2", "t3", "t9"]);
    expect([...withRange(new Set(["t1", "t2", "t3"]), tasks, "t2", "t3", false)]).toEqual(["t1"]);
    expect([...withRange(new Set(), tasks, "gone", "t2", true)]).toEqual(["t2"]);
  });
});
