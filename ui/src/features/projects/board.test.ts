import { describe, expect, it } from "vitest";
import type { Task, TaskStatus } from "@/api";
import { beside, board, columnOf, inListOrder, statusIn, toggled } from "./board";

function task(number: number, status: TaskStatus, fields: Partial<Task> = {}): Task {
  return {
    uid: `t${number}`, rev: 1, number, key: `HIS-${number}`, title: `Task ${number}`, status, priority: "medium", due_on: null, description: "", task_type: "task", assistant_uid: null, start_on: null,
    estimated_minutes: null, actual_minutes: null, parent_uid: null, milestone_uid: null, labels: [], depends_on: [], open_prerequisites: 0, recurrence: null, checklist: [], source_path: null,
    column_uid: null, started_at: null, created_at: "2026-01-01T00:00:00.000Z",
    project_uid: "p", project_title: "P", position: number, completed_at: null, updated_at: "2026-01-01T00:00:00.000Z", ...fields,
  };
}

const everyStatus: TaskStatus[] = ["pending", "assigned", "in_progress", "review", "blocked", "completed", "cancelled"];

describe("the board", () => {
  it("puts every status into exactly one column", () => {
    const columns = board(everyStatus.map((status, i) => task(i, status)));
    expect(columns.todo.map((t) => t.status)).toEqual(["pending", "assigned", "blocked"]);
    expect(columns.doing.map((t) => t.status)).toEqual(["in_progress", "review"]);
    expect(columns.done.map((t) => t.status)).toEqual(["completed"]);
    expect(columns.cancelled.map((t) => t.status)).toEqual(["cancelled"]);
  });

  it("orders by position, and what was done last first", () => {
    const columns = board([
      task(2, "pending", { position: 1 }),
      task(1, "pending", { position: 3 }),
      task(3, "completed", { completed_at: "2026-01-01T00:00:00.000Z" }),
      task(4, "completed", { completed_at: "2026-01-02T00:00:00.000Z" }),
    ]);
    expect(columns.todo.map((t) => t.number)).toEqual([2, 1]);
    expect(columns.done.map((t) => t.number)).toEqual([4, 3]);
  });

  it("a move inside a column changes nothing, a move out of it gives that column's status", () => {
    expect(statusIn("todo", "blocked")).toBe("blocked");
    expect(statusIn("doing", "review")).toBe("review");
    expect(statusIn("doing", "blocked")).toBe("in_progress");
    expect(statusIn("done", "review")).toBe("completed");
    expect(statusIn("todo", "completed")).toBe("pending");
    for (const status of everyStatus) expect(columnOf(statusIn("cancelled", status))).toBe("cancelled");
  });

  it("has edges", () => {
    expect(beside("todo", -1)).toBeNull();
    expect(beside("todo", 1)).toBe("doing");
    expect(beside("done", 1)).toBeNull();
    expect(beside("cancelled", 1)).toBeNull();
  });

  it("lists open tasks before finished ones", () => {
    const list = inListOrder([task(1, "completed"), task(2, "in_progress"), task(3, "cancelled"), task(4, "pending", { position: 1 })]);
    expect(list.map((t) => t.number)).toEqual([4, 2, 1, 3]);
  });

  it("a checkbox completes and opens again", () => {
    expect(toggled("blocked")).toBe("completed");
    expect(toggled("completed")).toBe("pending");
  });
});
