import { describe, expect, it } from "vitest";
import { testTask } from "../testTask";
import { dayByKey, dueByDay, shownOf } from "./month";

describe("a month", () => {
  it("has open and pressing tasks first on their day, and knows what has no day", () => {
    const due_on = "2026-03-02";
    const { days, undated } = dueByDay(
      [testTask(1, { due_on, status: "completed" }), testTask(2, { due_on }), testTask(3, { due_on, priority: "urgent" }), testTask(4), testTask(5, { status: "cancelled" })],
      [{ uid: "m", title: "Open", due_on, depends_on: [] }, { uid: "n", title: "Some day", due_on: null, depends_on: [] }],
    );
    expect(days.get(due_on)?.tasks.map(({ number }) => number)).toEqual([3, 2, 1]);
    expect(days.get(due_on)?.milestones.map(({ uid }) => uid)).toEqual(["m"]);
    expect([...days.keys()]).toEqual([due_on]);
    expect(undated.map(({ number }) => number)).toEqual([4]);
  });

  it("keeps a line for how many more there are, and shows the task one holds", () => {
    const tasks = [1, 2, 3, 4, 5].map((number) => testTask(number));
    expect(shownOf(tasks, 5, null)).toHaveLength(5);
    expect(shownOf(tasks, 3, null).map(({ number }) => number)).toEqual([1, 2]);
    expect(shownOf(tasks, 3, "t5").map(({ number }) => number)).toEqual([1, 5]);
    expect(shownOf(tasks, 3, "t1").map(({ number }) => number)).toEqual([1, 2]);
  });

  it("is walked by days, weeks and months", () => {
    expect(dayByKey("ArrowUp", "2026-03-02")).toBe("2026-02-23");
    expect(dayByKey("ArrowRight", "2026-02-28")).toBe("2026-03-01");
    expect(dayByKey("PageDown", "2026-01-31")).toBe("2026-02-28");
    expect(dayByKey("Enter", "2026-01-31")).toBeNull();
  });
});
