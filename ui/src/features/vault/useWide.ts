/// Whether the window is as wide as something needs.
import { useSyncExternalStore } from "react";

function watch(query: string): (changed: () => void) => () => void {
  return (changed) => {
    const list = window.matchMedia(query);
    list.addEventListener("change", changed);
    return () => list.removeEventListener("change", changed);
  };
}

/** A list and a note fit side by side. */
export const TWO_COLUMNS = "(min-width: 60rem)";
/** A list, a note and what belongs to it fit side by side. */
export const THREE_COLUMNS = "(min-width: 78rem)";

/** True while a media query holds. */
export function useWide(query: string = TWO_COLUMNS): boolean {
  return useSyncExternalStore(watch(query), () => window.matchMedia(query).matches);
}
