/// The bar of an open task: from when to when, how far it could move, and where it was before what is supposed.
/// Dragged as a whole or by its end; the arrow keys do the same.
import type { KeyboardEvent } from "react";
import type { Task, TaskSlot } from "@/api";
import { cx } from "@/components";
import { formatDay, m } from "@/i18n";
import { isComposing } from "@/platform";
import { formatMinutes } from "../durations";
import { xOf, type Scale } from "./scale";
import { useDrag, type Grip } from "./useDrag";

export interface BarActions {
  /** A bar, or its end, is so many days from where it was; nothing is settled yet. */
  onHold: (task: Task, grip: Grip, days: number) => void;
  /** It was let go there. */
  onDrop: (task: Task, grip: Grip, days: number) => void;
  /** A key moves it, or its end, to the next working day or the one before. */
  onStep: (task: Task, grip: Grip, direction: -1 | 1) => void;
  onCancel: () => void;
  onDetails: (task: Task) => void;
  /** Enter and Escape, where something is supposed; false when nothing is. */
  onSettle: (keep: boolean) => boolean;
}

export interface TaskBarProps {
  task: Task;
  slot: TaskSlot;
  /** Where it lies as things are, when that is elsewhere. */
  before: TaskSlot | undefined;
  scale: Scale;
  /** Whether Tab stops here. */
  isStop: boolean;
  actions: BarActions;
}

/** A bar in a sentence, for those who cannot see it. */
export function barWords(task: Task, slot: TaskSlot): string {
  const facts = [
    m.projects_timeline_bar({ key: task.key, title: task.title, start: formatDay(slot.start_on), finish: formatDay(slot.finish_on) }),
    slot.is_critical ? m.projects_timeline_critical() : m.projects_timeline_slack({ slack: formatMinutes(slot.total_slack) }),
    ...(slot.late_by > 0 ? [m.projects_timeline_late({ late: formatMinutes(slot.late_by) })] : []),
    ...(slot.is_guess ? [m.projects_timeline_guess()] : []),
  ];
  return facts.join(", ");
}

export function TaskBar({ task, slot, before, scale, isStop, actions }: TaskBarProps) {
  const steps = (grip: Grip) => ({
    onDays: (days: number) => actions.onHold(task, grip, days),
    onDrop: (days: number) => (days === 0 ? actions.onCancel() : actions.onDrop(task, grip, days)),
    onCancel: actions.onCancel,
  });
  const whole = useDrag(scale.dayPx, steps("whole"));
  const end = useDrag(scale.dayPx, steps("end"));
  const [x, width] = place(slot, scale);
  const slack = xOf(scale, slot.latest_finish_on) + scale.dayPx - (x + width);

  const press = (event: KeyboardEvent) => {
    if (isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") actions.onStep(task, event.shiftKey ? "end" : "whole", event.key === "ArrowLeft" ? -1 : 1);
    else if (event.key === "Enter") {
      if (!actions.onSettle(true)) actions.onDetails(task);
    } else if (event.key !== "Escape" || !actions.onSettle(false)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <>
      {slack > 0 && <span aria-hidden className="absolute top-1/2 z-10 h-1 -translate-y-1/2 rounded-e-full bg-control/40" style={{ left: x + width, width: slack }} />}
      {before !== undefined && <Ghost slot={before} scale={scale} />}
      {task.due_on !== null && <span aria-hidden title={m.projects_timeline_due({ day: formatDay(task.due_on) })} className={cx("absolute top-1 bottom-1 z-10 w-0.5", slot.late_by > 0 ? "bg-danger" : "bg-ink-3")} style={{ left: xOf(scale, task.due_on) + scale.dayPx - 1 }} />}
      <button
        type="button"
        data-row
        data-bar={task.uid}
        tabIndex={isStop ? 0 : -1}
        aria-label={barWords(task, slot)}
        onKeyDown={press}
        onDoubleClick={() => actions.onDetails(task)}
        {...whole}
        className={cx(
          "chrome absolute top-1.5 bottom-1.5 z-20 cursor-grab touch-none overflow-hidden rounded-sm border px-1.5 text-start text-xs leading-5 whitespace-nowrap focus-visible:outline-offset-1 active:cursor-grabbing",
          slot.is_critical ? "border-accent bg-accent text-on-accent" : "border-accent/60 bg-accent-soft text-ink",
          slot.is_guess && "border-dashed",
          slot.late_by > 0 && "border-danger ring-1 ring-danger",
        )}
        style={{ left: x, width: Math.max(width, 4) }}
      >
        {width > 48 && task.title}
        <span aria-hidden className="absolute inset-y-0 end-0 w-2 cursor-ew-resize hover:bg-ink/25" {...end} />
      </button>
    </>
  );
}

function Ghost({ slot, scale }: { slot: TaskSlot; scale: Scale }) {
  const [x, width] = place(slot, scale);
  return <span aria-hidden className="absolute top-1.5 bottom-1.5 rounded-sm border border-dashed border-ink-3" style={{ left: x, width }} />;
}

function place({ start_on, finish_on }: TaskSlot, scale: Scale): [number, number] {
  // What takes no time may end on the day before the one it begins on.
  const first = start_on < finish_on ? start_on : finish_on;
  const x = xOf(scale, first);
  return [x, xOf(scale, finish_on) + scale.dayPx - x];
}
