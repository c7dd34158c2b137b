import { expect, it } from "vitest";
import { matching } from "./TaskPicker";
import { testTask } from "./testTask";

it("finds tasks by words of their key and title, whatever their width or case, and offers only so many", () => {
  const tasks = [testTask(1, { title: "Paint the walls" }), testTask(2, { title: "壁を塗る ABC" }), ...Array.from({ length: 20 }, (_, at) => testTask(at + 10))];
  expect(matching(tasks, "WALLS paint").map(({ number }) => number)).toEqual([1]);
  expect(matching(tasks, "ａｂｃ").map(({ number }) => number)).toEqual([2]);
  expect(matching(tasks, "his-2").map(({ number }) => number)).toEqual([2, 20, 21, 22, 23, 24, 25, 26]);
  expect(matching(tasks, "")).toHaveLength(8);
});
