/// Every refusal of a backup, an export and an import has words of its own, in both languages.
import { afterEach, describe, expect, it } from "vitest";
import type { CommandError, Language } from "@/api";
import { speak } from "@/i18n";
import { exportWords, importWords, takeOutWords } from "./refusals";

afterEach(() => speak("en"));

const failure = (code: CommandError["code"], params: Record<string, unknown>): CommandError => ({ code, message: "log line", params });
const refused = (reason: string, more: Record<string, unknown> = {}) => failure("refused", { reason, ...more });
const unusable = (reason: string) => failure("import_unusable", { reason, path: "data/計画.jsonl", detail: "…" });

describe.each<Language>(["ja", "en"])("in %s", (language) => {
  it("says different things about different refusals", () => {
    speak(language);
    const said = [
      ...[refused("exists"), refused("in_trash"), refused("name_taken", { field: "key" }), refused("name_taken", { field: "name" })].map((one) => takeOutWords(one).text),
      ...["not_empty", "inside_vault", "inside_data_folder"].map((reason) => exportWords(refused(reason)).what),
      exportWords(failure("invalid", { field: "path", rule: "format" })).what,
      importWords(refused("not_empty")).what,
      ...["no_export", "newer", "damaged", "dangling"].map((reason) => importWords(unusable(reason)).what),
    ];
    expect(new Set(said).size).toBe(said.length);
    for (const words of said) expect(words).not.toMatch(/\{\w+\}|undefined/);
  });
});

it("asks for another key only where the key is what is taken", () => {
  expect(takeOutWords(refused("name_taken", { field: "key" })).anotherKey).toBe(true);
  expect(takeOutWords(refused("name_taken", { field: "name" })).anotherKey).toBe(false);
  expect(takeOutWords(refused("in_trash")).anotherKey).toBe(false);
});

it("names the file that is not what was exported", () => {
  expect(importWords(unusable("damaged")).what).toContain("data/計画.jsonl");
});

it("words everything else as it is worded everywhere", () => {
  expect(takeOutWords(failure("database_locked", { path: "/d" })).text).toMatch(/\S/);
  expect(exportWords(failure("io", { what: "export", path: "/full", detail: "ENOSPC" })).what).toContain("/full");
});
