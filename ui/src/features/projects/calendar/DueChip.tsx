/// A task as one line of the calendar: dragged by the pointer, opened by a click or Enter.
import { useDraggable } from "@dnd-kit/core";
import { useToday, type Task } from "@/api";
import { cx, Tooltip } from "@/components";
import { m } from "@/i18n";
import { isClosed } from "../stages";
import { PRIORITY, TASK_STATUS } from "../words";

const LISTED = "list:";

/** The task of a chip that is dragged, wherever it was taken from. */
export function taskOf(dragged: string | number): string {
  return String(dragged).replace(LISTED, "");
}

export interface DueChipProps {
  task: Task;
  marked: boolean;
  /** It stands in a list of its own and not on its day: there it is no stop of the keys, but of Tab. */
  inList?: boolean;
  onDetails: (task: Task) => void;
}

export function DueChip({ task, marked, inList, onDetails }: DueChipProps) {
  const today = useToday();
  const { setNodeRef, listeners, isDragging } = useDraggable({ id: inList ? LISTED + task.uid : task.uid, disabled: inList && task.due_on !== null });
  const Sign = PRIORITY[task.priority].icon;
  const closed = isClosed(task.status);
  const late = !closed && task.due_on !== null && task.due_on < today;
  const pressing = !closed && (task.priority === "urgent" || task.priority === "high");
  return (
    <Tooltip text={`${task.key} ${task.title}`}>
      <button
        ref={setNodeRef}
        type="button"
        data-stop={inList ? undefined : task.uid}
        data-row={inList || undefined}
        tabIndex={inList ? 0 : -1}
        onPointerDown={(event) => listeners?.["onPointerDown"]?.(event)}
        onClick={() => onDetails(task)}
        aria-label={`${task.key} ${task.title}, ${TASK_STATUS[task.status]()}${late ? `, ${m.projects_overdue()}` : ""}`}
        className={cx(
          "chrome flex min-h-5.5 w-full shrink-0 touch-none items-center gap-1 rounded-sm border-s-3 px-1.5 text-start text-xs focus-visible:outline-offset-0",
          closed ? "border-line bg-sunken text-ink-3 line-through" : late ? "border-danger bg-red-soft text-red" : "border-accent bg-accent-soft text-ink hover:border-accent-hover",
          isDragging && "opacity-35",
          marked && "task-marked",
        )}
      >
        {pressing && <Sign size={12} className={cx("shrink-0", PRIORITY[task.priority].tint)} aria-hidden />}
        <span className="truncate">{task.title}</span>
      </button>
    </Tooltip>
  );
}
