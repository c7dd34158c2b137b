/// What can be undone is named so that a person knows it again.
import { afterEach, expect, it } from "vitest";
import type { HistoryStep, StepChange } from "@/api";
import { speak } from "@/i18n";
import { offered, stepWords } from "./words";

const change = (parts: Partial<StepChange> = {}): StepChange => ({ entity: "task", uid: "u", action: "update", title: "Call the bank", ...parts });
const step = (changes: StepChange[], parts: Partial<HistoryStep> = {}): HistoryStep => ({
  id: 1, at: "2026-01-01T00:00:00.000Z", origin: "desktop", is_decision: false, changes, total: changes.length, ...parts,
});

afterEach(() => speak("en"));

it("names the kind, the title and what was done, in both languages", () => {
  expect(stepWords(step([change()]))).toBe("changing the task “Call the bank”");
  expect(stepWords(step([change({ entity: "settings", title: null })]))).toBe("changing the settings");
  speak("ja");
  expect(stepWords(step([change({ action: "delete" })]))).toBe("タスク「Call the bank」の削除");
});

it("says how much more went with it, also beyond what was listed", () => {
  expect(stepWords(step([change({ entity: "project", action: "delete", title: "Move" }), change()], { total: 1_201 }))).toBe("deleting the project “Move” and 1,200 more");
});

it("has words for a step of which nothing is told", () => expect(stepWords(step([]))).toMatch(/\S/));

it("passes decisions over when it offers a step", () => {
  const decision = step([change()], { id: 2, is_decision: true });
  expect(offered([decision, step([change()])])?.id).toBe(1);
  expect(offered([decision])).toBeNull();
});
