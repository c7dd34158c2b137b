/// A field that finds a task of the project by a part of its key or title, and gives the one that is chosen.
import { Search } from "lucide-react";
import { useId, useState, type KeyboardEvent } from "react";
import type { Task } from "@/api";
import { cx } from "@/components";
import { m } from "@/i18n";
import { isComposing } from "@/platform";
import { hasWords, wordsOf } from "./finding";

/** So many are offered at once. */
const MOST = 8;

/** The tasks in whose key or title every word of `text` stands. */
export function matching(tasks: readonly Task[], text: string): Task[] {
  const words = wordsOf(text);
  const found: Task[] = [];
  for (const task of tasks) {
    if (hasWords(task, words)) found.push(task);
    if (found.length === MOST) break;
  }
  return found;
}

export interface TaskPickerProps {
  label: string;
  /** The tasks to choose from. */
  tasks: readonly Task[];
  onPick: (task: Task) => void;
}

export function TaskPicker({ label, tasks, onPick }: TaskPickerProps) {
  const id = useId();
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const found = open ? matching(tasks, text) : [];
  const chosen = found[Math.min(at, found.length - 1)];

  const pick = (task: Task) => {
    setText("");
    setOpen(false);
    setAt(0);
    onPick(task);
  };
  const keys = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (open) setAt((before) => Math.max(0, Math.min(found.length - 1, before + (event.key === "ArrowDown" ? 1 : -1))));
      setOpen(true);
    } else if (event.key === "Enter" && chosen !== undefined) pick(chosen);
    else if (event.key === "Escape" && open) setOpen(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- hears when the field inside is left
    <div
      className="relative"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <Search size={14} className="pointer-events-none absolute start-2.5 top-1/2 -translate-y-1/2 text-ink-3" aria-hidden />
      <input
        type="text"
        role="combobox"
        aria-label={label}
        aria-expanded={open && found.length > 0}
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={chosen && `${id}-${chosen.uid}`}
        autoComplete="off"
        spellCheck={false}
        placeholder={label}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setOpen(true);
          setAt(0);
        }}
        onKeyDown={keys}
        className="h-8 w-full rounded-md border border-control bg-raised ps-8 pe-2.5 text-sm text-ink hover:border-ink-3 focus-visible:border-accent focus-visible:outline-offset-0"
      />
      {open && (found.length > 0 || text.trim() !== "") && (
        <div id={id} role="listbox" aria-label={label} className="absolute inset-x-0 top-full z-30 mt-1 max-h-72 overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-3">
          {found.map((task) => (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the field has the keys and the focus
            <div
              key={task.uid}
              id={`${id}-${task.uid}`}
              role="option"
              aria-selected={task === chosen}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => pick(task)}
              className={cx("flex min-h-8 items-baseline gap-2 rounded-md px-2 py-1 text-sm hover:bg-hover", task === chosen && "bg-hover")}
            >
              <span className="shrink-0 text-xs text-ink-3 tabular-nums">{task.key}</span>
              <span className="truncate">{task.title}</span>
            </div>
          ))}
          {found.length === 0 && (
            // oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- it only says that there is none
            <div role="option" aria-selected="false" aria-disabled="true" className="px-2 py-1.5 text-sm text-ink-3">
              {m.projects_picker_none()}
            </div>
          )}
        </div>
      )}
    </div>
  );
}
