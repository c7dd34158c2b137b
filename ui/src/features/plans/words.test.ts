import { describe, expect, it } from "vitest";
import type { PlanStatus, PlanSummary } from "@/api";
import { stepsOf } from "./PlanStepper";
import { FILTERS, inOrder, stands, STATUS_LOOK } from "./words";

const statuses = Object.keys(STATUS_LOOK) as PlanStatus[];

function plan(uid: string, status: PlanStatus, updated_at: string): PlanSummary {
  const author = { kind: "person" as const, secretary_uid: null, name: null };
  return { uid, title: uid, status, version: 1, updated_at, start_on: null, due_on: null, milestones: 0, author, project_uid: null, approved_version: null };
}

describe("the list of plans", () => {
  it("shows every plan under exactly one filter besides all", () => {
    for (const status of statuses) {
      const under = FILTERS.filter((filter) => filter !== "all" && stands(plan("a", status, ""), filter));
      expect(under, status).toHaveLength(1);
      expect(stands(plan("a", status, ""), "all")).toBe(true);
    }
  });

  it("puts what waits for the person first, then what changed last", () => {
    const order = inOrder([plan("old", "draft", "2026-01-01"), plan("new", "approved", "2026-03-01"), plan("waits", "submitted", "2025-01-01")]);
    expect(order.map(({ uid }) => uid)).toEqual(["waits", "new", "old"]);
  });
});

describe("the way to approval", () => {
  it("shows where every status stands, and ends with what was decided", () => {
    for (const status of statuses) {
      const { steps, now } = stepsOf(status);
      expect(steps).toHaveLength(4);
      expect(steps[now]).toBe(status);
    }
    expect(stepsOf("rejected").steps.at(-1)).toBe("rejected");
    expect(stepsOf("under_review").steps.at(-1)).toBe("approved");
  });
});
