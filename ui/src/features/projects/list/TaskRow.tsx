/// One task of the list. Its fields are changed where they stand.
import { Ellipsis } from "lucide-react";
import { useState } from "react";
import type { Day, Secretary, Task } from "@/api";
import { Checkbox, cx, Select } from "@/components";
import { m } from "@/i18n";
import { DueDay } from "../DueDay";
import { PRIORITIES, TASK_STATUSES, toggled } from "../stages";
import { ActionsMenu, type TaskActions } from "../TaskCard";
import { TaskTitle } from "../TaskTitle";
import { PRIORITY, TASK_STATUS } from "../words";
import { COLUMN } from "./ListHead";
import { SettledDay } from "./SettledDay";

export interface TaskRowProps {
  task: Task;
  marked: boolean;
  actions: TaskActions;
  staff: readonly Secretary[];
  /** Whether it is chosen; null while its box completes it. */
  isChosen: boolean | null;
  onChoose: (task: Task, isOn: boolean, isRange: boolean) => void;
}

export function TaskRow({ task, marked, actions, staff, isChosen, onChoose }: TaskRowProps) {
  const [isRange, setRange] = useState(false);
  // The fields of a row exist once one comes near it, by pointer or focus: a screenful of them costs more than a frame.
  const [isNear, setNear] = useState(false);
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- hears that one comes near
    <div
      onPointerEnter={() => setNear(true)}
      onFocus={() => setNear(true)}
      className={cx("quiet-row flex min-h-12 items-center gap-3 border-b border-line px-2 py-1 hover:bg-hover", marked && "task-marked", isChosen && "bg-accent-soft hover:bg-accent-soft")}
    >
      {isChosen === null ? (
        <Checkbox label={m.projects_task_done_label({ key: task.key, title: task.title })} hideLabel checked={task.status === "completed"} onChange={() => actions.change(task, { status: toggled(task.status) })} />
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- only hears whether Shift was held for the box inside
        <span onPointerDownCapture={(event) => setRange(event.shiftKey)} onKeyDownCapture={(event) => setRange(event.shiftKey)}>
          <Checkbox label={m.projects_list_choose_one({ key: task.key, title: task.title })} hideLabel checked={isChosen} onChange={(isOn) => onChoose(task, isOn, isRange)} />
        </span>
      )}
      <span className={cx(COLUMN.order, "text-sm text-ink-3 tabular-nums")}>{task.key}</span>
      <span className={COLUMN.title}>
        <TaskTitle
          task={task}
          editing={actions.renaming === task.uid}
          onEdit={(editing) => actions.rename(editing ? task.uid : null)}
          onRename={(title) => actions.change(task, { title })}
        />
      </span>
      {isNear ? <Fields task={task} actions={actions} staff={staff} /> : <Words task={task} staff={staff} />}
    </div>
  );
}

/** What the fields say, while nobody is near. */
function Words({ task, staff }: { task: Task; staff: readonly Secretary[] }) {
  const word = "items-center px-2.5 text-sm";
  const name = staff.find(({ uid }) => uid === task.assistant_uid)?.name;
  return (
    <>
      <span className={cx(COLUMN.status, word)}>{TASK_STATUS[task.status]()}</span>
      <span className={cx(COLUMN.priority, word)}>{PRIORITY[task.priority].word()}</span>
      <span className={cx(COLUMN.assignee, word)}>{name ?? m.projects_nobody()}</span>
      <span className={cx(COLUMN.due, "flex items-center px-3")}>
        <DueDay task={task} />
      </span>
      <span aria-hidden className="grid size-8 shrink-0 place-items-center text-ink-2">
        <Ellipsis size={15} />
      </span>
    </>
  );
}

function Fields({ task, actions, staff }: { task: Task; actions: TaskActions; staff: readonly Secretary[] }) {
  const nobody = { value: "", label: m.projects_nobody() };
  const people = staff.filter(({ uid, is_active }) => is_active || uid === task.assistant_uid).map(({ uid, name }) => ({ value: uid, label: name }));
  return (
    <>
      <Select
        className={COLUMN.status}
        label={m.projects_task_status_label({ key: task.key })}
        hideLabel
        size="sm"
        value={task.status}
        onChange={(status) => actions.change(task, { status })}
        options={TASK_STATUSES.map((value) => ({ value, label: TASK_STATUS[value]() }))}
      />
      <Select
        className={COLUMN.priority}
        label={m.projects_task_priority_label({ key: task.key })}
        hideLabel
        size="sm"
        value={task.priority}
        onChange={(priority) => actions.change(task, { priority })}
        options={PRIORITIES.map((value) => ({ value, label: PRIORITY[value].word() }))}
      />
      <Select
        className={COLUMN.assignee}
        label={m.projects_task_assignee_label({ key: task.key })}
        hideLabel
        size="sm"
        value={task.assistant_uid ?? ""}
        onChange={(uid) => actions.change(task, { assistant_uid: uid === "" ? null : uid })}
        options={[nobody, ...people]}
      />
      <DueField task={task} onChange={(due_on) => actions.change(task, { due_on })} />
      <ActionsMenu task={task} actions={actions} />
    </>
  );
}

/** The due day in words, and as a field where one is near. */
function DueField({ task, onChange }: { task: Task; onChange: (day: Day | null) => void }) {
  return (
    <div className={cx("relative", COLUMN.due)}>
      <span className="quiet-words pointer-events-none absolute inset-y-0 start-3 flex items-center">
        <DueDay task={task} />
      </span>
      <div className="quiet-field">
        <SettledDay label={m.projects_task_due_label({ key: task.key })} value={task.due_on} onChange={onChange} />
      </div>
    </div>
  );
}
