/// The tasks one below the other, every field at hand.
import "./projects.css";
import { useState } from "react";
import type { Day, Task, Uid } from "@/api";
import { Checkbox, cx, DateField, Select, VirtualList } from "@/components";
import { m } from "@/i18n";
import { inListOrder, PRIORITIES, toggled } from "./stages";
import { DueDay } from "./DueDay";
import { ActionsMenu, type TaskActions } from "./TaskCard";
import { TaskTitle } from "./TaskTitle";
import { PRIORITY, TASK_STATUS, TASK_STATUSES } from "./words";

const ROW_HEIGHT = 48;

export interface TaskListProps {
  tasks: readonly Task[];
  marked: ReadonlySet<Uid>;
  actions: TaskActions;
}

export function TaskList({ tasks, marked, actions }: TaskListProps) {
  return (
    <VirtualList
      items={tasks.toSorted(inListOrder)}
      estimate={ROW_HEIGHT}
      label={m.projects_task_list_label()}
      keyOf={(task) => task.uid}
      render={(task) => <TaskRow task={task} marked={marked.has(task.uid)} actions={actions} />}
    />
  );
}

function TaskRow({ task, marked, actions }: { task: Task; marked: boolean; actions: TaskActions }) {
  return (
    <div className={cx("quiet-row flex min-h-12 items-center gap-3 border-b border-line px-2 py-1 hover:bg-hover", marked && "task-marked")}>
      <Checkbox label={m.projects_task_done_label({ key: task.key, title: task.title })} hideLabel checked={task.status === "completed"} onChange={() => actions.change(task, { status: toggled(task.status) })} />
      <span className="w-16 shrink-0 text-sm text-ink-3 tabular-nums">{task.key}</span>
      <span className="min-w-32 flex-1">
        <TaskTitle
          task={task}
          editing={actions.renaming === task.uid}
          onEdit={(editing) => actions.rename(editing ? task.uid : null)}
          onRename={(title) => actions.change(task, { title })}
        />
      </span>
      <Select
        className="hidden w-32 shrink-0 xl:flex"
        label={m.projects_task_status_label({ key: task.key })}
        hideLabel
        size="sm"
        value={task.status}
        onChange={(status) => actions.change(task, { status })}
        options={TASK_STATUSES.map((value) => ({ value, label: TASK_STATUS[value]() }))}
      />
      <Select
        className="hidden w-28 shrink-0 lg:flex"
        label={m.projects_task_priority_label({ key: task.key })}
        hideLabel
        size="sm"
        value={task.priority}
        onChange={(priority) => actions.change(task, { priority })}
        options={PRIORITIES.map((value) => ({ value, label: PRIORITY[value].word() }))}
      />
      <DueField task={task} onChange={(due_on) => actions.change(task, { due_on })} />
      <ActionsMenu task={task} actions={actions} />
    </div>
  );
}

/** The due day, sent once the field is left, so that a day half typed is not a change. */
function DueField({ task, onChange }: { task: Task; onChange: (day: Day | null) => void }) {
  const [typed, setTyped] = useState<{ day: Day | null } | null>(null);
  const settle = () => {
    if (typed !== null && typed.day !== task.due_on) onChange(typed.day);
    setTyped(null);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- hears when the field inside is left
    <div
      className="relative w-44 shrink-0"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) settle();
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") settle();
      }}
    >
      <span className="quiet-words pointer-events-none absolute inset-y-0 start-3 flex items-center">
        <DueDay task={task} />
      </span>
      <div className="quiet-field">
        <DateField size="sm" label={m.projects_task_due_label({ key: task.key })} hideLabel value={typed === null ? task.due_on : typed.day} onChange={(day) => setTyped({ day })} />
      </div>
    </div>
  );
}
