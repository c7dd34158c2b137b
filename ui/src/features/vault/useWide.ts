/// Whether the window has room for a list and a note side by side.
import { useSyncExternalStore } from "react";

const WIDE = "(min-width: 60rem)";

function follow(changed: () => void): () => void {
  const query = window.matchMedia(WIDE);
  query.addEventListener("change", changed);
  return () => query.removeEventListener("change", changed);
}

/** True where both columns fit. */
export function useWide(): boolean {
  return useSyncExternalStore(follow, () => window.matchMedia(WIDE).matches);
}
