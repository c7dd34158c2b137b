/// Cuts a text along the ranges in which a search found something. Pure.

export interface Piece {
  /** Where the piece begins in the whole text. */
  start: number;
  text: string;
  marked: boolean;
}

/**
 * The pieces of `text`, in order and without a gap. Ranges are [start, end) in UTF-16 units; they may overlap,
 * touch, come in any order or reach beyond the text, and never cut a surrogate pair in two.
 */
export function splitByRanges(text: string, ranges: readonly (readonly [number, number])[]): Piece[] {
  const inner = (at: number) => {
    const unit = text.charCodeAt(at);
    const before = text.charCodeAt(at - 1);
    return at > 0 && unit >= 0xdc00 && unit <= 0xdfff && before >= 0xd800 && before <= 0xdbff;
  };
  const clean = ranges
    .map(([start, end]) => [Math.max(0, inner(start) ? start - 1 : start), Math.min(text.length, inner(end) ? end + 1 : end)] as const)
    .filter(([start, end]) => start < end)
    .toSorted((a, b) => a[0] - b[0]);

  const pieces: Piece[] = [];
  let at = 0;
  for (const [start, end] of clean) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    if (from > at) pieces.push({ start: at, text: text.slice(at, from), marked: false });
    const last = pieces.at(-1);
    if (last?.marked && from === at) last.text += text.slice(from, end);
    else pieces.push({ start: from, text: text.slice(from, end), marked: true });
    at = end;
  }
  if (at < text.length) pieces.push({ start: at, text: text.slice(at), marked: false });
  return pieces;
}
