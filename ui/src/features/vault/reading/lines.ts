/// Finds the lines of the file in the drawn text: which is at the top, and where one is. Knows the marks that
/// components/Markdown leaves on what it draws, and nothing of notes.

import { bringIntoView } from "@/components";

/** Blocks at the top of the text, in the order of the page. What is embedded counts its own lines. */
const BLOCKS = ":is(.prose, .prose-piece) > [data-line]:not([data-embedded] *)";
const PLACES = "[data-line]:not([data-embedded] *)";

const lineOf = (element: Element) => Number(element.getAttribute("data-line"));

/** The line of the block that stands at the height `top` of the window. */
export function lineAt(text: Element, top: number): number | null {
  const blocks = [...text.querySelectorAll(BLOCKS)];
  let [low, high] = [0, blocks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle] as Element).getBoundingClientRect().top <= top) low = middle + 1;
    else high = middle;
  }
  const block = blocks[Math.max(0, low - 1)];
  return block ? lineOf(block) : null;
}

/** What is drawn of a line, or of the nearest one before it. */
export function elementOfLine(text: Element, line: number): HTMLElement | null {
  let found: HTMLElement | null = null;
  for (const element of text.querySelectorAll<HTMLElement>(PLACES)) {
    const at = lineOf(element);
    // Of several elements of one line the innermost is meant; it comes last.
    if (at <= line && (found === null || at >= lineOf(found))) found = element;
  }
  return found;
}

/** The box of the task that begins in a line. */
export function boxOfLine(text: Element, line: number): HTMLInputElement | null {
  return text.querySelector<HTMLInputElement>(`li[data-line="${line}"]:not([data-embedded] *) input[type="checkbox"]`);
}

/** How long a place is looked for again while texts before it are still being drawn, in milliseconds. */
const LOOKING_MS = 4_000;
/** How far around what is seen texts are drawn, in pixels; see components/Markdown. */
const AROUND_PX = 1_500;
/** For how many frames a place has to stay where it is. */
const STILL_FRAMES = 3;

/** Whether a text near what is seen is still to be drawn. */
function isWaiting(text: Element): boolean {
  return [...text.querySelectorAll("[data-waiting]")].some((piece) => {
    const { top, bottom } = piece.getBoundingClientRect();
    return bottom > -AROUND_PX && top < window.innerHeight + AROUND_PX;
  });
}

/** Brings a line into view and marks it for a moment, unless the reader scrolls first. Gives the function that stops it. */
export function revealLine(text: Element, line: number): () => void {
  const until = performance.now() + LOOKING_MS;
  let frame = 0;
  let still = 0;
  let last: { element: HTMLElement; top: number } | null = null;
  const stop = () => {
    cancelAnimationFrame(frame);
    for (const name of ["wheel", "touchmove", "keydown"]) document.removeEventListener(name, stop, { capture: true });
  };
  const look = () => {
    const element = elementOfLine(text, line);
    if (element === null) {
      // Above the first block is what the page itself says of the note.
      bringIntoView(text, "top");
      stop();
      return;
    }
    for (let above = element.parentElement; above !== null && above !== text; above = above.parentElement) {
      if (above instanceof HTMLDetailsElement) above.open = true;
    }
    bringIntoView(element, /^H[1-6]$/.test(element.tagName) ? "top" : "middle");
    const { top } = element.getBoundingClientRect();
    still = last?.element === element && Math.abs(last.top - top) < 1 && !isWaiting(text) ? still + 1 : 0;
    last = { element, top };
    if (still < STILL_FRAMES && performance.now() < until) {
      frame = requestAnimationFrame(look);
      return;
    }
    element.classList.remove("found-line");
    // Read, so that the mark begins anew when it is the same line again.
    void element.offsetWidth;
    element.classList.add("found-line");
    stop();
  };
  for (const name of ["wheel", "touchmove", "keydown"]) document.addEventListener(name, stop, { capture: true, passive: true });
  look();
  return stop;
}
