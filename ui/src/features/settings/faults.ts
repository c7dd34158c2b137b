/// What of a report on the data is wrong. Must not know React.
import type { Health, IndexCheck } from "@/api";

/** Everything that is wrong with the database itself, in the words of the program; empty when it is whole. */
export function faultsOf(report: Pick<Health, "integrity" | "foreign_keys" | "migrations">): string[] {
  // SQLite answers a clean integrity check with the one word "ok".
  return [...report.integrity.filter((line) => line !== "ok"), ...report.foreign_keys, ...report.migrations.problems];
}

/** At most so many differences of each sort are named. */
const NAMED = 100;

/** How many of the notes on the disk and in the index differ, as far as they are named, and whether there may be more. */
export function differencesOf({ unindexed, gone, changed }: Pick<IndexCheck, "unindexed" | "gone" | "changed">): { count: number; more: boolean } {
  const sorts = [unindexed, gone, changed];
  return { count: sorts.reduce((sum, paths) => sum + paths.length, 0), more: sorts.some((paths) => paths.length >= NAMED) };
}
