import { describe, expect, it } from "vitest";
import type { Secretary } from "@/api";
import { accountOf, blank, contentOf, draftOf, listOf, readCategories, wrongIn, writeCategories } from "./secretary";
import { fitting } from "./words";

const secretary = (part: Partial<Secretary>): Secretary => ({
  uid: part.name ?? "u",
  rev: 1,
  name: "花子",
  description: "",
  kind: "secretary",
  persona_uid: "p",
  team_uid: null,
  team_uids: [],
  provider: "manual",
  model: null,
  credential_uid: null,
  settings: { temperature: null, max_tokens: null, auto_summarize: null, search_strategies: [], knowledge_categories: [] },
  skills: [],
  is_active: true,
  last_used_at: null,
  usage_count: 0,
  ...part,
});

describe("a secretary in a form", () => {
  it("comes back from the form as it was", () => {
    const whole = secretary({
      kind: "librarian",
      provider: "openai",
      model: "m",
      credential_uid: "a",
      skills: [{ name: "分析", level: 7, description: "長く" }],
      settings: { temperature: 0.3, max_tokens: 500, auto_summarize: true, search_strategies: ["tags", "words"], knowledge_categories: [{ name: "料理", tags: ["レシピ", "パン"] }] },
    });
    const { name, description, persona_uid, provider, model, credential_uid, settings, skills, is_active } = whole;
    expect(contentOf(draftOf(whole), "openai", true, whole)).toEqual({ name, description, persona_uid, provider, model, credential_uid, settings, skills, is_active });
  });

  it("has neither model nor account when the person speaks", () => {
    const draft = { ...blank("p", "x"), model: "left over" };
    expect(contentOf(draft, "openai", false, null)).toMatchObject({ provider: "manual", model: null, credential_uid: null });
  });

  it("needs a name, and a model where one speaks", () => {
    expect(wrongIn(blank("p", " "))).toEqual({ name: "missing" });
    expect(wrongIn({ ...blank("p", "x"), voice: "ollama" })).toEqual({ model: "missing" });
    for (const [text, good] of [["", true], ["１００", true], ["0", false], ["1.5", false], ["9999999", false]] as const) {
      expect(wrongIn({ ...blank("p", "x"), maxTokens: text }).maxTokens === undefined, text).toBe(good);
    }
  });

  it("knows an account that is gone from one that is not needed", () => {
    expect(draftOf(secretary({ provider: "ollama", model: "m" })).voice).toBe("ollama");
    const lost = draftOf(secretary({ provider: "openai", model: "m" })).voice;
    expect([lost, accountOf(lost), accountOf("account:a")]).toEqual(["account:", null, "a"]);
  });
});

describe("what is written as text", () => {
  it("reads fields of knowledge in the punctuation of both languages", () => {
    const read = readCategories("料理：#レシピ、パン\n\n Notes \nA: b, #c\n: 名なし");
    expect(read).toEqual([{ name: "料理", tags: ["レシピ", "パン"] }, { name: "Notes", tags: [] }, { name: "A", tags: ["b", "c"] }]);
    expect(readCategories(writeCategories(read))).toEqual(read);
  });
  it("parts words at the commas of any script", () => expect(listOf("a, b、c，;d")).toEqual(["a", "b", "c", "d"]));
});

describe("looking for somebody", () => {
  const all = [
    secretary({ name: "太郎", skills: [{ name: "データ分析", level: 4, description: "" }] }),
    secretary({ name: "花子", skills: [{ name: "データ整理", level: 9, description: "" }, { name: "文章", level: 2, description: "" }] }),
    secretary({ name: "分析係", description: "" }),
  ];
  const found = (words: string, least = 0) => fitting(all, words, least).map(({ name }) => name);
  it("finds by skill, the best first, whatever the width of the letters", () => expect(found("ﾃﾞｰﾀ")).toEqual(["花子", "太郎"]));
  it("finds by name before skill", () => expect(found("分析")).toEqual(["分析係", "太郎"]));
  it("counts only the level of the skill that is looked for", () => expect(found("文章", 5)).toEqual([]));
  it("finds by level alone", () => expect(found("", 5)).toEqual(["花子"]));
  it("leaves everybody in their order when nothing is looked for", () => expect(found("")).toEqual(["太郎", "花子", "分析係"]));
});
