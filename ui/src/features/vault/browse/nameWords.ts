/// Words what is wrong with a name, and tells which refusals are about the name and so belong beside its field.
import { errorText } from "@/api";
import { m } from "@/i18n";
import type { CommandFailure } from "@/platform";
import type { NameProblem } from "./names";

const WORDS: Record<NameProblem, () => string> = {
  required: m.files_name_required,
  letters: m.files_name_letters,
  dots: m.files_name_dots,
};

/** What is wrong with a name. */
export function nameProblemWords(problem: NameProblem): string {
  return WORDS[problem]();
}

const ABOUT_THE_NAME = new Set(["title", "name", "path", "to"]);
const TAKEN = new Set(["path_taken", "name_taken"]);

/** What a refusal says about the name; null when it is about something else. */
export function saidAtTheName(failure: CommandFailure): string | null {
  if (failure.code === "refused" && TAKEN.has(String(failure.params["reason"]))) return m.files_name_taken();
  if (failure.code !== "invalid" || !ABOUT_THE_NAME.has(String(failure.params["field"]))) return null;
  return errorText(failure).what;
}
