/// Owns how a note's properties are told apart for reading: frontmatter is JSON here, and its types
/// are those a person knows from Obsidian. Must not know React.

/** A property value as a person understands it. */
export type PropertyValue =
  | { kind: "empty" }
  | { kind: "checkbox"; on: boolean }
  | { kind: "number"; value: number }
  | { kind: "day"; day: string }
  | { kind: "moment"; text: string }
  | { kind: "url"; url: string }
  | { kind: "link"; target: string; shown: string }
  | { kind: "text"; text: string }
  | { kind: "tags"; tags: string[] }
  | { kind: "list"; items: PropertyValue[] }
  /** Nested values have no Obsidian type; they are shown as they are. */
  | { kind: "json"; text: string };

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/;
const WIKILINK = /^\[\[([^\]|]+)(?:\|([^\]]*))?\]\]$/;
const TAG_KEYS = new Set(["tags", "tag"]);

/** Reads the value of the property `key`. */
export function propertyValue(key: string, value: unknown): PropertyValue {
  if (TAG_KEYS.has(key.toLowerCase())) {
    const tags = tagList(value);
    if (tags.length > 0) return { kind: "tags", tags };
  }
  return plainValue(value);
}

function plainValue(value: unknown): PropertyValue {
  if (value === null || value === undefined) return { kind: "empty" };
  if (typeof value === "boolean") return { kind: "checkbox", on: value };
  if (typeof value === "number") return { kind: "number", value };
  if (typeof value === "string") return stringValue(value);
  if (Array.isArray(value)) {
    return value.length === 0 ? { kind: "empty" } : { kind: "list", items: value.map(plainValue) };
  }
  return { kind: "json", text: JSON.stringify(value, null, 2) };
}

function stringValue(text: string): PropertyValue {
  if (text.trim() === "") return { kind: "empty" };
  if (DAY.test(text)) return { kind: "day", day: text };
  if (MOMENT.test(text)) return { kind: "moment", text };
  if (/^https?:\/\/\S+$/.test(text)) return { kind: "url", url: text };
  const link = WIKILINK.exec(text);
  const target = link?.[1];
  if (target !== undefined) return { kind: "link", target, shown: link?.[2] ?? target };
  return { kind: "text", text };
}

function tagList(value: unknown): string[] {
  if (typeof value === "string") return value.trim() === "" ? [] : [bare(value)];
  if (!Array.isArray(value)) return [];
  return value.filter((item): item is string => typeof item === "string" && item.trim() !== "").map(bare);
}

function bare(tag: string): string {
  return tag.trim().replace(/^#/, "");
}
