/// A secretary as a form holds it, and as the host takes it. Pure; must not know how the form looks.
import type { KnowledgeCategory, Provider, SearchStrategy, Secretary, SecretaryContent, Skill, Uid } from "@/api";

/** Through what a secretary speaks: an account, Ollama without one, or the person. */
export type Voice = "manual" | "ollama" | `account:${Uid}`;

export interface SkillRow extends Skill {
  key: string;
}

export interface SecretaryDraft {
  name: string;
  description: string;
  personaUid: Uid;
  voice: Voice;
  model: string;
  /** Empty where the settings of all hold. */
  temperature: string;
  maxTokens: string;
  skills: SkillRow[];
  isActive: boolean;
  strategies: SearchStrategy[];
  categories: string;
}

/** What a field lacks. */
export type Wrong = Partial<Record<"name" | "model" | "maxTokens" | "skills", "missing" | "number">>;

/** The longest answer that can be asked for, in tokens. */
export const MOST_TOKENS = 1_000_000;

let lastKey = 0;

export function blankSkill(): SkillRow {
  lastKey += 1;
  return { key: `skill-${lastKey}`, name: "", level: 5, description: "" };
}

/** Somebody new with this persona. */
export function blank(personaUid: Uid, name: string): SecretaryDraft {
  return { name, description: "", personaUid, voice: "manual", model: "", temperature: "", maxTokens: "", skills: [], isActive: true, strategies: [], categories: "" };
}

export function draftOf(secretary: Secretary): SecretaryDraft {
  const { settings } = secretary;
  return {
    name: secretary.name,
    description: secretary.description,
    personaUid: secretary.persona_uid ?? "",
    voice: voiceOf(secretary),
    model: secretary.model ?? "",
    temperature: settings.temperature === null ? "" : String(settings.temperature),
    maxTokens: settings.max_tokens === null ? "" : String(settings.max_tokens),
    skills: secretary.skills.map((skill) => ({ ...blankSkill(), ...skill })),
    isActive: secretary.is_active,
    strategies: settings.search_strategies,
    categories: writeCategories(settings.knowledge_categories),
  };
}

function voiceOf({ provider, credential_uid }: Pick<Secretary, "provider" | "credential_uid">): Voice {
  if (provider === "manual") return "manual";
  if (credential_uid !== null) return `account:${credential_uid}`;
  // Every service but Ollama needs an account; one that is gone is named by nothing.
  return provider === "ollama" ? "ollama" : "account:";
}

/** The account of a voice; null for one that has none. */
export function accountOf(voice: Voice): Uid | null {
  return voice.startsWith("account:") && voice.length > "account:".length ? voice.slice("account:".length) : null;
}

/** What has to be filled in before the host is asked. */
export function wrongIn(draft: SecretaryDraft): Wrong {
  const tokens = draft.maxTokens.normalize("NFKC").trim();
  return {
    ...(draft.name.trim() === "" && { name: "missing" as const }),
    ...(draft.voice !== "manual" && draft.model.trim() === "" && { model: "missing" as const }),
    ...(tokens !== "" && !(/^\d{1,7}$/.test(tokens) && Number(tokens) >= 1 && Number(tokens) <= MOST_TOKENS) && { maxTokens: "number" as const }),
  };
}

/**
 * As the host takes it. `provider` is that of the chosen account; skills without a name were never written. What the
 * form does not show of `before` stays as it was.
 */
export function contentOf(draft: SecretaryDraft, provider: Provider, isLibrarian: boolean, before: Secretary | null): SecretaryContent {
  const manual = draft.voice === "manual";
  return {
    name: draft.name.trim(),
    description: draft.description,
    persona_uid: draft.personaUid || null,
    provider: manual ? "manual" : provider,
    model: manual ? null : draft.model.trim(),
    credential_uid: manual ? null : accountOf(draft.voice),
    settings: {
      temperature: draft.temperature === "" ? null : Number(draft.temperature),
      max_tokens: draft.maxTokens.trim() === "" ? null : Number(draft.maxTokens.normalize("NFKC").trim()),
      auto_summarize: before?.settings.auto_summarize ?? null,
      search_strategies: isLibrarian ? draft.strategies : [],
      knowledge_categories: isLibrarian ? readCategories(draft.categories) : [],
    },
    skills: draft.skills.filter(({ name }) => name.trim() !== "").map(({ name, level, description }) => ({ name: name.trim(), level, description })),
    is_active: draft.isActive,
  };
}

/** Fields of knowledge as a person writes them: one a line, tags behind a colon. */
export function writeCategories(categories: readonly KnowledgeCategory[]): string {
  return categories.map(({ name, tags }) => (tags.length > 0 ? `${name}: ${tags.join(", ")}` : name)).join("\n");
}

/** Reads them back; a tag may stand with or without its `#`. */
export function readCategories(text: string): KnowledgeCategory[] {
  return text
    .split("\n")
    .map((line) => {
      const [name = "", rest = ""] = line.split(/[:：](.*)/s);
      return { name: name.trim(), tags: listOf(rest).map((tag) => tag.replace(/^#/, "")).filter(Boolean) };
    })
    .filter(({ name }) => name !== "");
}

/** Words separated by commas of any script. */
export function listOf(text: string): string[] {
  return text
    .split(/[,、，;；\n]/)
    .map((word) => word.trim())
    .filter(Boolean);
}
