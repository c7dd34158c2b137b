/// Owns editing a list of rows with keys: insert, remove, move; used for milestones and
/// criteria. Every function gives a new list and says which row should have the cursor.
/// Must not know React or the host.
import { newKey, type DraftCriterion, type DraftMilestone } from "./draft";

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
  return { key: newKey(), uid: "", title: "", due_on: null, held: "" };
}

/** A criterion row nobody has written in yet. */
export function blankCriterion(): DraftCriterion {
  return { key: newKey(), text: "" };
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
