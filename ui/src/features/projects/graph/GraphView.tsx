/// The dependencies of a project as a picture: what comes before stands to the left. A dependency is drawn from the
/// handle of one task to another, or added at the side. Must not know how a change is sent.
import { Link2, Waypoints } from "lucide-react";
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { flushSync } from "react-dom";
import type { Task, Uid } from "@/api";
import { Button, cx, EmptyState, Tabs } from "@/components";
import { formatNumber, m } from "@/i18n";
import { isComposing } from "@/platform";
import { DependencyEditor } from "../DependencyEditor";
import { isClosed, stageOf } from "../stages";
import { TaskPicker } from "../TaskPicker";
import { TASK_STATUS } from "../words";
import { layOut, NODE_H, NODE_W, nodeByKey, type Layout, type Placed } from "./layers";

const ZOOMS = { small: 0.5, medium: 0.75, large: 1 } as const;
type Zoom = keyof typeof ZOOMS;
const ZOOM_WORD: Record<Zoom, () => string> = { small: m.projects_graph_small, medium: m.projects_graph_medium, large: m.projects_graph_large };
const ZOOM_TABS = (["small", "medium", "large"] as const).map((value) => ({ value, word: ZOOM_WORD[value] }));
/** Room around the picture, and around what is in sight, in pixels. */
const PADDING = 24;
const AROUND = 300;

export interface GraphViewProps {
  tasks: readonly Task[];
  marked: ReadonlySet<Uid>;
  /** Makes `later` wait for `earlier`, or no longer. */
  onWait: (earlier: Task, later: Task, waits: boolean) => void;
  onDetails: (task: Task) => void;
}

export default function GraphView({ tasks, marked, onWait, onDetails }: GraphViewProps) {
  const [zoom, setZoom] = useState<Zoom>("large");
  const [chosen, setChosen] = useState<Uid | null>(null);
  const [said, setSaid] = useState("");
  const layout = layOut(tasks);
  const task = tasks.find(({ uid }) => uid === chosen);
  const wait = (earlier: Task, later: Task, waits: boolean) => {
    onWait(earlier, later, waits);
    setSaid(waits ? m.projects_waits_now({ earlier: earlier.key, later: later.key }) : m.projects_waits_no_more({ earlier: earlier.key, later: later.key }));
  };
  return (
    <div className="flex h-full min-h-0 gap-4">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col gap-2">
        <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
          <Tabs label={m.projects_graph_zoom()} value={zoom} onChange={setZoom} tabs={ZOOM_TABS.map(({ value, word }) => ({ value, label: word() }))} />
          <p className="text-sm text-ink-2">{m.projects_graph_count({ edges: formatNumber(layout.edges.length), alone: formatNumber(tasks.length - layout.nodes.size) })}</p>
        </div>
        {layout.nodes.size === 0 ? (
          <EmptyState icon={Waypoints} title={m.projects_graph_empty_title()}>
            {m.projects_graph_empty_text()}
          </EmptyState>
        ) : (
          <Picture layout={layout} tasks={tasks} marked={marked} scale={ZOOMS[zoom]} chosen={chosen} onChoose={setChosen} onWait={wait} onDetails={onDetails} />
        )}
        <p className="chrome text-sm text-ink-3 [@media(max-height:44rem)]:hidden">{m.projects_graph_keys()}</p>
        <p role="status" className="sr-only">
          {said}
        </p>
      </div>
      <section aria-label={m.projects_graph_side()} className="flex w-64 shrink-0 flex-col gap-4 overflow-y-auto rounded-lg bg-sunken p-4">
        <TaskPicker label={m.projects_graph_find()} tasks={tasks} onPick={({ uid }) => setChosen(uid)} />
        {task === undefined ? (
          <p className="text-sm text-ink-2">{m.projects_graph_none_chosen()}</p>
        ) : (
          <>
            <div>
              <p className="text-xs text-ink-3">
                <span className="tabular-nums">{task.key}</span> · {TASK_STATUS[task.status]()}
              </p>
              <h3 className="font-medium wrap-anywhere">{task.title}</h3>
              <Button size="sm" className="mt-2" onClick={() => onDetails(task)}>
                {m.projects_task_details()}
              </Button>
            </div>
            <DependencyEditor task={task} tasks={tasks} onChange={wait} onChoose={({ uid }) => setChosen(uid)} />
          </>
        )}
      </section>
    </div>
  );
}

interface PictureProps {
  layout: Layout;
  tasks: readonly Task[];
  marked: ReadonlySet<Uid>;
  scale: number;
  chosen: Uid | null;
  onChoose: (uid: Uid) => void;
  onWait: (earlier: Task, later: Task, waits: boolean) => void;
  onDetails: (task: Task) => void;
}

function Picture({ layout, tasks, marked, scale, chosen, onChoose, onWait, onDetails }: PictureProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const surface = useRef<HTMLDivElement>(null);
  const [sight, setSight] = useState({ x: 0, y: 0, w: 2_000, h: 1_500 });
  const [rope, setRope] = useState<{ from: Uid; x: number; y: number } | null>(null);
  const byUid = new Map(tasks.map((task) => [task.uid, task]));
  const nodes = [...layout.nodes.values()];
  const stop = chosen !== null && layout.nodes.has(chosen) ? chosen : nodes[0]?.uid;
  const inSight = ({ x, y }: Placed) => x + NODE_W > sight.x - AROUND && x < sight.x + sight.w + AROUND && y + NODE_H > sight.y - AROUND && y < sight.y + sight.h + AROUND;
  // The task that Tab stops at exists even while it is scrolled away.
  const seen = nodes.filter((node) => inSight(node) || node.uid === stop);

  useEffect(() => {
    const frame = scroller.current;
    if (frame === null) return undefined;
    const look = () => {
      const step = (px: number) => Math.floor(px / AROUND) * AROUND;
      const next = { x: step(frame.scrollLeft / scale), y: step(frame.scrollTop / scale), w: frame.clientWidth / scale + AROUND, h: frame.clientHeight / scale + AROUND };
      setSight((before) => (before.x === next.x && before.y === next.y && before.w === next.w && before.h === next.h ? before : next));
    };
    look();
    frame.addEventListener("scroll", look, { passive: true });
    const measure = new ResizeObserver(look);
    measure.observe(frame);
    return () => {
      frame.removeEventListener("scroll", look);
      measure.disconnect();
    };
  }, [scale]);

  const place = chosen === null ? undefined : layout.nodes.get(chosen);
  const [left, top] = [place?.x, place?.y];
  useEffect(() => {
    const frame = scroller.current;
    if (frame === null || left === undefined || top === undefined) return;
    const [x, y] = [(left + PADDING) * scale, (top + PADDING) * scale];
    if (x < frame.scrollLeft || x + NODE_W * scale > frame.scrollLeft + frame.clientWidth) frame.scrollLeft = x - (frame.clientWidth - NODE_W * scale) / 2;
    if (y < frame.scrollTop || y + NODE_H * scale > frame.scrollTop + frame.clientHeight) frame.scrollTop = y - (frame.clientHeight - NODE_H * scale) / 2;
  }, [left, top, scale]);

  const keys = (event: KeyboardEvent) => {
    const uid = (event.target as HTMLElement).dataset["node"];
    if (uid === undefined || isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = nodeByKey(layout, uid, event.key);
    if (!event.key.startsWith("Arrow")) return;
    event.preventDefault();
    if (next === null) return;
    // At once, so that the next key already finds the focus there.
    flushSync(() => onChoose(next));
    surface.current?.querySelector<HTMLElement>(`[data-node="${next}"]`)?.focus({ preventScroll: true });
  };
  const pull = (event: PointerEvent<HTMLElement>, from: Uid) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.preventDefault();
    const grip = event.currentTarget;
    grip.setPointerCapture(event.pointerId);
    const at = ({ clientX, clientY }: { clientX: number; clientY: number }) => {
      const box = surface.current?.getBoundingClientRect();
      return { from, x: (clientX - (box?.left ?? 0)) / scale, y: (clientY - (box?.top ?? 0)) / scale };
    };
    setRope(at(event));
    const move = (to: globalThis.PointerEvent) => setRope(at(to));
    const end = (to: globalThis.PointerEvent | null) => {
      grip.removeEventListener("pointermove", move);
      grip.removeEventListener("pointerup", end);
      grip.removeEventListener("pointercancel", give);
      setRope(null);
      if (to === null) return;
      const goal = document.elementFromPoint(to.clientX, to.clientY)?.closest<HTMLElement>("[data-node]")?.dataset["node"];
      const [earlier, later] = [byUid.get(from), goal === undefined ? undefined : byUid.get(goal)];
      if (earlier !== undefined && later !== undefined && earlier !== later && !later.depends_on.includes(from)) onWait(earlier, later, true);
    };
    const give = () => end(null);
    grip.addEventListener("pointermove", move);
    grip.addEventListener("pointerup", end);
    grip.addEventListener("pointercancel", give);
  };

  const [width, height] = [layout.width + 2 * PADDING, layout.height + 2 * PADDING];
  const start = rope && layout.nodes.get(rope.from);
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto rounded-lg border border-line bg-surface">
      <div className="relative" style={{ width: width * scale, height: height * scale }}>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys move between its tasks, of which one always takes the focus */}
        <div ref={surface} role="group" aria-label={m.projects_graph_label()} onKeyDown={keys} className="absolute start-0 top-0 origin-top-left" style={{ width, height, transform: `scale(${scale})` }}>
          <svg aria-hidden className="pointer-events-none absolute inset-0" width={width} height={height}>
            {layout.edges.map(({ from, to }) => {
              const [a, b] = [layout.nodes.get(from), layout.nodes.get(to)];
              if (a === undefined || b === undefined || !(inSight(a) || inSight(b))) return null;
              const near = chosen === from || chosen === to;
              return <path key={`${from}>${to}`} d={curve(a.x + NODE_W, a.y + NODE_H / 2, b.x, b.y + NODE_H / 2)} fill="none" strokeWidth={near ? 2.5 : 1.25} className={near ? "stroke-accent" : "stroke-control"} />;
            })}
            {rope !== null && start !== undefined && start !== null && <path d={curve(start.x + NODE_W, start.y + NODE_H / 2, rope.x - PADDING, rope.y - PADDING)} fill="none" strokeWidth={2} strokeDasharray="5 4" className="stroke-accent" />}
          </svg>
          {seen.map((node) => {
            const task = byUid.get(node.uid);
            return task === undefined ? null : (
              <Node key={node.uid} node={node} task={task} isChosen={node.uid === chosen} isStop={node.uid === stop} isMarked={marked.has(node.uid)} onChoose={onChoose} onDetails={onDetails} onPull={pull} />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** From the right side of one to the left side of the other, with an arrow's head. */
function curve(x1: number, y1: number, x2: number, y2: number): string {
  const [ax, ay, bx, by] = [x1 + PADDING, y1 + PADDING, x2 + PADDING, y2 + PADDING];
  const bend = Math.max(24, (bx - ax) / 2);
  return `M${ax} ${ay} C${ax + bend} ${ay} ${bx - bend} ${by} ${bx} ${by} m-6 -4 l6 4 l-6 4`;
}

interface NodeProps {
  node: Placed;
  task: Task;
  isChosen: boolean;
  isStop: boolean;
  isMarked: boolean;
  onChoose: (uid: Uid) => void;
  onDetails: (task: Task) => void;
  onPull: (event: PointerEvent<HTMLElement>, from: Uid) => void;
}

const EDGE = { todo: "border-s-control", doing: "border-s-accent", done: "border-s-green", cancelled: "border-s-line" };

function Node({ node, task, isChosen, isStop, isMarked, onChoose, onDetails, onPull }: NodeProps) {
  const waits = task.open_prerequisites > 0 && !isClosed(task.status);
  return (
    <div className="group absolute" style={{ left: node.x + PADDING, top: node.y + PADDING, width: NODE_W, height: NODE_H }}>
      <button
        type="button"
        data-node={task.uid}
        tabIndex={isStop ? 0 : -1}
        aria-pressed={isChosen}
        onClick={() => onChoose(task.uid)}
        onFocus={(event) => {
          if (event.currentTarget.matches(":focus-visible")) onChoose(task.uid);
        }}
        onDoubleClick={() => onDetails(task)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !isComposing(event)) {
            event.preventDefault();
            onDetails(task);
          }
        }}
        className={cx(
          "chrome size-full overflow-hidden rounded-md border border-s-4 px-2.5 py-1 text-start shadow-1",
          EDGE[stageOf(task.status)],
          isChosen ? "border-accent bg-accent-soft" : "border-line bg-raised hover:border-control",
          isMarked && "task-marked",
        )}
      >
        <span className="block text-xs text-ink-3">
          <span className="tabular-nums">{task.key}</span> · {TASK_STATUS[task.status]()}
        </span>
        <span className={cx("block truncate text-sm", isClosed(task.status) ? "text-ink-3 line-through" : "text-ink")}>{task.title}</span>
        {waits && <span className="sr-only">{m.projects_summary_waiting()}</span>}
      </button>
      <span
        aria-hidden
        title={m.projects_graph_pull()}
        onPointerDown={(event) => onPull(event, task.uid)}
        className="absolute end-0 top-1/2 grid size-6 translate-x-1/2 -translate-y-1/2 cursor-crosshair touch-none place-items-center rounded-full border border-control bg-raised text-ink-2 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 hover:border-accent hover:text-accent-ink"
      >
        <Link2 size={12} />
      </span>
    </div>
  );
}
