import { describe, expect, it } from "vitest";
import type { TaskSlot } from "@/api";
import { testTask } from "../testTask";
import { workDays } from "../workDays";
import { movedBy, stretchedBy, withSupposed } from "./suppose";

const work = workDays({ week: [480, 480, 480, 480, 480, 0, 0], exceptions: [{ day: "2026-03-04", minutes: 0, name: "Holiday" }] });
/** From Monday to Tuesday. */
const slot: TaskSlot = {
  task_uid: "t1", start_on: "2026-03-02", finish_on: "2026-03-03", latest_start_on: "2026-03-02", latest_finish_on: "2026-03-03",
  total_slack: 0, free_slack: 0, is_critical: true, late_by: 0, is_guess: false,
};

describe("working days", () => {
  it("know weekends and holidays by name", () => {
    expect(work.minutesOn("2026-03-02")).toBe(480);
    expect(work.minutesOn("2026-03-04")).toBe(0);
    expect(work.minutesOn("2026-03-07")).toBe(0);
    expect(work.nameOf("2026-03-04")).toBe("Holiday");
    expect(work.step("2026-03-06", 1)).toBe(3);
    expect(work.step("2026-03-05", -1)).toBe(-2);
    expect(work.minutesFrom("2026-03-02", "2026-03-08")).toBe(4 * 480);
  });
});

describe("a bar", () => {
  it("that is moved begins later, and takes a due day with it that it would overtake", () => {
    expect(movedBy(testTask(1), slot, 3)).toEqual({ task_uid: "t1", start_on: "2026-03-05" });
    expect(movedBy(testTask(1, { due_on: "2026-03-30" }), slot, 3)).toEqual({ task_uid: "t1", start_on: "2026-03-05" });
    expect(movedBy(testTask(1, { due_on: "2026-03-03" }), slot, 3)).toEqual({ task_uid: "t1", start_on: "2026-03-05", due_on: "2026-03-06" });
  });

  it("whose end is moved takes what is worked on the days between", () => {
    const task = testTask(1, { estimated_minutes: 960, actual_minutes: 60 });
    // Wednesday is a holiday, so two days more are one day's work.
    expect(stretchedBy(task, slot, 2, work)).toEqual({ task_uid: "t1", estimated_minutes: 960 + 480 });
    expect(stretchedBy(task, slot, -1, work)).toEqual({ task_uid: "t1", estimated_minutes: 480 });
  });

  it("never ends before it begins, nor takes no time at all", () => {
    const task = testTask(1, { estimated_minutes: 500 });
    expect(stretchedBy(task, slot, -9, work)).toEqual({ task_uid: "t1", estimated_minutes: 20 });
    expect(stretchedBy(testTask(1, { estimated_minutes: 480 }), slot, -9, work)).toEqual({ task_uid: "t1", estimated_minutes: 15 });
  });

  it("without an estimate is taken for a usual day", () => {
    expect(stretchedBy(testTask(1), { ...slot, is_guess: true }, 2, work)).toEqual({ task_uid: "t1", estimated_minutes: 960 });
  });

  it("remembers both its beginning and its end", () => {
    const both = withSupposed(withSupposed(new Map(), { task_uid: "t1", start_on: "2026-03-05" }), { task_uid: "t1", estimated_minutes: 60 });
    expect([...both.values()]).toEqual([{ task_uid: "t1", start_on: "2026-03-05", estimated_minutes: 60 }]);
  });
});
