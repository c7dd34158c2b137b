import { expect, it } from "vitest";
import { testTask } from "../testTask";
import { changedFields, draftOf, wrongIn } from "./draft";

const began = draftOf(testTask(1, { start_on: "2026-03-02", due_on: "2026-03-05", estimated_minutes: 90 }));

it("sends what was changed and nothing else", () => {
  expect(changedFields(began, { ...began })).toEqual({});
  expect(changedFields(began, { ...began, title: " Other ", estimate: "1.5", actual: "2h", assistant_uid: "aki", due_on: null })).toEqual({
    title: "Other", actual_minutes: 120, assistant_uid: "aki", due_on: null,
  });
  expect(changedFields(began, { ...began, estimate: "" })).toEqual({ estimated_minutes: null });
});

it("names the fields that cannot be sent", () => {
  expect([...wrongIn(began)]).toEqual([]);
  expect([...wrongIn({ ...began, title: " ", due_on: "2026-03-01", estimate: "soon", actual: "-1" })]).toEqual(["title", "due_on", "estimate", "actual"]);
});
