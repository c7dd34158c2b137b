/// Owns the operators of the search that a person can pick, and how a picked one joins what was typed. Must not know
/// React; what they mean is the host's.

/** An operator: how it is written, where the cursor belongs in it, and the key of its explanation. */
export interface Operator {
  /** As it is inserted. */
  text: string;
  /** As it is written with words in it. */
  example: string;
  /** Where the cursor goes, from its beginning. */
  cursor: number;
  meaning: OperatorMeaning;
}

export type OperatorMeaning =
  | "phrase" | "or" | "minus" | "path" | "file" | "tag" | "line" | "section" | "block" | "task" | "task_todo" | "task_done" | "property" | "property_value" | "content" | "regex" | "match_case";

const operator = (text: string, example: string, cursor: number, meaning: OperatorMeaning): Operator => ({ text, example, cursor, meaning });

export const OPERATORS: readonly Operator[] = [
  operator('""', '"a b"', 1, "phrase"),
  operator("OR ", "a OR b", 3, "or"),
  operator("-", "-a", 1, "minus"),
  operator("file:", "file:a", 5, "file"),
  operator("path:", "path:a", 5, "path"),
  operator("tag:#", "tag:#a", 5, "tag"),
  operator("content:", "content:a", 8, "content"),
  operator("line:()", "line:(a b)", 6, "line"),
  operator("block:()", "block:(a b)", 7, "block"),
  operator("section:()", "section:(a b)", 9, "section"),
  operator("task:", "task:a", 5, "task"),
  operator("task-todo:", "task-todo:a", 10, "task_todo"),
  operator("task-done:", "task-done:a", 10, "task_done"),
  operator("[]", "[a]", 1, "property"),
  operator("[:]", "[a:b]", 1, "property_value"),
  operator("//", "/a.b/", 1, "regex"),
  operator("match-case:", "match-case:A", 11, "match_case"),
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
