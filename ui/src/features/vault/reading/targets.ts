/// Owns how a link or an embed is read: which file, which place in it, which size. Pure.

/** What a file can be shown as. */
export type MediaKind = "note" | "canvas" | "image" | "audio" | "video" | "pdf" | "other";

const KINDS: readonly [MediaKind, RegExp][] = [
  ["note", /\.md$/i],
  ["canvas", /\.(?:canvas|base)$/i],
  ["image", /\.(?:png|jpe?g|gif|webp|svg|bmp|avif)$/i],
  ["audio", /\.(?:mp3|wav|m4a|ogg|oga|opus|flac|3gp)$/i],
  ["video", /\.(?:mp4|webm|ogv|mov|mkv)$/i],
  ["pdf", /\.pdf$/i],
];

/** What a file of the vault is shown as, by its ending. */
export function mediaKind(path: string): MediaKind {
  return KINDS.find(([, ending]) => ending.test(path))?.[0] ?? "other";
}

/** Whether a path is that of a note. */
export function isNotePath(path: string): boolean {
  return mediaKind(path) === "note";
}

/** Whether a note could be made of what a link names. */
export function canBeNote(target: string): boolean {
  const kind = mediaKind(withoutPlace(target));
  return kind === "note" || kind === "other";
}

/** The name of a file without its folder, and of a note without its ending. */
export function fileTitle(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.md$/i, "");
}

/** A link without the place in the file that it leads to. */
export function withoutPlace(target: string): string {
  const hash = target.indexOf("#");
  return (hash < 0 ? target : target.slice(0, hash)).trim();
}

/** Two links that mean the same file read the same here. */
export function sameTarget(target: string): string {
  return withoutPlace(target).replace(/\.md$/i, "").normalize("NFC").toLowerCase();
}

export interface PictureSize {
  width: number;
  height: number | null;
}

/** The size that stands behind the last bar, as `300` or `100x145`; null where there is none. */
export function readSize(words: string): PictureSize | null {
  const found = /(?:^|\|)\s*(\d{1,5})(?:x(\d{1,5}))?\s*$/.exec(words);
  return found ? { width: Number(found[1]), height: found[2] === undefined ? null : Number(found[2]) } : null;
}

/** The words without the size. */
export function wordsWithoutSize(words: string): string {
  return words.replace(/(?:^|\|)\s*\d{1,5}(?:x\d{1,5})?\s*$/, "").trim();
}
