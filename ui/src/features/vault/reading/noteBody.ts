/// Owns what of a note's text is shown under its title. Pure.

/** The text without its first heading when that only repeats the title above it, and how many lines went with it. */
export function withoutTitle(body: string, title: string): { text: string; lines: number } {
  const match = /^\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\r?\n|$)/.exec(body);
  if (match?.[1]?.normalize("NFC") !== title.normalize("NFC")) return { text: body, lines: 0 };
  return { text: body.slice(match[0].length), lines: match[0].split("\n").length - 1 };
}
