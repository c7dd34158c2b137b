/// Owns how a note's headings stand below each other, and which of them is being read. Pure.

/** How far each heading is indented: below the nearest one before it of a lower level, whatever levels were left out. */
export function indents(levels: readonly number[]): number[] {
  const above: number[] = [];
  return levels.map((level) => {
    while (above.length > 0 && (above.at(-1) ?? 0) >= level) above.pop();
    above.push(level);
    return above.length - 1;
  });
}

/** The last heading at or before the line; -1 before the first. */
export function currentHeading(outline: readonly { line: number }[], line: number | null): number {
  return line === null ? -1 : outline.findLastIndex((heading) => heading.line <= line);
}
