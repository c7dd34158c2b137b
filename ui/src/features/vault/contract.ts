/// What the search of the vault takes and gives, as the UI counts on it, until `api/types.ts` has it from the list of
/// commands.

/** In which order a search gives what it found. */
export type SearchSort = "rank" | "modified" | "name";

declare module "@/api/types" {
  interface SearchHit {
    /** The line of the first highlight in the file, from 0; null when none is in its text. */
    line: number | null;
  }
  interface Commands {
    "search.recent": { effect: "read"; input: Record<string, never>; output: string[] };
    "search.remember": { effect: "write"; input: { query: string }; output: string[] };
    "search.forget": { effect: "write"; input: { query?: string | null }; output: string[] };
  }
}
