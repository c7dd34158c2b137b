/// What is plainly wrong with a name for a note or a folder, before the host is asked. Must not know React.

/** Why a name cannot be used. */
export type NameProblem = "required" | "letters" | "dots";

// What Windows, or a link of Obsidian's, cannot have in a name.
const FORBIDDEN = /[\\/:*?"<>|#^[\]]/;

/** What is wrong with the name of a note, file or folder, without its ending; null when nothing is. */
export function nameProblem(name: string): NameProblem | null {
  const plain = name.trim();
  if (plain === "") return "required";
  if (FORBIDDEN.test(plain) || /\p{Cc}/u.test(plain)) return "letters";
  return plain.startsWith(".") || plain.endsWith(".") ? "dots" : null;
}
