/// One card of the board: what is to be done, by when, how pressing. Dragged as a whole by the pointer, by its
/// handle with the keyboard.
import "./projects.css";
import { useDraggable } from "@dnd-kit/core";
import { GripVertical, OctagonPause } from "lucide-react";
import type { KeyboardEvent, PointerEvent } from "react";
import type { Column, Task } from "@/api";
import { Badge, Checkbox, cx, IconButton } from "@/components";
import { m } from "@/i18n";
import { toggled } from "./stages";
import type { TaskFields } from "./changes";
import { DueDay } from "./DueDay";
import { TaskMenu } from "./TaskMenu";
import { TaskTitle } from "./TaskTitle";
import { PRIORITY, TASK_STATUS } from "./words";

/** What a card or a row asks of the screen it stands on. */
export interface TaskActions {
  /** Where a task can go. */
  columns: readonly Column[];
  change: (task: Task, fields: TaskFields) => void;
  move: (task: Task, column: Column) => void;
  remove: (task: Task) => void;
  /** Opens all fields of the task. */
  details: (task: Task) => void;
  /** The task whose title is being edited. */
  renaming: string | null;
  rename: (uid: string | null) => void;
}

export interface TaskCardProps {
  task: Task;
  marked: boolean;
  actions: TaskActions;
  onKey: (event: KeyboardEvent<HTMLButtonElement>, task: Task) => void;
}

export function TaskCard({ task, marked, actions, onKey }: TaskCardProps) {
  const { setNodeRef, setActivatorNodeRef, listeners, attributes, isDragging } = useDraggable({ id: task.uid });

  const press = (event: PointerEvent<HTMLDivElement>) => {
    if ((event.target as HTMLElement).closest("input, [data-no-drag]") === null) listeners?.["onPointerDown"]?.(event);
  };

  return (
    <div ref={setNodeRef} onPointerDown={press} className="py-1">
      <article
        aria-label={`${task.key} ${task.title}`}
        className={cx("group relative rounded-md border border-line bg-raised px-3 py-2 shadow-1 transition-opacity hover:border-control", isDragging && "opacity-35", marked && "task-marked")}
      >
        <div className="flex min-h-6 flex-wrap items-center gap-1.5 text-xs text-ink-3">
          <span className="whitespace-nowrap tabular-nums">{task.key}</span>
          {task.status === "blocked" && (
            <Badge tone="amber" icon={OctagonPause}>
              {TASK_STATUS.blocked()}
            </Badge>
          )}
          {(task.status === "review" || task.status === "assigned") && <Badge tone="violet">{TASK_STATUS[task.status]()}</Badge>}
          <span className="absolute end-1 top-1 flex rounded-md bg-raised opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100">
            <IconButton
              size="sm"
              icon={GripVertical}
              label={m.projects_task_drag({ key: task.key })}
              {...attributes}
              ref={setActivatorNodeRef}
              onKeyDown={(event) => listeners?.["onKeyDown"]?.(event)}
            />
            <ActionsMenu task={task} actions={actions} />
          </span>
        </div>
        <div className="mt-0.5 flex items-start gap-2.5">
          <span className="pt-1" data-no-drag>
            <Checkbox label={m.projects_task_done_label({ key: task.key, title: task.title })} hideLabel checked={task.status === "completed"} onChange={() => actions.change(task, { status: toggled(task.status) })} />
          </span>
          <TaskTitle
            task={task}
            editing={actions.renaming === task.uid}
            onEdit={(editing) => actions.rename(editing ? task.uid : null)}
            onRename={(title) => actions.change(task, { title })}
            onKey={(event) => onKey(event, task)}
          />
        </div>
        <CardFoot task={task} />
      </article>
    </div>
  );
}

/** The menu of a task wherever it stands. */
export function ActionsMenu({ task, actions }: { task: Task; actions: TaskActions }) {
  return (
    <TaskMenu
      task={task}
      columns={actions.columns}
      onRename={() => actions.rename(task.uid)}
      onDetails={() => actions.details(task)}
      onMove={(column) => actions.move(task, column)}
      onCancel={() => actions.change(task, { status: "cancelled" })}
      onDelete={() => actions.remove(task)}
    />
  );
}

function CardFoot({ task }: { task: Task }) {
  const Sign = PRIORITY[task.priority].icon;
  if (task.due_on === null && task.priority === "medium") return null;
  return (
    <div className="mt-1.5 flex items-center gap-3 ps-7">
      {task.priority !== "medium" && (
        <span className={cx("inline-flex items-center gap-1 text-sm", PRIORITY[task.priority].tint)}>
          <Sign size={14} aria-hidden />
          {PRIORITY[task.priority].word()}
        </span>
      )}
      <DueDay task={task} />
    </div>
  );
}

/** What hangs on the pointer while a card is dragged. */
export function CardInHand({ task }: { task: Task }) {
  return (
    <div className="rotate-1 rounded-md border border-accent bg-raised px-3 py-2 shadow-3">
      <span className="text-xs text-ink-3 tabular-nums">{task.key}</span>
      <p className="text-base wrap-anywhere">{task.title}</p>
    </div>
  );
}
