/// Owns editing a list of rows with keys: insert, remove, move; used for every list of a
/// plan, and what milestones wait for. Every function gives a new list and says which row should have the cursor.
/// Must not know React or the host.
import type { Milestone } from "@/api";
import { newKey, type DraftLine, type DraftMilestone, type DraftRisk } from "./draft";

/** A list after an edit, and the key of the row that should be focused (null: the add button). */
export interface Edited<Row> {
  rows: Row[];
  focus: string | null;
}

interface Keyed {
  key: string;
}

/** A milestone row nobody has written in yet. */
export function blankMilestone(): DraftMilestone {
  return { key: newKey(), uid: "", title: "", due_on: null, after: [], held: "" };
}

/** A row of one line nobody has written in yet. */
export function blankLine(): DraftLine {
  return { key: newKey(), text: "" };
}

/** A risk row nobody has written in yet. */
export function blankRisk(): DraftRisk {
  return { key: newKey(), title: "", likelihood: "medium", impact: "medium", response: "" };
}

/** Whether `row` may wait for `other` without a circle. */
export function mayWaitFor(rows: readonly DraftMilestone[], row: string, other: string): boolean {
  const after = new Map(rows.map((r) => [r.key, r.after]));
  const seen = new Set<string>();
  const leadsBack = (key: string): boolean => {
    if (key === row) return true;
    if (seen.has(key)) return false;
    seen.add(key);
    return (after.get(key) ?? []).some(leadsBack);
  };
  return !leadsBack(other);
}

/** Lets a row wait for another, or no longer. */
export function toggleAfter(rows: readonly DraftMilestone[], row: string, other: string): DraftMilestone[] {
  return rows.map((r) => (r.key === row ? { ...r, after: r.after.includes(other) ? r.after.filter((key) => key !== other) : [...r.after, other] } : r));
}

/** How many milestones a later version adds, moves to another day, and drops. */
export function scopeChange(before: readonly Milestone[], after: readonly Milestone[]): { added: number; moved: number; dropped: number } {
  const old = new Map(before.map((milestone) => [milestone.uid, milestone]));
  const kept = after.filter((milestone) => old.has(milestone.uid));
  return { added: after.length - kept.length, moved: kept.filter((milestone) => old.get(milestone.uid)?.due_on !== milestone.due_on).length, dropped: before.length - kept.length };
}

/** Rows without waits for rows that are gone. */
export function withoutGone(rows: readonly DraftMilestone[]): DraftMilestone[] {
  const there = new Set(rows.map((r) => r.key));
  return rows.map((r) => (r.after.every((key) => there.has(key)) ? r : { ...r, after: r.after.filter((key) => there.has(key)) }));
}

/** Puts `row` after the row `after`, or at the end when `after` is null or gone. */
export function insertAfter<Row extends Keyed>(rows: readonly Row[], after: string | null, row: Row): Edited<Row> {
  const at = rows.findIndex((r) => r.key === after);
  const index = at < 0 ? rows.length : at + 1;
  return { rows: [...rows.slice(0, index), row, ...rows.slice(index)], focus: row.key };
}

/** Takes a row out; the cursor goes to the one before it, else to the one that follows. */
export function remove<Row extends Keyed>(rows: readonly Row[], key: string): Edited<Row> {
  const at = rows.findIndex((row) => row.key === key);
  if (at < 0) return { rows: [...rows], focus: null };
  const left = rows.filter((row) => row.key !== key);
  return { rows: left, focus: left[Math.max(0, at - 1)]?.key ?? null };
}

/** Moves a row by one place up (-1) or down (1); at the end of the list it stays. */
export function move<Row extends Keyed>(rows: readonly Row[], key: string, by: -1 | 1): Edited<Row> {
  const from = rows.findIndex((row) => row.key === key);
  const to = from + by;
  const row = rows[from];
  if (row === undefined || to < 0 || to >= rows.length) return { rows: [...rows], focus: key };
  const moved = rows.filter((r) => r.key !== key);
  moved.splice(to, 0, row);
  return { rows: moved, focus: key };
}
