/// Formulas, drawn by KaTeX as MathML: the only output that writes no styles, which the CSP would refuse.
import { render } from "katex";

/**
 * Draws a formula into an element. Gives null, or what is wrong with the formula; then nothing is drawn.
 * Links, images and HTML of formulas stay off, and what one formula may expand to has a limit.
 */
export function drawFormula(place: HTMLElement, source: string, display: boolean): string | null {
  try {
    render(source, place, { displayMode: display, output: "mathml", throwOnError: true, trust: false, strict: "ignore", errorColor: "currentcolor", maxExpand: 1_000, maxSize: 40 });
    return null;
  } catch (why) {
    place.replaceChildren();
    return why instanceof Error ? why.message : String(why);
  }
}
