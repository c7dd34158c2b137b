/// Words what the last look through the vault could not read, or could not bring in step.
import { m } from "@/i18n";

const WORDS: Record<string, () => string> = {
  placeholder: m.vault_problem_placeholder,
  link_leaves_vault: m.vault_problem_link_leaves_vault,
  link_loop: m.vault_problem_link_loop,
  link_in_linked_folder: m.vault_problem_link_in_linked_folder,
  link_broken: m.vault_problem_link_broken,
  not_utf8: m.vault_problem_not_utf8,
  not_a_file: m.vault_problem_not_a_file,
  too_large: m.vault_problem_too_large,
  unreadable: m.vault_problem_unreadable,
  missing: m.vault_problem_missing,
  contested: m.vault_problem_contested,
};

/** Gives the reason in the person's language; what the system itself said stays as it is. */
export function problemWord(reason: string): string {
  const [code = "", ...said] = reason.split(": ");
  const word = WORDS[code]?.();
  if (word === undefined) return reason;
  return said.length === 0 ? word : `${word} (${said.join(": ")})`;
}
