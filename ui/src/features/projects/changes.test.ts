import { describe, expect, it } from "vitest";
import { changedElsewhere, TaskQueue, withFields } from "./changes";
import { testTask } from "./testTask";

const task = (uid: string, rev: number) => testTask(1, { uid, rev });

describe("changes from elsewhere", () => {
  it("are tasks with another revision, and new ones, but not one's own", () => {
    const before = [task("a", 1), task("b", 1), task("c", 1)];
    const now = [task("a", 1), task("b", 2), task("c", 2), task("d", 1)];
    expect(changedElsewhere(before, now, (t) => t.uid === "c")).toEqual(["b", "d"]);
    expect(changedElsewhere(now, now, () => false)).toEqual([]);
  });
});

describe("a task's queue", () => {
  it("sends each change on the revision the one before gave", async () => {
    const queue = new TaskQueue();
    const revs: number[] = [];
    const send = async (rev: number) => {
      revs.push(rev);
      return task("a", rev + 1);
    };
    await Promise.all([queue.add("a", () => 4, send), queue.add("a", () => 4, send), queue.add("b", () => 1, send)]);
    expect(revs.toSorted()).toEqual([1, 4, 5]);
  });

  it("goes on after a failure, from what is on the screen then", async () => {
    const queue = new TaskQueue();
    let shown = 4;
    const failing = queue.add("a", () => shown, async () => {
      shown = 7;
      throw new Error("stale");
    });
    const next = queue.add("a", () => shown, async (rev) => task("a", rev + 1));
    await expect(failing).rejects.toThrow("stale");
    expect((await next).rev).toBe(8);
  });
});

describe("a change on its way", () => {
  it("is shown over the task, and clears a due day", () => {
    const shown = withFields({ ...task("a", 1), due_on: "2026-01-01" }, { due_on: null, status: "completed" });
    expect(shown).toMatchObject({ due_on: null, status: "completed", title: "Task 1" });
    const same = task("a", 1);
    expect(withFields(same, undefined)).toBe(same);
  });
});
