import { describe, expect, it } from "vitest";
import type { Forecast, TaskSlot } from "@/api";
import { testTask } from "../testTask";
import { edgesIn, edgesOf, rowsOf } from "./rows";

const slot = (number: number, start_on: string, is_critical = false): TaskSlot => ({
  task_uid: `t${number}`, start_on, finish_on: start_on, latest_start_on: start_on, latest_finish_on: start_on, total_slack: 0, free_slack: 0, is_critical, late_by: 0, is_guess: false,
});
const forecast: Forecast = {
  slots: [slot(1, "2026-03-04", true), slot(2, "2026-03-02", true), slot(3, "2026-03-02")],
  finish_on: "2026-03-04",
  baseline: [{ milestone_uid: "m", title: "Open", planned_on: "2026-03-03", expected_on: "2026-03-04", is_reached: false }],
  moved: [],
};
const tasks = [
  testTask(1, { depends_on: ["t2", "t3"] }),
  testTask(2),
  testTask(3, { depends_on: ["t4"] }),
  testTask(4, { status: "completed", started_at: "2026-02-01T12:00:00.000Z", completed_at: "2026-02-03T12:00:00.000Z" }),
  testTask(5, { status: "cancelled" }),
];

describe("the rows of the timeline", () => {
  it("are the milestones and what is to be done, the earliest first", () => {
    expect(rowsOf(forecast, tasks, false).map(({ uid }) => uid)).toEqual(["m", "t2", "t3", "t1"]);
  });

  it("show what is done where it was done, when that is wanted", () => {
    const [, done] = rowsOf(forecast, tasks, true);
    expect(done).toMatchObject({ kind: "done", uid: "t4", start_on: "2026-02-01", finish_on: "2026-02-03" });
  });

  it("are joined by their dependencies, and know which are critical", () => {
    const edges = edgesOf(rowsOf(forecast, tasks, false));
    expect(edges.map(({ from, to, isCritical }) => [from, to, isCritical])).toEqual([[1, 3, true], [2, 3, false]]);
    expect(edgesIn(edges, 3, 9)).toHaveLength(2);
    expect(edgesIn(edges, 0, 0)).toHaveLength(0);
    expect(edgesIn(edges, 2, 2)).toHaveLength(2);
  });
});
