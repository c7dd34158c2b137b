/// Owns the types a property can have, how a written value is told apart for editing, and how a value of one type
/// becomes one of another. The types are those a person knows from Obsidian. Must not know React.
import { propertyValue } from "../properties";

/** A type a property can have. */
export type PropertyType = "text" | "list" | "number" | "checkbox" | "date" | "datetime" | "tags";

export const PROPERTY_TYPES: readonly PropertyType[] = ["text", "list", "number", "checkbox", "date", "datetime", "tags"];

/** Keys that Obsidian reads as lists, whatever is written. */
const LIST_KEYS = new Set(["aliases", "alias", "cssclasses", "cssclass"]);
const TAG_KEYS = new Set(["tags", "tag"]);

/** The type by which a value is edited; null for nested values, which have none and are left as they are. */
export function typeOf(key: string, value: unknown): PropertyType | null {
  const name = key.toLowerCase();
  if (TAG_KEYS.has(name)) return "tags";
  if (LIST_KEYS.has(name)) return "list";
  const read = propertyValue(key, value);
  switch (read.kind) {
    case "checkbox":
    case "number":
      return read.kind;
    case "day":
      return "date";
    case "moment":
      return "datetime";
    case "tags":
      return "tags";
    case "list":
      return read.items.some(({ kind }) => kind === "json" || kind === "list") ? null : "list";
    case "json":
      return null;
    case "empty":
      return Array.isArray(value) ? "list" : "text";
    case "text":
    case "url":
    case "link":
      return "text";
  }
}

/** The texts of a value that is a list, or becomes one. */
export function asList(value: unknown): string[] {
  if (value === null || value === undefined || value === "") return [];
  return (Array.isArray(value) ? value : [value]).map((item) => (typeof item === "string" ? item : JSON.stringify(item)));
}

/** One text for a value of any type. */
export function asText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.map(asText).join(", ") : JSON.stringify(value);
}

/** A value as one of another type: what can be kept is kept, else it is the type's empty value. */
export function converted(value: unknown, to: PropertyType): unknown {
  const text = asText(value);
  switch (to) {
    case "text":
      return text;
    case "list":
      return asList(value);
    case "tags":
      return asList(value).flatMap((item) => item.split(/[\s,]+/)).map(bareTag).filter((tag) => tag !== "");
    case "number": {
      const number = Number(text.normalize("NFKC").replaceAll(",", ""));
      return text.trim() === "" || !Number.isFinite(number) ? null : number;
    }
    case "checkbox":
      return value === true || /^(true|yes|1)$/i.test(text.trim());
    case "date":
      return /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0] ?? null;
    case "datetime":
      return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text) ? text : /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00` : null;
  }
}

/** A tag without its `#` and what no tag can hold. */
export function bareTag(tag: string): string {
  return tag.trim().replace(/^#+/, "").replace(/\s+/g, "-");
}

/** Why a property's name cannot be used. */
export type KeyProblem = "required" | "taken" | "letters";

/** What is wrong with a new property's name. */
export function keyProblem(key: string, taken: readonly string[]): KeyProblem | null {
  const name = key.trim();
  if (name === "") return "required";
  if (/[\n\r]/.test(name)) return "letters";
  return taken.some((other) => other.toLowerCase() === name.toLowerCase()) ? "taken" : null;
}
