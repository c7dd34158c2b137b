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
  many_gone: m.vault_problem_many_gone,
  gone: m.vault_problem_gone,
  doubles: m.vault_problem_doubles,
  taken: m.vault_problem_taken,
  emptied: m.vault_problem_emptied,
  read_only: m.vault_problem_read_only,
  sync_copy: m.vault_problem_sync_copy,
  request: m.vault_problem_request,
  not_text: m.vault_problem_not_text,
  no_properties: m.vault_problem_no_properties,
  unmerged: m.vault_problem_unmerged,
  no_title: m.vault_problem_no_title,
  two_sections: m.vault_problem_two_sections,
  no_section: m.vault_problem_no_section,
  not_one_value: m.vault_problem_not_one_value,
  same_id: m.vault_problem_same_id,
  same_line: m.vault_problem_same_line,
  unknown_mark: m.vault_problem_unknown_mark,
  misplaced: m.vault_problem_misplaced,
  unwritable: m.vault_problem_unwritable,
  refused: m.vault_problem_refused,
  "refused: not_a_draft": m.vault_problem_refused_not_a_draft,
  "refused: draft_differs": m.vault_problem_refused_draft_differs,
  "refused: open_prerequisites": m.vault_problem_refused_open_prerequisites,
};

/** Gives the reason in the person's language; what the system itself said stays as it is. */
export function problemWord(reason: string): string {
  const whole = WORDS[reason]?.();
  if (whole !== undefined) return whole;
  const [code = "", ...said] = reason.split(": ");
  const word = WORDS[code]?.();
  if (word === undefined) return reason;
  return said.length === 0 ? word : `${word} (${said.join(": ")})`;
}
