/// Owns where in the open note the reader is, and takes them elsewhere in it: shared by the text and the panel beside
/// it, which do not know each other.
import { useSyncExternalStore } from "react";

interface Where {
  path: string;
  /** The line of the file at the top of what is seen. */
  line: number;
}

let where: Where | null = null;
let reveal: { path: string; show: (line: number) => void } | null = null;
const heard = new Set<() => void>();

function follow(changed: () => void): () => void {
  heard.add(changed);
  return () => heard.delete(changed);
}

/** Tells where the reader is now. */
export function tellLine(path: string, line: number): void {
  if (where?.path === path && where.line === line) return;
  where = { path, line };
  for (const changed of heard) changed();
}

/** The line at the top of what is seen of this note; null while it is not on the screen. */
export function useReadLine(path: string): number | null {
  return useSyncExternalStore(follow, () => (where?.path === path ? where.line : null));
}

/** The shown note takes what brings one of its lines into view. Gives the function that takes it back. */
export function onGoToLine(path: string, show: (line: number) => void): () => void {
  const mine = { path, show };
  reveal = mine;
  return () => {
    if (reveal === mine) reveal = null;
  };
}

/** Brings a line of the note into view. Gives false when that note is not on the screen. */
export function goToLine(path: string, line: number): boolean {
  if (reveal?.path !== path) return false;
  reveal.show(line);
  return true;
}
