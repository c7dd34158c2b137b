/// What is wrong with a form of the team: what it lacks, and what the host said of a name. Must not know the forms.
import { errorText } from "@/api";
import { m } from "@/i18n";
import type { CommandFailure } from "@/platform";

/** Whether a failure is about the name, and so is said at its field. */
export function isAboutName(failure: CommandFailure | null): failure is CommandFailure {
  return failure !== null && (failure.params["field"] === "name" || failure.params["reason"] === "name_taken");
}

/** What is wrong with the name: nothing in it once the form was sent, or what the host said; null when it is good. */
export function nameFault(name: string, asked: boolean, failure: CommandFailure | null): string | null {
  if (!isAboutName(failure)) return lacking(name, asked, m.people_name());
  const { what, advice } = errorText(failure);
  return `${what} ${advice}`.trim();
}

/** Says that a field is empty, once the form was sent. */
export function lacking(text: string, asked: boolean, field: string): string | null {
  return asked && text.trim() === "" ? m.invalid_required({ field }) : null;
}
