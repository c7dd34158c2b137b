/// The project's month: what is due on which day. A task goes to another day by dragging or by Shift and an arrow.
/// Must not know how a change is sent.
import { DndContext, DragOverlay, PointerSensor, pointerWithin, useSensor, useSensors } from "@dnd-kit/core";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { createPortal } from "react-dom";
import { useRead, useToday, type Day, type Milestone, type Task, type Uid } from "@/api";
import { Button, IconButton } from "@/components";
import { addMonths, formatLongDay, formatMonth, isDay, m, weekdayNames, weeksOfMonth } from "@/i18n";
import { isComposing } from "@/platform";
import { CardInHand } from "../TaskCard";
import { workDays } from "../workDays";
import { DayCell } from "./DayCell";
import { taskOf } from "./DueChip";
import { dayByKey, dueByDay } from "./month";
import { NO_DAY, Undated } from "./Undated";
import { useRoom } from "./useRoom";

export interface MonthViewProps {
  tasks: readonly Task[];
  /** Of the plan in force. */
  milestones: readonly Milestone[];
  /** The page of that plan. */
  planHref: string | null;
  marked: ReadonlySet<Uid>;
  onDue: (task: Task, due: Day | null) => void;
  onDetails: (task: Task) => void;
}

export default function MonthView({ tasks, milestones, planHref, marked, onDue, onDetails }: MonthViewProps) {
  const today = useToday();
  const grid = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<Day>(today);
  const [held, setHeld] = useState<Uid | null>(null);
  // What has or should have the focus: a task by its identity, or a day.
  const [followed, setFollowed] = useState<Uid | Day | null>(null);
  const [said, setSaid] = useState("");
  const calendar = useRead("calendar.get", {});
  const work = calendar.data && workDays(calendar.data);
  const room = useRoom(grid);
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 5 } }));
  const { days, undated } = dueByDay(tasks, milestones);
  const weeks = weeksOfMonth(at);
  const taskInHand = tasks.find(({ uid }) => uid === held);

  useEffect(() => {
    if (followed !== null) grid.current?.querySelector<HTMLElement>(`[data-stop="${followed}"]`)?.focus();
  }, [followed, at, tasks]);

  const move = (task: Task, due: Day | null) => {
    if (task.due_on === due) return;
    onDue(task, due);
    setSaid(due === null ? m.projects_calendar_no_day_now({ key: task.key }) : m.projects_calendar_due_now({ key: task.key, day: formatLongDay(due) }));
  };
  const goTo = (day: Day) => {
    setAt(day);
    setFollowed(day);
  };
  const keys = (event: KeyboardEvent<HTMLElement>) => {
    const stop = (event.target as HTMLElement).closest<HTMLElement>("[data-stop]")?.dataset["stop"];
    if (stop === undefined || isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    const task = isDay(stop) ? undefined : tasks.find(({ uid }) => uid === stop);
    const day = task?.due_on ?? stop;
    const to = dayByKey(event.key, day);
    if (task !== undefined && event.shiftKey && to !== null) {
      move(task, to);
      setAt(to);
      setFollowed(task.uid);
    } else if (task !== undefined && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      setFollowed(neighbour(grid.current, stop, event.key === "ArrowUp" ? -1 : 1) ?? stop);
    } else if (task !== undefined && event.key === "Escape") goTo(day);
    else if (to !== null && !event.shiftKey) goTo(to);
    else if (task === undefined && event.key === "Enter") setFollowed(neighbour(grid.current, stop, 1) ?? stop);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <DndContext
      sensors={sensors}
      collisionDetection={pointerWithin}
      accessibility={{ screenReaderInstructions: { draggable: m.projects_calendar_keys() } }}
      onDragStart={({ active }) => setHeld(taskOf(active.id))}
      onDragCancel={() => setHeld(null)}
      onDragEnd={({ active, over }) => {
        setHeld(null);
        const task = tasks.find(({ uid }) => uid === taskOf(active.id));
        if (task !== undefined && over !== null) move(task, over.id === NO_DAY ? null : String(over.id));
      }}
    >
      <div className="flex h-full min-h-0 gap-4">
        <div className="flex min-h-0 min-w-0 flex-1 flex-col gap-2">
          <div className="flex flex-wrap items-center gap-1">
            <IconButton size="sm" icon={ChevronLeft} label={m.date_month_before()} onClick={() => setAt(addMonths(at, -1))} />
            <IconButton size="sm" icon={ChevronRight} label={m.date_month_after()} onClick={() => setAt(addMonths(at, 1))} />
            <p aria-live="polite" className="min-w-32 px-1 text-md font-medium">
              {formatMonth(at)}
            </p>
            <Button size="sm" variant="ghost" onClick={() => setAt(today)}>
              {m.date_today()}
            </Button>
          </div>
          {/* oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- one of its days always takes the focus */}
          <div ref={grid} role="grid" aria-label={m.projects_calendar_label({ month: formatMonth(at) })} onKeyDown={keys} className="grid min-h-0 flex-1 grid-rows-[auto_repeat(6,minmax(4.75rem,1fr))] overflow-y-auto rounded-lg border border-line">
            <div role="row" className="grid grid-cols-7 border-b border-line bg-sunken">
              {weekdayNames("short").map((name) => (
                <span key={name} role="columnheader" className="px-2 py-1 text-xs font-medium text-ink-2">
                  {name}
                </span>
              ))}
            </div>
            {weeks.map((week) => (
              <div key={week[0]} role="row" className="grid min-h-0 grid-cols-7 border-b border-line last:border-b-0">
                {week.map((day) => (
                  <DayCell key={day} day={day} at={at} due={days.get(day)} room={room} work={work} wanted={followed} planHref={planHref} marked={marked} onFocusDay={setAt} onDetails={onDetails} />
                ))}
              </div>
            ))}
          </div>
          <p className="chrome text-sm text-ink-3 [@media(max-height:44rem)]:hidden">{m.projects_calendar_keys()}</p>
          <p role="status" className="sr-only">
            {said}
          </p>
        </div>
        <Undated tasks={undated} marked={marked} onDetails={onDetails} />
      </div>
      {createPortal(<DragOverlay dropAnimation={null}>{taskInHand && <CardInHand task={taskInHand} />}</DragOverlay>, document.body)}
    </DndContext>
  );
}

/** The stop before or behind one within its day: a task, or the day itself in front of them. */
function neighbour(grid: HTMLElement | null, stop: string, direction: -1 | 1): string | undefined {
  const cell = grid?.querySelector(`[data-stop="${stop}"]`)?.closest('[role="gridcell"]');
  const stops = [...(cell?.querySelectorAll<HTMLElement>("[data-stop]") ?? [])].map(({ dataset }) => dataset["stop"]);
  return stops[stops.indexOf(stop) + direction];
}
