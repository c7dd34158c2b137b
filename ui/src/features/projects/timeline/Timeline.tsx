/// The project in time: when each task can be done, what waits for what, which path is critical, and where the plan
/// had its milestones. Moving a bar shows what would come of it; nothing is stored before it is kept.
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { useRead, useToday, type ProjectDetail, type Task, type TaskSlot } from "@/api";
import { Button, Checkbox, ErrorNotice, Loading, Tabs } from "@/components";
import { isFlag, isOneOf, useStored } from "@/features/vault/stored";
import { formatDay, m } from "@/i18n";
import type { TaskFields } from "../changes";
import { workDays, type WorkDays } from "../workDays";
import { DependencyLines, ROW_PX } from "./DependencyLines";
import { daysOfRow, edgesIn, edgesOf, rowsOf, type Row } from "./rows";
import { scaleOf, xOf, ZOOMS, type Zoom } from "./scale";
import { movedBy, stretchedBy } from "./suppose";
import { barWords, type BarActions } from "./TaskBar";
import type { Grip } from "./useDrag";
import { Ground, HEAD_PX, TimelineHead, type InSight } from "./TimelineHead";
import { NAMES_PX, TimelineRow } from "./TimelineRow";
import { useWhatIf, type WhatIf } from "./useWhatIf";
import { Supposed } from "./Supposed";

const ZOOM_WORD: Record<Zoom, () => string> = { day: m.projects_zoom_day, week: m.projects_zoom_week, month: m.projects_zoom_month };
/** What is in sight counts in steps of this many pixels, so that scrolling draws the ground anew only then. */
const SIGHT_STEP_PX = 240;

export interface TimelineProps {
  project: ProjectDetail;
  tasks: readonly Task[];
  change: (task: Task, fields: TaskFields) => Promise<boolean>;
  onDetails: (task: Task) => void;
}

export default function Timeline({ project, tasks, change, onDetails }: TimelineProps) {
  const whatIf = useWhatIf(project.uid, tasks, change);
  const calendar = useRead("calendar.get", {});
  const { error } = whatIf;
  if (whatIf.base === undefined || calendar.data === undefined) {
    const failed = error ?? calendar.error;
    if (failed === null || failed === undefined) return <Loading label={m.projects_timeline_loading()} />;
    return <ErrorNotice error={failed} retry={() => (calendar.error === null ? whatIf.retry() : void calendar.refetch())} />;
  }
  return <Drawn tasks={tasks} whatIf={whatIf} work={workDays(calendar.data)} onDetails={onDetails} />;
}

interface DrawnProps {
  tasks: readonly Task[];
  whatIf: WhatIf;
  work: WorkDays;
  onDetails: (task: Task) => void;
}

function Drawn({ tasks, whatIf, work, onDetails }: DrawnProps) {
  const today = useToday();
  const [zoom, setZoom] = useStored<Zoom>("hisho.timeline.zoom", "day", isOneOf(...ZOOMS));
  const [withDone, setWithDone] = useStored("hisho.timeline.done", false, isFlag);
  const [last, setLast] = useState<string | null>(null);
  // Where the bar that is dragged lay when it was taken hold of.
  const held = useRef<TaskSlot | null>(null);
  const { base, forecast } = whatIf;
  // The order of the rows is that of what is expected, so that nothing jumps while one tries something out.
  const order = base === undefined ? [] : rowsOf(base, tasks, withDone);
  const shown = new Map((forecast?.slots ?? []).map((slot) => [slot.task_uid, slot]));
  const milestones = new Map((forecast?.baseline ?? []).map((milestone) => [milestone.milestone_uid, milestone]));
  const rows = order.map((row): Row => {
    if (row.kind === "open") return { ...row, slot: shown.get(row.uid) ?? row.slot };
    return row.kind === "milestone" ? { ...row, milestone: milestones.get(row.uid) ?? row.milestone } : row;
  });
  const slotNow = (task: Task) => shown.get(task.uid);
  const baseSlots = new Map((base?.slots ?? []).map((slot) => [slot.task_uid, slot]));

  const supposition = (task: Task, grip: Grip, slot: TaskSlot, days: number) => {
    const supposed = whatIf.asSupposed(task);
    return grip === "whole" ? movedBy(supposed, slot, days) : stretchedBy(supposed, slot, days, work);
  };
  const actions: BarActions = {
    onHold: (task, grip, days) => {
      held.current ??= slotNow(task) ?? null;
      if (held.current !== null) whatIf.hold(days === 0 ? null : supposition(task, grip, held.current, days));
    },
    onDrop: (task, grip, days) => {
      const from = held.current ?? slotNow(task);
      held.current = null;
      if (from === undefined) return;
      setLast(task.uid);
      whatIf.suppose(supposition(task, grip, from, days));
    },
    onStep: (task, grip, direction) => {
      const slot = slotNow(task);
      if (slot === undefined) return;
      // What was supposed by the key before may not be answered yet; the next step goes on from it.
      const supposed = whatIf.asSupposed(task);
      const from = !whatIf.isSettled && supposed.start_on !== task.start_on && supposed.start_on !== null ? { ...slot, start_on: supposed.start_on } : slot;
      setLast(task.uid);
      whatIf.suppose(supposition(task, grip, from, grip === "whole" ? work.step(from.start_on, direction) : direction > 0 ? work.step(from.finish_on, 1) : -1));
    },
    onCancel: () => {
      held.current = null;
      whatIf.hold(null);
    },
    onDetails,
    onSettle: (keep) => {
      if (!whatIf.isOn) return false;
      if (keep) void whatIf.keep();
      else whatIf.discard();
      return true;
    },
  };
  const lastTask = tasks.find(({ uid }) => uid === last);
  const lastSlot = lastTask && slotNow(lastTask);

  return (
    <div className="flex h-full min-h-0 flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
        <Tabs label={m.projects_zoom_label()} value={zoom} onChange={setZoom} tabs={ZOOMS.map((value) => ({ value, label: ZOOM_WORD[value]() }))} />
        <Checkbox label={m.projects_timeline_with_done()} checked={withDone} onChange={setWithDone} />
        {forecast !== undefined && <p className="text-sm text-ink-2">{m.projects_timeline_finish({ day: formatDay(forecast.finish_on, today) })}</p>}
      </div>
      {whatIf.isOn && base !== undefined && forecast !== undefined && <Supposed whatIf={whatIf} base={base} forecast={forecast} />}
      {whatIf.error !== null && whatIf.error !== undefined && <ErrorNotice error={whatIf.error} retry={whatIf.retry} />}
      <Line key={zoom} {...{ rows, baseSlots, work, zoom, actions }} />
      <p className="chrome text-sm text-ink-3 [@media(max-height:44rem)]:hidden">{m.projects_timeline_keys()}</p>
      <p role="status" className="sr-only">
        {whatIf.isOn && whatIf.isSettled && lastTask !== undefined && lastSlot !== undefined && forecast !== undefined && m.projects_timeline_said({ bar: barWords(lastTask, lastSlot), count: forecast.moved.length, finish: formatDay(forecast.finish_on) })}
      </p>
    </div>
  );
}

interface LineProps {
  rows: readonly Row[];
  baseSlots: ReadonlyMap<string, TaskSlot>;
  work: WorkDays;
  zoom: Zoom;
  actions: BarActions;
}

/** The rows on the line of days, of which only what is in sight exists. */
function Line({ rows, baseSlots, work, zoom, actions }: LineProps) {
  // The virtualizer is one object that changes within; what the compiler would keep of it would be stale.
  "use no memo";
  const today = useToday();
  const scroller = useRef<HTMLDivElement>(null);
  const [sight, setSight] = useState<InSight>({ from: 0, to: 2_000 });
  const [stop, setStop] = useState<string | null>(null);
  const scale = scaleOf(rows.flatMap(daysOfRow), today, zoom);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => ROW_PX, overscan: 6, getItemKey: (index) => rows[index]?.uid ?? index, paddingStart: HEAD_PX, scrollPaddingStart: HEAD_PX });
  const seen = virtual.getVirtualItems();
  const height = rows.length * ROW_PX;
  const edges = edgesIn(edgesOf(rows), seen[0]?.index ?? 0, seen.at(-1)?.index ?? 0);
  const firstBar = rows.find(({ kind }) => kind === "open")?.uid;
  const stopAt = rows.some(({ uid, kind }) => uid === stop && kind === "open") ? stop : firstBar;

  useEffect(() => {
    const line = scroller.current;
    if (line === null) return undefined;
    const look = () => {
      const from = Math.floor(line.scrollLeft / SIGHT_STEP_PX) * SIGHT_STEP_PX;
      const to = from + line.clientWidth + 2 * SIGHT_STEP_PX;
      setSight((before) => (before.from === from && before.to === to ? before : { from, to }));
    };
    look();
    line.addEventListener("scroll", look, { passive: true });
    const measure = new ResizeObserver(look);
    measure.observe(line);
    return () => {
      line.removeEventListener("scroll", look);
      measure.disconnect();
    };
  }, []);

  // A line is opened where today is, a little from the left.
  const todayX = xOf(scale, today);
  const goToToday = () => {
    const line = scroller.current;
    if (line !== null) line.scrollLeft = Math.max(0, todayX - (line.clientWidth - NAMES_PX) / 5);
  };
  const opened = useRef(goToToday);
  useEffect(() => opened.current(), []);

  const walk = (event: KeyboardEvent) => {
    const here = rows.findIndex(({ uid }) => uid === (event.target as HTMLElement).dataset["bar"]);
    const direction = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (here < 0 || direction === undefined || event.shiftKey) return;
    event.preventDefault();
    let to = here + direction;
    while (rows[to] !== undefined && rows[to]?.kind !== "open") to += direction;
    const row = rows[to];
    if (row?.kind !== "open") return;
    setStop(row.uid);
    virtual.scrollToIndex(to, { align: "auto" });
    const reach = () => {
      const line = scroller.current;
      const bar = line?.querySelector<HTMLElement>(`[data-bar="${row.uid}"]`);
      if (!line || !bar) return false;
      bar.focus({ preventScroll: true });
      const x = xOf(scale, row.slot.start_on);
      if (x < line.scrollLeft || x > line.scrollLeft + line.clientWidth - NAMES_PX - scale.dayPx) line.scrollLeft = Math.max(0, x - 80);
      return true;
    };
    // At once where the row exists, so that the next key finds the focus there; else when the line has scrolled to it.
    if (!reach()) requestAnimationFrame(() => reach());
  };

  return (
    <div className="relative min-h-0 flex-1">
      <div ref={scroller} className="h-full overflow-auto rounded-lg border border-line bg-surface">
        <div className="relative" style={{ height: height + HEAD_PX, width: NAMES_PX + scale.days * scale.dayPx }}>
          <div className="sticky top-0 z-40 flex border-b border-line bg-surface">
            <div className="sticky start-0 z-10 flex w-58 shrink-0 items-end border-e border-line bg-surface px-2 pb-1">
              <Button size="sm" variant="ghost" onClick={goToToday}>
                {m.date_today()}
              </Button>
            </div>
            <TimelineHead scale={scale} zoom={zoom} today={today} sight={sight} />
          </div>
          <div className="absolute" style={{ left: NAMES_PX, top: HEAD_PX }}>
            <Ground scale={scale} work={work} today={today} sight={sight} height={height} />
            <DependencyLines rows={rows} edges={edges} scale={scale} height={height} />
          </div>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys move between the rows' bars */}
          <div role="list" aria-label={m.projects_timeline_label()} onKeyDown={walk} onFocus={(event) => setStop((event.target as HTMLElement).dataset["bar"] ?? stop)}>
            {seen.map(({ index, key, start }) => {
              const row = rows[index];
              if (row === undefined) return null;
              const base = row.kind === "open" ? baseSlots.get(row.uid) : undefined;
              const isElsewhere = row.kind === "open" && base !== undefined && (base.start_on !== row.slot.start_on || base.finish_on !== row.slot.finish_on);
              return (
                <div key={key} role="listitem" aria-setsize={rows.length} aria-posinset={index + 1} className="absolute start-0 top-0 z-20" style={{ transform: `translateY(${start}px)` }}>
                  <TimelineRow row={row} before={isElsewhere ? base : undefined} scale={scale} isStop={row.uid === stopAt} actions={actions} />
                </div>
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}
