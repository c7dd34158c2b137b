/// One row of the timeline: its name at the side, its bar on the line.
import { Check, Flag, Route, TriangleAlert } from "lucide-react";
import type { TaskSlot } from "@/api";
import { cx } from "@/components";
import { formatDay, m } from "@/i18n";
import { formatMinutes } from "../durations";
import type { Row } from "./rows";
import { xOf, type Scale } from "./scale";
import { TaskBar, type BarActions } from "./TaskBar";

/** The width of the column of names in pixels. */
export const NAMES_PX = 232;

export interface TimelineRowProps {
  row: Row;
  /** Where its task lies as things are, when that is elsewhere. */
  before: TaskSlot | undefined;
  scale: Scale;
  isStop: boolean;
  actions: BarActions;
}

export function TimelineRow({ row, before, scale, isStop, actions }: TimelineRowProps) {
  return (
    <div className="flex h-9 border-b border-line/60">
      <div className="sticky start-0 z-30 flex w-58 shrink-0 items-center gap-2 border-e border-line bg-surface px-2">
        <RowName row={row} actions={actions} />
      </div>
      <div className="relative h-full" style={{ width: scale.days * scale.dayPx }}>
        {row.kind === "open" ? (
          <TaskBar task={row.task} slot={row.slot} before={before} scale={scale} isStop={isStop} actions={actions} />
        ) : row.kind === "done" ? (
          <span aria-hidden className="absolute top-2 bottom-2 rounded-sm bg-green-soft ring-1 ring-green/40" style={{ left: xOf(scale, row.start_on), width: xOf(scale, row.finish_on) + scale.dayPx - xOf(scale, row.start_on) }} />
        ) : (
          <MilestoneMarks row={row} scale={scale} />
        )}
      </div>
    </div>
  );
}

function RowName({ row, actions }: { row: Row; actions: BarActions }) {
  if (row.kind === "milestone") {
    return (
      <>
        {row.milestone.is_reached ? <Check size={14} className="shrink-0 text-green" aria-label={m.projects_timeline_reached()} /> : <Flag size={14} className="shrink-0 text-violet" aria-hidden />}
        <span className="min-w-0 truncate text-sm font-medium">
          <span className="sr-only">{m.projects_milestone()} </span>
          {row.milestone.title}
          <span className="sr-only">. {milestoneWords(row.milestone)}</span>
        </span>
      </>
    );
  }
  const { task } = row;
  return (
    <>
      <span className="shrink-0 text-xs text-ink-3 tabular-nums">{task.key}</span>
      <button type="button" tabIndex={-1} onClick={() => actions.onDetails(task)} className={cx("min-w-0 flex-1 truncate rounded-sm text-start text-sm hover:underline", row.kind === "done" && "text-ink-3 line-through")}>
        {task.title}
      </button>
      {row.kind === "open" && row.slot.late_by > 0 && <TriangleAlert size={13} className="shrink-0 text-red" aria-label={m.projects_timeline_late({ late: formatMinutes(row.slot.late_by) })} />}
      {row.kind === "open" && row.slot.is_critical && <Route size={13} className="shrink-0 text-accent-ink" aria-label={m.projects_timeline_critical()} />}
    </>
  );
}

type Milestone = Extract<Row, { kind: "milestone" }>["milestone"];

function milestoneWords({ planned_on, expected_on, is_reached }: Milestone): string {
  return [
    ...(planned_on === null ? [] : [m.projects_timeline_planned({ day: formatDay(planned_on) })]),
    ...(is_reached ? [m.projects_timeline_reached()] : expected_on === null ? [] : [m.projects_timeline_expected({ day: formatDay(expected_on) })]),
  ].join(", ");
}

/** Where the plan has it, where it is to be expected, and the way between the two. */
function MilestoneMarks({ row: { milestone }, scale }: { row: Extract<Row, { kind: "milestone" }>; scale: Scale }) {
  const { planned_on, expected_on, is_reached } = milestone;
  const at = (day: string) => xOf(scale, day) + scale.dayPx;
  const late = planned_on !== null && expected_on !== null && expected_on > planned_on;
  const mark = "absolute top-1/2 size-3.5 -translate-x-1/2 -translate-y-1/2 rotate-45 rounded-[3px] border-2";
  return (
    <div title={milestoneWords(milestone)} className="absolute inset-0">
      {planned_on !== null && expected_on !== null && (
        <span aria-hidden className={cx("absolute top-1/2 h-0.5 -translate-y-1/2", late ? "bg-danger" : "bg-green")} style={{ left: Math.min(at(planned_on), at(expected_on)), width: Math.abs(at(expected_on) - at(planned_on)) }} />
      )}
      {planned_on !== null && <span aria-hidden className={cx(mark, is_reached ? "border-green bg-green" : "border-violet bg-surface")} style={{ left: at(planned_on) }} />}
      {expected_on !== null && !is_reached && <span aria-hidden className={cx(mark, late ? "border-danger bg-danger" : "border-violet bg-violet")} style={{ left: at(expected_on) }} />}
    </div>
  );
}
