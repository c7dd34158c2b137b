/// Owns how a long line is shortened so that what was found in it is seen. Pure.

/** How much of the line stands before the first find, in UTF-16 units. */
const BEFORE = 24;

export interface Snippet {
  text: string;
  highlights: [number, number][];
}

/** The line from a little before its first highlight on; the highlights move with it. */
export function aroundHighlight(text: string, highlights: readonly (readonly [number, number])[]): Snippet {
  const from = (highlights[0]?.[0] ?? 0) - BEFORE;
  if (from <= 0) return { text, highlights: highlights.map(([start, end]) => [start, end]) };
  // Not between the two halves of one character.
  const cut = /[\uDC00-\uDFFF]/.test(text.charAt(from)) ? from + 1 : from;
  return { text: `…${text.slice(cut)}`, highlights: highlights.map(([start, end]) => [start - cut + 1, end - cut + 1]) };
}
