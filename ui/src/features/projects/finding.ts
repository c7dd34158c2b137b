/// Finding tasks by parts of their key or title, whatever their width or case. Must not know who looks for them.
import type { Task } from "@/api";

const fold = (text: string) => text.normalize("NFKC").toLowerCase();

/** What was typed, as the words that are looked for. */
export function wordsOf(text: string): string[] {
  return fold(text).split(/\s+/).filter(Boolean);
}

/** Whether every one of the words stands in the task's key or title. */
export function hasWords({ key, title }: Pick<Task, "key" | "title">, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const about = fold(`${key} ${title}`);
  return words.every((word) => about.includes(word));
}
