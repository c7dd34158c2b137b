/// Owns how a checkbox of a note reads in a list: without the signs of its fields. Pure.

/** Signs of the Tasks plugin with what belongs to them, and fields in brackets. */
const FIELDS = /[📅📆🗓⏳⌛🛫➕✅❌]\uFE0F?\s*\d{4}-\d{2}-\d{2}|🔁\uFE0F?[^📅📆🗓⏳⌛🛫➕✅❌🏁🆔⛔🔺⏫🔼🔽⏬[(]*|(?:🏁|🆔|⛔)\uFE0F?\s*[\w,-]+|[🔺⏫🔼🔽⏬]\uFE0F?|[[(]\w+::[^\])]*[\])]|\s\^[A-Za-z0-9-]+$/gu;

/** The task in words: links read as their words, fields and emphasis left out. */
export function plainTask(text: string): string {
  const words = text
    .replace(FIELDS, " ")
    .replace(/!?\[\[([^\]|]*)(?:\|([^\]]*))?\]\]/g, (_, target: string, shown?: string) => shown ?? target)
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/(\*\*|__|==|~~|`)(.+?)\1/g, "$2")
    .replace(/\s+/g, " ")
    .trim();
  return words || text.trim();
}
