/// The picture of a graph: sigma on WebGL, fed with points, edges, places and colours. Must not know React or the host.
import { UndirectedGraph } from "graphology";
import { Sigma } from "sigma";
import { drawDiscNodeLabel } from "sigma/rendering";
import type { NodeDisplayData, PartialButFor } from "sigma/types";
import type { Settings } from "sigma/settings";
import type { GraphNode, VaultGraph } from "../reading/shapes";
import { graphColours, onTheme, type GraphColours } from "./colours";
import { shortName } from "./points";

/** What the person does with the picture, and what it is told about. Points are places in `nodes`. */
export interface PictureEvents {
  open: (node: number) => void;
}

/** From how many edges on they are left out while the picture moves. */
const MANY_EDGES = 4_000;

type Point = { x: number; y: number; size: number; color: string; label: string; node: number };

/** How large points are drawn where there are so many of them. */
function scaleOf(points: number): number {
  return Math.min(1, 18 / points ** 0.4);
}

/** A point's radius in pixels: by its links, and smaller the more points there are. */
function sizeOf({ degree, kind }: GraphNode, points: number): number {
  const grown = Math.min(14, 2.2 + Math.sqrt(degree) * 1.15) * scaleOf(points);
  return kind === "note" || kind === "canvas" ? grown : grown * 0.8;
}

/** Whether this window can draw graphs at all. */
export function canDraw(): boolean {
  try {
    return document.createElement("canvas").getContext("webgl2") !== null;
  } catch {
    return false;
  }
}

export class GraphPicture {
  readonly #graph: UndirectedGraph<Point> = new UndirectedGraph();
  readonly #nodes: readonly GraphNode[];
  readonly #sigma: Sigma<Point>;
  readonly #stopTheme: () => void;
  #colours: GraphColours = graphColours();
  #centre: number | null;
  #chosen: number | null = null;
  #near: ReadonlySet<string> | null = null;
  #found: ReadonlySet<number> | null = null;
  #placed = false;

  constructor(place: HTMLElement, { nodes, edges }: VaultGraph, centre: number | null, events: PictureEvents) {
    this.#nodes = nodes;
    this.#centre = centre;
    for (const [index, node] of nodes.entries()) {
      const label = node.kind === "tag" ? `#${node.title.replace(/^#/, "")}` : node.title;
      this.#graph.addNode(String(index), { x: 0, y: 0, size: index === centre ? sizeOf(node, nodes.length) + 3 : sizeOf(node, nodes.length), color: this.#colours.kinds[node.kind], label, node: index });
    }
    for (const [from, to] of edges) if (from !== to) this.#graph.mergeEdge(String(from), String(to));
    this.#sigma = new Sigma<Point>(this.#graph, place, {
      ...this.#themed(),
      allowInvalidContainer: true,
      defaultEdgeType: "line",
      hideEdgesOnMove: edges.length > MANY_EDGES,
      hideLabelsOnMove: edges.length > MANY_EDGES,
      // The whole name is written where one points.
      defaultDrawNodeLabel: (context, data, settings) => drawDiscNodeLabel(context, { ...data, label: data.label ? shortName(data.label) : null }, settings),
      labelDensity: 0.7,
      labelGridCellSize: 110,
      labelRenderedSizeThreshold: nodes.length > 200 ? 7 * scaleOf(nodes.length) : 2.5,
      labelFont: getComputedStyle(document.body).fontFamily,
      labelSize: 12,
      minCameraRatio: 0.02,
      maxCameraRatio: 3,
      minEdgeThickness: 1.3,
      stagePadding: 44,
      zIndex: true,
    });
    this.#sigma.on("clickNode", ({ node }) => events.open(Number(node)));
    this.#sigma.on("enterNode", ({ node }) => {
      place.classList.add("cursor-pointer");
      this.#pointAt(Number(node));
    });
    this.#sigma.on("leaveNode", () => {
      place.classList.remove("cursor-pointer");
      this.#pointAt(null);
    });
    this.#stopTheme = onTheme(() => {
      this.#colours = graphColours();
      this.#sigma.setSettings(this.#themed());
    });
  }

  /** Moves the points to their places: x and y of each. */
  place(places: Float32Array): void {
    this.#graph.updateEachNodeAttributes(
      (_, point) => ({ ...point, x: places[point.node * 2] ?? 0, y: places[point.node * 2 + 1] ?? 0 }),
      { attributes: ["x", "y"] },
    );
    if (!this.#placed) this.#sigma.getCamera().setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
    this.#placed = true;
  }

  /** Shows what a search found, and the rest faintly; null shows everything alike. */
  find(found: ReadonlySet<number> | null): void {
    this.#found = found;
    this.#sigma.refresh({ skipIndexation: true });
  }

  /** Marks a point and its neighbours and brings it into the middle; null marks nothing. */
  choose(node: number | null): void {
    this.#chosen = node;
    this.#pointAt(null);
    const data = node === null ? undefined : this.#sigma.getNodeDisplayData(String(node));
    if (data) void this.#sigma.getCamera().animate({ x: data.x, y: data.y, ratio: Math.min(this.#sigma.getCamera().ratio, 0.35) }, { duration: motion(420) });
  }

  zoom(by: "in" | "out" | "all"): void {
    const camera = this.#sigma.getCamera();
    const options = { duration: motion(220) };
    void (by === "in" ? camera.animatedZoom(options) : by === "out" ? camera.animatedUnzoom(options) : camera.animatedReset(options));
  }

  /** Takes the picture away and gives back what it held of the graphics card. */
  end(): void {
    this.#stopTheme();
    this.#sigma.kill();
  }

  #pointAt(node: number | null): void {
    const shown = node ?? this.#chosen;
    this.#near = shown === null ? null : new Set([String(shown), ...this.#graph.neighbors(String(shown))]);
    this.#sigma.refresh({ skipIndexation: true });
  }

  #themed(): Partial<Settings<Point>> {
    const colours = this.#colours;
    return {
      defaultEdgeColor: colours.edge,
      labelColor: { color: colours.words },
      defaultDrawNodeHover: (context, data, settings) => this.#drawHover(context, data, settings.labelSize, settings.labelFont),
      nodeReducer: (key, point) => this.#asShown(key, point),
      edgeReducer: (edge, data) => {
        if (this.#near === null && this.#found === null) return data;
        const [from, to] = this.#graph.extremities(edge);
        const shown = this.#shownNode();
        if (shown !== null && (from === shown || to === shown)) return { ...data, color: colours.strongEdge, zIndex: 1 };
        return { ...data, color: colours.faintEdge };
      },
    };
  }

  /** The point whose neighbours are shown. */
  #shownNode(): string | null {
    const [first] = this.#near ?? [];
    return first ?? null;
  }

  #asShown(key: string, point: Point): Partial<NodeDisplayData> {
    const colours = this.#colours;
    const kind = this.#nodes[point.node]?.kind ?? "note";
    const centre = point.node === this.#centre;
    const colour = centre ? colours.strong : colours.kinds[kind];
    if (this.#near !== null) {
      if (!this.#near.has(key)) return { ...point, color: colours.faint, label: null, zIndex: 0 };
      return { ...point, color: colour, zIndex: 1, forceLabel: this.#near.size < 40, highlighted: key === this.#shownNode() };
    }
    if (this.#found !== null) {
      if (!this.#found.has(point.node)) return { ...point, color: colours.faint, label: null, zIndex: 0 };
      return { ...point, color: colours.strong, zIndex: 1, forceLabel: this.#found.size < 40, size: point.size + 1.5 };
    }
    return { ...point, color: colour, forceLabel: centre };
  }

  #drawHover(context: CanvasRenderingContext2D, data: PartialButFor<NodeDisplayData, "x" | "y" | "size" | "label" | "color">, size: number, font: string): void {
    if (!data.label) return;
    context.font = `600 ${size}px ${font}`;
    const [width, height] = [context.measureText(data.label).width + 14, size + 10];
    const [left, top] = [data.x + data.size + 3, data.y - height / 2];
    context.fillStyle = this.#colours.paper;
    context.strokeStyle = this.#colours.edge;
    context.beginPath();
    context.roundRect(left, top, width, height, 5);
    context.fill();
    context.stroke();
    context.beginPath();
    context.arc(data.x, data.y, data.size + 2, 0, Math.PI * 2);
    context.strokeStyle = this.#colours.strong;
    context.lineWidth = 2;
    context.stroke();
    context.lineWidth = 1;
    context.fillStyle = this.#colours.words;
    context.textBaseline = "middle";
    context.fillText(data.label, left + 7, data.y + 0.5);
    context.textBaseline = "alphabetic";
  }
}

/** How long something may move: not at all for those who asked for stillness. */
function motion(milliseconds: number): number {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : milliseconds;
}
