/// Finds the lines of the file in the drawn text: which is at the top, and where one is. Knows the marks that
/// components/Markdown leaves on what it draws, and nothing of notes.

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

/** How often a place is looked for again while texts before it are still being drawn. */
const LOOKS = 12;

/** Brings a line into view and marks it for a moment. Gives the function that stops doing so. */
export function revealLine(text: Element, line: number): () => void {
  let looks = 0;
  let frame = 0;
  let last: { element: HTMLElement; top: number } | null = null;
  const look = () => {
    const element = elementOfLine(text, line);
    if (element === null) return;
    for (let above = element.parentElement; above !== null && above !== text; above = above.parentElement) {
      if (above instanceof HTMLDetailsElement) above.open = true;
    }
    element.scrollIntoView({ block: /^H[1-6]$/.test(element.tagName) ? "start" : "center" });
    const { top } = element.getBoundingClientRect();
    looks += 1;
    const still = last?.element === element && Math.abs(last.top - top) < 1;
    last = { element, top };
    if (looks < LOOKS && !(still && looks > 2)) {
      frame = requestAnimationFrame(look);
      return;
    }
    element.classList.remove("found-line");
    // Read, so that the mark begins anew when it is the same line again.
    void element.offsetWidth;
    element.classList.add("found-line");
  };
  look();
  return () => cancelAnimationFrame(frame);
}
