/// The tasks that are parts of a task: ticked, opened and added here.
import { useState } from "react";
import type { Task } from "@/api";
import { Button, Checkbox, cx, TextField } from "@/components";
import { m } from "@/i18n";
import { isComposing } from "@/platform";
import { byPosition, isClosed, toggled } from "../stages";
import type { TaskDesk } from "../useTasks";

export function Parts({ task, parts, desk, onOpen }: { task: Task; parts: readonly Task[]; desk: TaskDesk; onOpen: (task: Task) => void }) {
  const [title, setTitle] = useState("");
  const whole = desk.tasks.find(({ uid }) => uid === task.parent_uid);
  const add = async () => {
    const wanted = title.trim();
    if (wanted === "") return;
    setTitle("");
    if (!(await desk.add(wanted, task.uid))) setTitle((now) => (now === "" ? wanted : now));
  };
  return (
    <div className="flex flex-col gap-3">
      {whole !== undefined && (
        <p className="text-base">
          {m.projects_field_parent()}{" "}
          <button type="button" onClick={() => onOpen(whole)} className="rounded-sm text-accent-ink underline-offset-2 hover:underline">
            {whole.key} {whole.title}
          </button>
        </p>
      )}
      {parts.length === 0 ? (
        <p className="text-base text-ink-3">{m.projects_parts_none()}</p>
      ) : (
        <ul className="flex flex-col">
          {parts.toSorted(byPosition).map((part) => (
            <li key={part.uid} className="flex min-h-9 items-center gap-2">
              <Checkbox label={m.projects_task_done_label({ key: part.key, title: part.title })} hideLabel checked={part.status === "completed"} onChange={() => void desk.change(part, { status: toggled(part.status) })} />
              <button type="button" onClick={() => onOpen(part)} className="flex min-w-0 flex-1 items-baseline gap-2 rounded-md px-1.5 py-1 text-start hover:bg-hover">
                <span className="shrink-0 text-sm text-ink-3 tabular-nums">{part.key}</span>
                <span className={cx("wrap-anywhere", isClosed(part.status) && "text-ink-3 line-through")}>{part.title}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <TextField
          className="flex-1"
          label={m.projects_part_new()}
          value={title}
          maxLength={200}
          onChange={setTitle}
          onKeyDown={(event) => {
            if (event.key === "Enter" && isComposing(event)) event.preventDefault();
          }}
        />
        <Button type="submit" disabled={title.trim() === ""}>
          {m.projects_part_add()}
        </Button>
      </form>
    </div>
  );
}
