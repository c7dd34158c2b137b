/// Owns what of a note's text is shown under its title. Pure.

/** The text without its first heading when that only repeats the title above it. */
export function withoutTitle(body: string, title: string): string {
  const match = /^\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\r?\n|$)/.exec(body);
  if (match?.[1]?.normalize("NFC") !== title.normalize("NFC")) return body;
  return body.slice(match[0].length);
}
