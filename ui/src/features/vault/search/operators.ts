/// Owns the operators of the search that a person can pick, and how a picked one joins what was typed. Must not know
/// React; what they mean is the host's.

/** An operator: how it is written, where the cursor belongs in it, and the key of its explanation. */
export interface Operator {
  /** As it is inserted. */
  text: string;
  /** Where the cursor goes, from its beginning. */
  cursor: number;
  meaning: OperatorMeaning;
}

export type OperatorMeaning =
  | "phrase" | "or" | "minus" | "path" | "file" | "tag" | "line" | "section" | "block" | "task" | "task_todo" | "task_done" | "property" | "property_value" | "content" | "regex" | "match_case";

const operator = (text: string, cursor: number, meaning: OperatorMeaning): Operator => ({ text, cursor, meaning });

export const OPERATORS: readonly Operator[] = [
  operator('""', 1, "phrase"),
  operator("OR ", 3, "or"),
  operator("-", 1, "minus"),
  operator("file:", 5, "file"),
  operator("path:", 5, "path"),
  operator("tag:#", 5, "tag"),
  operator("content:", 8, "content"),
  operator("line:()", 6, "line"),
  operator("block:()", 7, "block"),
  operator("section:()", 9, "section"),
  operator("task:", 5, "task"),
  operator("task-todo:", 10, "task_todo"),
  operator("task-done:", 10, "task_done"),
  operator("[]", 1, "property"),
  operator("[:]", 1, "property_value"),
  operator("//", 1, "regex"),
  operator("match-case:", 11, "match_case"),
];

/** What was typed with the operator behind it, and where the cursor goes then. */
export function withOperator(typed: string, { text, cursor }: Operator): { text: string; cursor: number } {
  const before = typed.trimEnd();
  const gap = before === "" ? "" : " ";
  return { text: before + gap + text, cursor: before.length + gap.length + cursor };
}

/** The query that finds a tag and what lies below it. */
export function tagQuery(tag: string): string {
  return `tag:#${tag}`;
}
