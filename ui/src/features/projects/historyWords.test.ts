import { expect, it } from "vitest";
import { fieldsBetween, fieldWords, toldFields } from "./historyWords";

const SECRETARY = "0190f0a0-0000-7000-8000-000000000001";
const names = new Map([[SECRETARY, "Aki"]]);

it("says what a field was and became", () => {
  expect(fieldWords({ field: "status", old: "pending", new: "completed" }, names)).toBe("Status: To do → Done");
  expect(fieldWords({ field: "assistant_uid", old: null, new: SECRETARY }, names)).toBe("Assignee: nothing → Aki");
  expect(fieldWords({ field: "estimated_minutes", old: 60, new: 90 }, names)).toBe("Estimate: 1 h → 1 h 30 min");
  expect(fieldWords({ field: "depends_on", old: [], new: ["0190f0a0-0000-7000-8000-00000000000f"] }, names)).toBe("Waits for: nothing → something deleted");
  expect(fieldWords({ field: "description", old: "a", new: "b" }, names)).toBe("Description was changed");
});

it("leaves out what the program derives", () => {
  expect(toldFields([{ field: "updated_at", old: "a", new: "b" }, { field: "title", old: "a", new: "b" }]).map(({ field }) => field)).toEqual(["title"]);
  expect(fieldsBetween({ status: "draft", rev: 1, title: "x" }, { status: "active", rev: 2, title: "x" })).toEqual([{ field: "status", old: "draft", new: "active" }]);
  expect(fieldsBetween(null, { status: "active" })).toEqual([]);
});
