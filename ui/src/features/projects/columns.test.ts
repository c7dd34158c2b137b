import { describe, expect, it } from "vitest";
import type { Column, TaskStatus } from "@/api";
import { columnBeside, columnFor, layLanes, statusOf, withColumnMoved } from "./columns";
import { testTask } from "./testTask";

const column = (uid: string, status: TaskStatus): Column => ({ uid, name: uid, status, color: null, wip_limit: null });
const COLUMNS = [column("ideas", "pending"), column("next", "pending"), column("doing", "in_progress"), column("done", "completed")];

describe("columns", () => {
  it("hold a task that was put into them, whatever else has its status", () => {
    expect(columnFor(testTask(1, { column_uid: "next" }), COLUMNS)?.uid).toBe("next");
    expect(columnFor(testTask(1), COLUMNS)?.uid).toBe("ideas");
    // A column of another board, or one that went, says nothing.
    expect(columnFor(testTask(1, { column_uid: "gone", status: "in_progress" }), COLUMNS)?.uid).toBe("doing");
  });

  it("take a status nobody made a column for by its stage, and leave out what has none", () => {
    const { lanes, rest } = layLanes(COLUMNS, [testTask(1, { status: "blocked" }), testTask(2, { status: "review" }), testTask(3, { status: "cancelled" })]);
    expect(lanes.map(({ tasks }) => tasks.map(({ number }) => number))).toEqual([[1], [], [2], []]);
    expect(rest.map(({ number }) => number)).toEqual([3]);
  });

  it("show what was done last first, and the others by position", () => {
    const done = (number: number, completed_at: string) => testTask(number, { status: "completed", completed_at });
    const { lanes } = layLanes(COLUMNS, [testTask(5, { position: 9 }), testTask(6, { position: 2 }), done(1, "2026-01-01T00:00:00.000Z"), done(2, "2026-02-01T00:00:00.000Z")]);
    expect(lanes[0]?.tasks.map(({ number }) => number)).toEqual([6, 5]);
    expect(lanes[3]?.tasks.map(({ number }) => number)).toEqual([2, 1]);
  });

  it("have edges, and change places up to them", () => {
    expect(columnBeside(COLUMNS, "ideas", -1)).toBeNull();
    expect(columnBeside(COLUMNS, "doing", 1)?.uid).toBe("done");
    expect(columnBeside(COLUMNS, "gone", 1)).toBeNull();
    expect(withColumnMoved(COLUMNS, "doing", -1).map(({ uid }) => uid)).toEqual(["ideas", "doing", "next", "done"]);
    expect(withColumnMoved(COLUMNS, "done", 1)).toEqual(COLUMNS);
  });

  it("that stand for a stage keep what belongs to it, and give their status to the rest", () => {
    expect(statusOf(column("todo", "pending"), "blocked")).toBe("blocked");
    expect(statusOf(column("doing", "in_progress"), "blocked")).toBe("in_progress");
    expect(statusOf(column("done", "completed"), "review")).toBe("completed");
  });
});
