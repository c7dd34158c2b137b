import { describe, expect, it } from "vitest";
import { m } from "@/i18n";
import { problemWord } from "./problems";

describe("why a file could not be read", () => {
  it("is said in the person's language", () => {
    expect(problemWord("refused: not_a_draft")).toBe(m.vault_problem_refused_not_a_draft());
    expect(problemWord("refused: due_on")).toBe(`${m.vault_problem_refused()} (due_on)`);
    expect(problemWord("link_loop")).toBe(m.vault_problem_link_loop());
  });

  it("keeps what the system said behind it, colons and all", () => {
    const said = problemWord("unreadable: Permission denied: os error 13");
    expect(said).toBe(`${m.vault_problem_unreadable()} (Permission denied: os error 13)`);
  });

  it("is shown as it is where there is no word for it", () => {
    expect(problemWord("Something else: entirely")).toBe("Something else: entirely");
  });
});
