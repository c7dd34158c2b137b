/// What counts as wrong, and what does not.
import { expect, it } from "vitest";
import type { MigrationStatus } from "@/api";
import { differencesOf, faultsOf } from "./faults";

const migrations: MigrationStatus = { current: 4, target: 4, steps: [], pending: 0, last_at: null, problems: [], backups: [] };

it("takes the one word of a clean check for no fault", () => {
  expect(faultsOf({ integrity: ["ok"], foreign_keys: [], migrations })).toEqual([]);
  expect(faultsOf({ integrity: [], foreign_keys: [], migrations })).toEqual([]);
});

it("names faults of the pages, of the references and of the steps", () => {
  const report = { integrity: ["page 3 is never used"], foreign_keys: ["tasks 7 → projects"], migrations: { ...migrations, problems: ["step 2 differs"] } };
  expect(faultsOf(report)).toEqual(["page 3 is never used", "tasks 7 → projects", "step 2 differs"]);
});

it("counts every sort of difference, and says when not all are named", () => {
  expect(differencesOf({ unindexed: ["a.md"], gone: ["b.md", "c.md"], changed: [] })).toEqual({ count: 3, more: false });
  expect(differencesOf({ unindexed: Array.from({ length: 100 }, (_, at) => `${at}.md`), gone: [], changed: [] })).toEqual({ count: 100, more: true });
});
