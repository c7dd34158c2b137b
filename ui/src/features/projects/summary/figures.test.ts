import { expect, it } from "vitest";
import { testTask } from "../testTask";
import { figuresOf, lastChanged } from "./figures";

it("counts what is open, late, waiting and worked on; what was cancelled counts for nothing else", () => {
  const figures = figuresOf(
    [
      testTask(1, { status: "completed", due_on: "2026-01-01", estimated_minutes: 60, actual_minutes: 90 }),
      testTask(2, { due_on: "2026-01-01", open_prerequisites: 2 }),
      testTask(3, { status: "in_progress", due_on: "2026-01-10", estimated_minutes: 30 }),
      testTask(4, { status: "cancelled", due_on: "2026-01-01", estimated_minutes: 600 }),
    ],
    "2026-01-10",
  );
  expect(figures).toEqual({ stages: { todo: 1, doing: 1, done: 1, cancelled: 1 }, late: 1, waiting: 1, estimated: 90, unestimated: 1, actual: 90 });
});

it("knows what changed last", () => {
  const tasks = [testTask(1, { updated_at: "2026-01-02T00:00:00.000Z" }), testTask(2), testTask(3, { updated_at: "2026-01-03T00:00:00.000Z" })];
  expect(lastChanged(tasks, 2).map(({ number }) => number)).toEqual([3, 1]);
});
