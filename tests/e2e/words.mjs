// The texts of the UI, by their keys, as the app itself has them.
// Owns: reading the message files. Must not know: which texts a test needs.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repo } from "./places.mjs";

/**
 * Gives `say(key, params)`, the text of a message in `language`.
 *
 * @param {"ja" | "en"} language
 */
export function words(language) {
  const folder = join(repo, "ui", "messages", language);
  const texts = new Map();
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
    for (const [key, text] of Object.entries(JSON.parse(readFileSync(join(folder, file), "utf8")))) texts.set(key, text);
  }
  return function say(key, params = {}) {
    const text = texts.get(key);
    if (typeof text !== "string") throw new Error(`there is no plain message ${key} in ${language}`);
    return text.replace(/\{(\w+)\}/g, (_, name) => {
      if (!(name in params)) throw new Error(`the message ${key} needs {${name}}`);
      return String(params[name]);
    });
  };
}

/** A pattern for a message whose params do not matter: `^Due .*$`. */
export function anyOf(say, key, params = {}) {
  const open = "\u0000";
  const filled = say(key, new Proxy(params, { has: () => true, get: (given, name) => given[name] ?? open }));
  return new RegExp(`^${filled.split(open).map(escaped).join(".*")}$`, "s");
}

/** A text as a pattern that fits nothing else. */
export function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
