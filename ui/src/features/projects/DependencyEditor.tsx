/// What a task waits for and what waits for it, each with a way to add and to take away. Offers nothing that would
/// close a ring. Must not know how a change is sent.
import { X } from "lucide-react";
import type { ReactNode } from "react";
import type { Task } from "@/api";
import { cx, IconButton } from "@/components";
import { m } from "@/i18n";
import { reachOf } from "./graph/layers";
import { isClosed } from "./stages";
import { TaskPicker } from "./TaskPicker";

export interface DependencyEditorProps {
  task: Task;
  /** All tasks of the project. */
  tasks: readonly Task[];
  /** Makes `later` wait for `earlier`, or no longer. */
  onChange: (earlier: Task, later: Task, waits: boolean) => void;
  /** Goes to another task. */
  onChoose: (task: Task) => void;
}

export function DependencyEditor({ task, tasks, onChange, onChoose }: DependencyEditorProps) {
  const before = tasks.filter(({ uid }) => task.depends_on.includes(uid));
  const after = tasks.filter(({ depends_on }) => depends_on.includes(task.uid));
  const behind = reachOf(task.uid, tasks, "after");
  const ahead = reachOf(task.uid, tasks, "before");
  const free = (task_: Task, known: readonly Task[], ring: ReadonlySet<string>) => task_.uid !== task.uid && !known.includes(task_) && !ring.has(task_.uid);
  return (
    <>
      <Side heading={m.projects_field_depends_on()} none={m.projects_waits_for_nothing()} tasks={before} onChoose={onChoose} remove={(other) => ({ label: m.projects_wait_remove({ earlier: other.key, later: task.key }), run: () => onChange(other, task, false) })}>
        <TaskPicker label={m.projects_wait_add_before()} tasks={tasks.filter((other) => free(other, before, behind))} onPick={(other) => onChange(other, task, true)} />
      </Side>
      <Side heading={m.projects_holds_up()} none={m.projects_holds_up_nothing()} tasks={after} onChoose={onChoose} remove={(other) => ({ label: m.projects_wait_remove({ earlier: task.key, later: other.key }), run: () => onChange(task, other, false) })}>
        <TaskPicker label={m.projects_wait_add_after()} tasks={tasks.filter((other) => free(other, after, ahead))} onPick={(other) => onChange(task, other, true)} />
      </Side>
    </>
  );
}

interface SideProps {
  heading: string;
  none: string;
  tasks: readonly Task[];
  onChoose: (task: Task) => void;
  remove: (task: Task) => { label: string; run: () => void };
  children: ReactNode;
}

function Side({ heading, none, tasks, onChoose, remove, children }: SideProps) {
  return (
    <section aria-label={heading} className="flex flex-col gap-1.5">
      <h4 className="text-sm font-medium text-ink-2">{heading}</h4>
      {tasks.length === 0 ? (
        <p className="text-sm text-ink-3">{none}</p>
      ) : (
        <ul>
          {tasks.map((task) => {
            const { label, run } = remove(task);
            return (
              <li key={task.uid} className="flex items-center gap-1">
                <button type="button" onClick={() => onChoose(task)} className="flex min-h-8 min-w-0 flex-1 items-baseline gap-2 rounded-md px-1.5 py-1 text-start text-sm hover:bg-hover">
                  <span className="shrink-0 text-xs text-ink-3 tabular-nums">{task.key}</span>
                  <span className={cx("truncate", isClosed(task.status) && "text-ink-3 line-through")}>{task.title}</span>
                </button>
                <IconButton size="sm" icon={X} label={label} onClick={run} />
              </li>
            );
          })}
        </ul>
      )}
      {children}
    </section>
  );
}
