/// One day of the month with what is due on it. Tasks are dropped onto it.
import { useDroppable } from "@dnd-kit/core";
import { Flag } from "lucide-react";
import { Popover } from "radix-ui";
import { useToday, type Day, type Milestone, type Task, type Uid } from "@/api";
import { AppLink, cx } from "@/components";
import { formatLongDay, formatNumber, m } from "@/i18n";
import type { WorkDays } from "../workDays";
import { DueChip } from "./DueChip";
import { shownOf, type DayDue } from "./month";

export interface DayCellProps {
  day: Day;
  /** The day that is walked from; its month is the one that is looked at. */
  at: Day;
  due: DayDue | undefined;
  /** How many lines there is room for. */
  room: number;
  /** The person's working hours, once they are known. */
  work: WorkDays | undefined;
  /** A task to be seen whatever the room. */
  wanted: string | null;
  planHref: string | null;
  marked: ReadonlySet<Uid>;
  onFocusDay: (day: Day) => void;
  onDetails: (task: Task) => void;
}

export function DayCell({ day, at, due, room, work, wanted, planHref, marked, onFocusDay, onDetails }: DayCellProps) {
  const today = useToday();
  const { setNodeRef, isOver } = useDroppable({ id: day });
  const { milestones = [], tasks = [] } = due ?? {};
  const shown = shownOf(tasks, Math.max(1, room - milestones.length), wanted);
  const more = tasks.length - shown.length;
  const isFree = work?.minutesOn(day) === 0;
  const holiday = isFree ? work.nameOf(day) : "";
  const inMonth = day.slice(0, 7) === at.slice(0, 7);
  return (
    <div ref={setNodeRef} role="gridcell" data-day={day} className={cx("flex min-h-0 min-w-0 flex-col gap-0.5 overflow-hidden border-e border-line p-1 last:border-e-0", isOver ? "bg-accent-soft" : isFree ? "bg-sunken" : inMonth ? "bg-raised" : "bg-surface")}>
      <div className="flex min-w-0 items-center gap-1">
        <button
          type="button"
          data-stop={day}
          tabIndex={day === at ? 0 : -1}
          aria-current={day === today ? "date" : undefined}
          aria-label={m.projects_calendar_day({ day: formatLongDay(day), count: formatNumber(tasks.length + milestones.length) })}
          onFocus={() => onFocusDay(day)}
          className={cx(
            "chrome grid size-6 shrink-0 place-items-center rounded-full text-xs tabular-nums focus-visible:outline-offset-0",
            day === today ? "bg-accent font-semibold text-on-accent" : inMonth ? "text-ink-2" : "text-ink-3",
          )}
        >
          {Number(day.slice(8))}
        </button>
        {holiday !== "" && <span className="truncate text-xs text-violet">{holiday}</span>}
      </div>
      {milestones.map((milestone) => (
        <MilestoneLine key={milestone.uid} milestone={milestone} href={planHref} />
      ))}
      {shown.map((task) => (
        <DueChip key={task.uid} task={task} marked={marked.has(task.uid)} onDetails={onDetails} />
      ))}
      {more > 0 && (
        <Popover.Root>
          <Popover.Trigger className="chrome min-h-5 shrink-0 rounded-sm px-1.5 text-start text-xs text-ink-2 hover:bg-hover">{m.projects_calendar_more({ count: formatNumber(more) })}</Popover.Trigger>
          <Popover.Portal>
            <Popover.Content aria-label={formatLongDay(day)} sideOffset={4} collisionPadding={8} className="rise z-30 flex max-h-96 w-72 flex-col gap-1 overflow-y-auto rounded-lg border border-line bg-raised p-3 shadow-3 outline-none">
              <p className="pb-1 text-sm font-medium">{formatLongDay(day)}</p>
              {tasks.map((task) => (
                <DueChip key={task.uid} task={task} inList marked={marked.has(task.uid)} onDetails={onDetails} />
              ))}
            </Popover.Content>
          </Popover.Portal>
        </Popover.Root>
      )}
    </div>
  );
}

function MilestoneLine({ milestone, href }: { milestone: Milestone; href: string | null }) {
  const words = (
    <>
      <Flag size={11} className="shrink-0" aria-hidden />
      <span className="truncate">
        <span className="sr-only">{m.projects_milestone()} </span>
        {milestone.title}
      </span>
    </>
  );
  const look = "flex min-h-5 shrink-0 items-center gap-1 rounded-sm bg-violet-soft px-1.5 text-xs font-medium text-violet";
  return href === null ? (
    <span className={look}>{words}</span>
  ) : (
    <AppLink to={href} tabIndex={-1} className={cx(look, "hover:underline")}>
      {words}
    </AppLink>
  );
}
