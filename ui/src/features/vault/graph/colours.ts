/// The colours of a graph, taken from the theme that is shown and written as the graph's own program reads them.
import type { GraphNode } from "../reading/shapes";

export interface GraphColours {
  kinds: Record<GraphNode["kind"], string>;
  edge: string;
  /** What is neither pointed at nor found. */
  faint: string;
  faintEdge: string;
  strong: string;
  strongEdge: string;
  words: string;
  paper: string;
}

/** A colour of the theme as `#rrggbb`, mixed into the ground behind it by `part`. */
function mixed(brush: CanvasRenderingContext2D, ground: string, colour: string, part: number): string {
  brush.globalAlpha = 1;
  brush.fillStyle = ground;
  brush.fillRect(0, 0, 1, 1);
  brush.globalAlpha = part;
  brush.fillStyle = colour;
  brush.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = brush.getImageData(0, 0, 1, 1).data;
  return `#${[red, green, blue].map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** The colours as they are now. */
export function graphColours(): GraphColours {
  const brush = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  if (brush === null) throw new Error("this window draws no pictures");
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const ground = token("--surface");
  const of = (name: string, part = 1) => mixed(brush, ground, token(name), part);
  // Thin lines need more of their colour on a dark ground to be seen as well as on a light one.
  const dark = style.colorScheme.includes("dark");
  return {
    kinds: { note: of("--accent", 0.82), canvas: of("--violet"), attachment: of("--amber"), tag: of("--green"), unresolved: of("--ink-3", dark ? 0.8 : 0.65) },
    edge: of("--ink-3", dark ? 0.6 : 0.42),
    faint: of("--ink-3", 0.2),
    faintEdge: of("--ink-3", dark ? 0.18 : 0.12),
    strong: of("--shu"),
    strongEdge: of("--accent", 0.75),
    words: of("--ink"),
    paper: of("--raised"),
  };
}

/** Calls back whenever another theme is shown. Gives the function that stops it. */
export function onTheme(changed: () => void): () => void {
  const watcher = new MutationObserver(changed);
  watcher.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => watcher.disconnect();
}
