/// Whether what was typed means one of the palette's fixed entries. Pure.

/** Text as it is compared: width, case and kana folded. */
export function fold(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
}

/** Whether every word of `query` occurs in one of the names of an entry; an empty query fits all. */
export function fits(query: string, names: readonly string[]): boolean {
  const folded = names.map(fold);
  return fold(query)
    .split(/\s+/)
    .filter(Boolean)
    .every((word) => folded.some((name) => name.includes(word)));
}
