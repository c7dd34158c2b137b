/// Scrolls what scrolls, and nothing around it: `scrollIntoView` would also move the frames of the app.

/** The nearest element around this one that scrolls up and down; null where only the page could. */
export function scrollerOf(element: Element): HTMLElement | null {
  for (let at = element.parentElement; at !== null; at = at.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  }
  return null;
}

/** Room left above what is brought to the top, in pixels. */
const ABOVE_PX = 20;

/** Brings an element to the top or the middle of what scrolls around it. */
export function bringIntoView(element: Element, to: "top" | "middle"): void {
  const scroller = scrollerOf(element);
  if (scroller === null) return;
  const [own, seen] = [element.getBoundingClientRect(), scroller.getBoundingClientRect()];
  const room = to === "top" ? ABOVE_PX : Math.max(ABOVE_PX, (seen.height - own.height) / 2);
  scroller.scrollTop += own.top - seen.top - room;
}
