/// What the parts of the team are called, and who fits what one looks for. Must not know commands.
import type { IconType, Provider, SearchStrategy, Secretary, TeamType } from "@/api";
import { foldText } from "@/components";
import { m } from "@/i18n";
import type { PERMISSION_ORDER } from "./permissions";

export const PERMISSIONS: Record<(typeof PERMISSION_ORDER)[number], { name: () => string; text: () => string }> = {
  all: { name: m.people_permission_all, text: m.people_permission_all_text },
  read: { name: m.people_permission_read, text: m.people_permission_read_text },
  write: { name: m.people_permission_write, text: m.people_permission_write_text },
  ai_operations: { name: m.people_permission_ai_operations, text: m.people_permission_ai_operations_text },
  workflow_management: { name: m.people_permission_workflow_management, text: m.people_permission_workflow_management_text },
};

export const TEAM_TYPES: Record<TeamType, () => string> = {
  general: m.people_team_type_general,
  development: m.people_team_type_development,
  design: m.people_team_type_design,
  management: m.people_team_type_management,
  analytics: m.people_team_type_analytics,
  knowledge: m.people_team_type_knowledge,
};

export const STRATEGIES: Record<SearchStrategy, () => string> = {
  words: m.people_strategy_words,
  tags: m.people_strategy_tags,
  links: m.people_strategy_links,
  recent: m.people_strategy_recent,
};

export const ICON_TYPES: Record<IconType, () => string> = {
  preset: m.people_icon_preset,
  generated: m.people_icon_generated,
  upload: m.people_icon_upload,
};

/** The symbols that can be chosen, as the host knows them. */
export const PRESET_ICONS = {
  project_manager: m.people_icon_project_manager,
  tech_architect: m.people_icon_tech_architect,
  creative_director: m.people_icon_creative_director,
  data_analyst: m.people_icon_data_analyst,
  librarian: m.people_icon_librarian,
} as const satisfies Record<string, () => string>;

export const STYLE_NAMES = {
  crest: m.people_style_crest,
  waves: m.people_style_waves,
  lattice: m.people_style_lattice,
  hills: m.people_style_hills,
  face: m.people_style_face,
} as const;

/** What kinds of service are called; for most their own name. */
export const PROVIDERS: Record<Exclude<Provider, "manual">, string> = {
  openai: "OpenAI",
  anthropic: "Anthropic",
  google: "Gemini",
  ollama: "Ollama",
  compatible: "OpenAI-compatible",
};

/**
 * Secretaries in whose name, description or skills the words stand, with that skill, or any, at least at a level.
 * Who is best at what is looked for comes first; nobody is left out for being paused.
 */
export function fitting(secretaries: readonly Secretary[], words: string, least: number): Secretary[] {
  const wanted = foldText(words.trim());
  const rank = (secretary: Secretary): number => {
    const named = wanted !== "" && foldText(`${secretary.name} ${secretary.description}`).includes(wanted);
    const levels = secretary.skills.filter(({ name }) => wanted === "" || named || foldText(name).includes(wanted)).map(({ level }) => level);
    const best = Math.max(0, ...levels);
    return best >= least && (wanted === "" || named || levels.length > 0) ? best + (named ? 100 : 0) : -1;
  };
  const ranked = secretaries.map((secretary) => ({ secretary, points: rank(secretary) })).filter(({ points }) => points >= 0);
  if (wanted === "" && least === 0) return [...secretaries];
  return ranked.toSorted((a, b) => b.points - a.points).map(({ secretary }) => secretary);
}
