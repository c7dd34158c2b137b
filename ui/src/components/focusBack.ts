/// Owns where the focus goes when the dialog that held it is gone: to the last place that had it and is still there.
/// A menu that led to the dialog is gone by then, so more than one place is remembered. Must not know what a dialog is.

/** So many places are remembered: more than a long form in a dialog has fields. */
const KEPT = 64;

let places: HTMLElement[] = [];

document.addEventListener("focusin", ({ target }) => {
  if (target instanceof HTMLElement) places = [...places.filter((place) => place !== target && place.isConnected), target].slice(-KEPT);
});

/** Gives the focus to the last place that had it and takes it, else to the main region, unless something has it now. */
export function giveFocusBack(): void {
  const now = document.activeElement;
  if (now !== null && now !== document.body) return;
  const main = document.getElementById("main");
  for (const place of [...places.toReversed(), ...(main === null ? [] : [main])]) {
    if (!place.isConnected) continue;
    place.focus({ preventScroll: true });
    if (document.activeElement === place) return;
  }
}
