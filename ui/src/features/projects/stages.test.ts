import { describe, expect, it } from "vitest";
import type { TaskStatus } from "@/api";
import { byPosition, inListOrder, isClosed, lastDoneFirst, stageOf, toggled } from "./stages";
import { testTask } from "./testTask";

describe("the stages of work", () => {
  it("hold every status", () => {
    const everyStatus: TaskStatus[] = ["pending", "assigned", "blocked", "in_progress", "review", "completed", "cancelled"];
    expect(everyStatus.map(stageOf)).toEqual(["todo", "todo", "todo", "doing", "doing", "done", "cancelled"]);
    expect(everyStatus.filter(isClosed)).toEqual(["completed", "cancelled"]);
  });

  it("order by position, and what was done last first", () => {
    const early = testTask(3, { completed_at: "2026-01-01T00:00:00.000Z" });
    const late = testTask(4, { completed_at: "2026-01-02T00:00:00.000Z" });
    expect([early, late].toSorted(lastDoneFirst)).toEqual([late, early]);
    expect([testTask(1, { position: 3 }), testTask(2, { position: 1 })].toSorted(byPosition).map(({ number }) => number)).toEqual([2, 1]);
  });

  it("lists open tasks before finished ones", () => {
    const list = [testTask(1, { status: "completed" }), testTask(2, { status: "in_progress" }), testTask(3, { status: "cancelled" }), testTask(4, { position: 1 })];
    expect(list.toSorted(inListOrder).map(({ number }) => number)).toEqual([4, 2, 1, 3]);
  });

  it("a checkbox completes and opens again", () => {
    expect(toggled("blocked")).toBe("completed");
    expect(toggled("completed")).toBe("pending");
  });
});
