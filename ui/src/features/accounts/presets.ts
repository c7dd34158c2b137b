/// The services that are offered by name: which wire each speaks, and where it is. Must not know accounts that exist.
import type { Account, AccountWire } from "@/api";
import { m } from "@/i18n";

export interface Preset {
  id: "openai" | "anthropic" | "gemini" | "ollama" | "lmstudio" | "llamacpp" | "compatible";
  wire: AccountWire;
  /** What it is called; for most its own name, in every language. */
  name: () => string;
  /** A word on what it needs. */
  text: () => string;
  /** Where it is when left as it comes; empty where the person has to say, null at its vendor's own address. */
  base: string | null;
  /** Whether it works with a key only, without one, or either way. */
  key: "needed" | "none" | "maybe";
}

export const PRESETS: readonly Preset[] = [
  { id: "openai", wire: "openai-responses", name: () => "OpenAI", text: m.accounts_preset_cloud, base: null, key: "needed" },
  { id: "anthropic", wire: "anthropic", name: () => "Anthropic", text: m.accounts_preset_cloud, base: null, key: "needed" },
  { id: "gemini", wire: "gemini", name: () => "Google Gemini", text: m.accounts_preset_cloud, base: null, key: "needed" },
  { id: "ollama", wire: "ollama", name: () => "Ollama", text: m.accounts_preset_local, base: "http://127.0.0.1:11434", key: "none" },
  { id: "lmstudio", wire: "openai-chat", name: () => "LM Studio", text: m.accounts_preset_local, base: "http://127.0.0.1:1234/v1", key: "maybe" },
  { id: "llamacpp", wire: "openai-chat", name: () => "llama.cpp", text: m.accounts_preset_local, base: "http://127.0.0.1:8080/v1", key: "maybe" },
  { id: "compatible", wire: "openai-chat", name: m.accounts_preset_compatible, text: m.accounts_preset_compatible_text, base: "", key: "maybe" },
];

/** The vendor's own address of a wire, shown where an account has none of its own. */
export const HOME: Record<AccountWire, string> = {
  "openai-responses": "https://api.openai.com/v1",
  "openai-chat": "https://api.openai.com/v1",
  anthropic: "https://api.anthropic.com/v1",
  gemini: "https://generativelanguage.googleapis.com/v1beta",
  ollama: "http://127.0.0.1:11434",
};

/** What the protocol of a wire is called. */
export const WIRE: Record<AccountWire, string> = {
  "openai-responses": "OpenAI Responses",
  "openai-chat": "OpenAI Chat Completions",
  anthropic: "Anthropic Messages",
  gemini: "Google Gemini",
  ollama: "Ollama",
};

/** Scheme, host and port of an address; null of what is none. A key belongs to these three. */
export function originOf(address: string): string | null {
  try {
    const { origin, protocol } = new URL(address.trim());
    return protocol === "http:" || protocol === "https:" ? origin : null;
  } catch {
    return null;
  }
}

/** Whether an account at this address would have to be given its key again. */
export function losesKey(account: Pick<Account, "wire" | "base_url" | "has_key">, address: string): boolean {
  const next = originOf(address.trim() === "" ? HOME[account.wire] : address);
  return account.has_key && next !== null && next !== originOf(account.base_url ?? HOME[account.wire]);
}

/** The first name like `name` that is free. */
export function freeName(name: string, taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const tried = number === 1 ? name : `${name} ${number}`;
    if (!taken.includes(tried)) return tried;
  }
}
