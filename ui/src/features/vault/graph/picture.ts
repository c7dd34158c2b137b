/// The picture of a graph: sigma on WebGL, fed with points, edges, places and colours. Must not know React or the host.
import { UndirectedGraph } from "graphology";
import { Sigma } from "sigma";
import { drawDiscNodeLabel } from "sigma/rendering";
import type { NodeDisplayData, PartialButFor } from "sigma/types";
import type { Settings } from "sigma/settings";
import type { GraphNode, VaultGraph } from "../reading/shapes";
import { graphColours, onTheme, type GraphColours } from "./colours";
import { linesIn, Motion, pointsIn } from "./programs";
import { shortName } from "./points";

/** What the person does with the picture, and what it is told about. Points are places in `nodes`. */
export interface PictureEvents {
  open: (node: number) => void;
}

/**
 * From so many points and edges on a graph is large: less of it is drawn while it moves, and pointing at something
 * changes no more than what is next to it, because fading all the rest would take longer than the pointer stays.
 */
const LARGE = 6_000;

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
  readonly #large: boolean;
  readonly #motion: Motion;
  #colours: GraphColours = graphColours();
  #centre: number | null;
  #chosen: number | null = null;
  #near: ReadonlySet<string> | null = null;
  #found: ReadonlySet<number> | null = null;
  #placed = false;
  /** Whether something was drawn faintly last. */
  #faded = false;

  constructor(place: HTMLElement, { nodes, edges }: VaultGraph, centre: number | null, events: PictureEvents) {
    this.#nodes = nodes;
    this.#centre = centre;
    this.#large = nodes.length + edges.length > LARGE;
    this.#motion = new Motion(() => this.#sigma.scheduleRender());
    for (const [index, node] of nodes.entries()) {
      const label = node.kind === "tag" ? `#${node.title.replace(/^#/, "")}` : node.title;
      this.#graph.addNode(String(index), { x: 0, y: 0, size: index === centre ? sizeOf(node, nodes.length) + 3 : sizeOf(node, nodes.length), color: this.#colours.kinds[node.kind], label, node: index });
    }
    for (const [from, to] of edges) if (from !== to) this.#graph.mergeEdge(String(from), String(to));
    this.#sigma = new Sigma<Point>(this.#graph, place, {
      ...this.#themed(),
      allowInvalidContainer: true,
      defaultEdgeType: "line",
      ...(this.#large && { nodeProgramClasses: { circle: pointsIn<Point>(this.#motion) }, edgeProgramClasses: { line: linesIn<Point>(this.#motion) } }),
      // Not the edges: the library would work the whole graph out anew at the end of each movement.
      hideLabelsOnMove: this.#large,
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
    if (this.#large) {
      this.#sigma.getCamera().on("updated", () => this.#motion.moved());
      const mouse = this.#sigma.getMouseCaptor();
      mouse.on("mousedown", () => (this.#motion.held = true));
      // Then all is drawn again, though nothing may move any more.
      mouse.on("mouseup", () => {
        this.#motion.held = false;
        if (this.#motion.moving) this.#motion.moved();
      });
    }
    this.#sigma.on("enterNode", ({ node }) => {
      if (this.#motion.moving) return;
      place.classList.add("cursor-pointer");
      if (!this.#standsOut()) this.#pointAt(Number(node));
    });
    this.#sigma.on("leaveNode", () => {
      place.classList.remove("cursor-pointer");
      if (!this.#standsOut()) this.#pointAt(null);
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
    this.#faded = this.#fades();
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
    this.#motion.end();
    this.#sigma.kill();
  }

  #pointAt(node: number | null): void {
    const shown = node ?? this.#chosen;
    const before = this.#near;
    this.#near = shown === null ? null : new Set([String(shown), ...this.#graph.neighbors(String(shown))]);
    const faded = this.#faded;
    this.#faded = this.#fades();
    if (faded || this.#faded) {
      this.#sigma.refresh({ skipIndexation: true });
      return;
    }
    const changed = [before, this.#near].filter((near) => near !== null);
    const edges = changed.flatMap((near) => [...near].slice(0, 1)).flatMap((point) => this.#graph.edges(point));
    this.#sigma.refresh({ partialGraph: { nodes: [...new Set(changed.flatMap((near) => [...near]))], edges }, skipIndexation: true, schedule: true });
  }

  /** Whether a large graph shows something already that pointing does not change. */
  #standsOut(): boolean {
    return this.#large && (this.#chosen !== null || this.#found !== null);
  }

  /** Whether what is not next to the point that is shown is drawn faintly. */
  #fades(): boolean {
    return !this.#large || this.#standsOut();
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
        return this.#fades() ? { ...data, color: colours.faintEdge } : data;
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
      if (!this.#near.has(key) && !this.#fades()) return { ...point, color: colour };
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
