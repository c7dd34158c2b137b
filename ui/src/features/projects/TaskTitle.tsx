/// A task's title: words until one edits them, then a field. Text being typed is never replaced from outside.
import { useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import type { Task } from "@/api";
import { cx } from "@/components";
import { m } from "@/i18n";
import { isComposing } from "@/platform";
import { isClosed } from "./stages";

export interface TaskTitleProps {
  task: Task;
  editing: boolean;
  onEdit: (editing: boolean) => void;
  onRename: (title: string) => void;
  /** Keys pressed on the title while it is not edited. */
  onKey?: (event: KeyboardEvent<HTMLButtonElement>) => void;
  /** What stands below the title and belongs to its name. */
  children?: ReactNode;
}

export function TaskTitle({ task, editing, onEdit, onRename, onKey, children }: TaskTitleProps) {
  if (editing) return <TitleField task={task} onDone={() => onEdit(false)} onRename={onRename} />;
  return (
    <button
      type="button"
      data-row
      data-task={task.uid}
      onClick={() => onEdit(true)}
      onKeyDown={onKey}
      // Space completes the task where the board takes it; it must not press the button as well.
      onKeyUp={(event) => {
        if (onKey !== undefined && event.key === " ") event.preventDefault();
      }}
      className={cx("min-h-7 w-full rounded-sm text-start text-base text-ink wrap-anywhere", isClosed(task.status) && "text-ink-3 line-through decoration-1")}
    >
      {task.title}
      {children}
    </button>
  );
}

function TitleField({ task, onDone, onRename }: { task: Task; onDone: () => void; onRename: (title: string) => void }) {
  const [text, setText] = useState(task.title);
  const [began, setBegan] = useState(task.title);
  const [problem, setProblem] = useState<string | null>(null);
  const done = useRef(false);

  const finish = (save: boolean, warned: boolean) => {
    if (done.current) return;
    const title = text.trim();
    if (save && title === "") {
      setProblem(m.projects_title_required());
      return;
    }
    if (save && title !== task.title) {
      // Somebody else renamed it meanwhile: say so once, and save on the second Enter.
      if (!warned && task.title !== began) {
        setBegan(task.title);
        setProblem(m.projects_stale_title_kept({ title: task.title }));
        return;
      }
      onRename(title);
    }
    done.current = true;
    onDone();
  };

  return (
    <div className="w-full" data-no-drag>
      <input
        type="text"
        // The field stands where the words stood that were chosen for editing.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        autoComplete="off"
        aria-label={m.projects_task_title_label({ key: task.key })}
        aria-invalid={problem === null ? undefined : true}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setProblem(null);
        }}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={() => finish(text.trim() !== "", false)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (isComposing(event)) return;
          if (event.key === "Enter") finish(true, problem !== null);
          if (event.key === "Escape") finish(false, false);
        }}
        className="h-8 w-full rounded-sm border border-accent bg-raised px-2 text-base text-ink focus-visible:outline-offset-0"
      />
      {problem !== null && (
        <p role="alert" className="mt-1 text-sm text-amber">
          {problem}
        </p>
      )}
    </div>
  );
}
