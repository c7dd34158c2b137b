/// The tasks one below the other, every field at hand: filtered, sorted, and several changed at once.
import "../projects.css";
import { ListChecks, SearchX } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { useRead, useToday, type Secretary, type Task, type Uid } from "@/api";
import { Button, Checkbox, EmptyState, VirtualList } from "@/components";
import { compareText, formatNumber, m } from "@/i18n";
import type { TaskFields } from "../changes";
import type { TaskActions } from "../TaskCard";
import { BulkBar } from "./BulkBar";
import { FilterBar } from "./FilterBar";
import { EVERYTHING, filtered, isFiltering, sorted, withRange, type Sort, type SortBy } from "./listing";
import { ListHead } from "./ListHead";
import { TaskRow } from "./TaskRow";

const ROW_HEIGHT = 48;

export interface TaskListProps {
  tasks: readonly Task[];
  marked: ReadonlySet<Uid>;
  actions: TaskActions;
  /** Changes several tasks at once; false when it was refused. */
  changeMany: (tasks: readonly Task[], fields: TaskFields) => Promise<boolean>;
}

export default function TaskList({ tasks, marked, actions, changeMany }: TaskListProps) {
  const today = useToday();
  const people = useRead("people.list", {});
  const staff: readonly Secretary[] = people.data?.secretaries ?? [];
  const names = new Map(staff.map(({ uid, name }) => [uid, name]));
  const [filter, setFilter] = useState(EVERYTHING);
  const [sort, setSort] = useState<Sort>({ by: "order", down: false });
  const wanted = useDeferredValue(filter);
  const shown = sorted(filtered(tasks, wanted, today), sort, (uid) => names.get(uid) ?? "", compareText);
  // Null while rows are ticked to complete them; a set while they are ticked to be chosen.
  const [chosen, setChosen] = useState<ReadonlySet<Uid> | null>(null);
  const [last, setLast] = useState<Uid | null>(null);
  const chosenTasks = chosen === null ? [] : shown.filter(({ uid }) => chosen.has(uid));

  const sortBy = (by: SortBy) => setSort((before) => (before.by === by ? { by, down: !before.down } : { by, down: false }));
  const choose = (task: Task, isOn: boolean, isRange: boolean) => {
    setChosen((before) => withRange(before ?? new Set(), shown, isRange && last !== null ? last : task.uid, task.uid, isOn));
    setLast(task.uid);
  };

  return (
    <div className="flex h-full min-h-0 flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <FilterBar filter={filter} staff={staff} onChange={setFilter} />
        <Button size="sm" variant={chosen === null ? "ghost" : "secondary"} icon={ListChecks} aria-pressed={chosen !== null} onClick={() => setChosen(chosen === null ? new Set() : null)}>
          {m.projects_list_choose()}
        </Button>
        <p role="status" className="text-sm text-ink-3">
          {isFiltering(wanted) ? m.projects_list_found({ count: formatNumber(shown.length), total: formatNumber(tasks.length) }) : m.projects_list_total({ total: formatNumber(tasks.length) })}
        </p>
      </div>
      {chosen !== null && (
        <BulkBar
          tasks={chosenTasks}
          staff={staff}
          all={
            <Checkbox
              label={m.projects_list_choose_all({ count: formatNumber(shown.length) })}
              checked={shown.length > 0 && chosenTasks.length === shown.length}
              onChange={(isOn) => setChosen(isOn ? new Set(shown.map(({ uid }) => uid)) : new Set())}
            />
          }
          changeMany={changeMany}
        />
      )}
      {shown.length === 0 ? (
        <EmptyState icon={SearchX} title={m.projects_list_none_title()} action={<Button onClick={() => setFilter(EVERYTHING)}>{m.projects_list_clear()}</Button>}>
          {m.projects_list_none_text()}
        </EmptyState>
      ) : (
        <>
          <ListHead sort={sort} onSort={sortBy} />
          <div className="min-h-0 flex-1">
            <VirtualList
              items={shown}
              estimate={ROW_HEIGHT}
              label={m.projects_task_list_label()}
              keyOf={(task) => task.uid}
              render={(task) => (
                <TaskRow task={task} marked={marked.has(task.uid)} actions={actions} staff={staff} isChosen={chosen === null ? null : chosen.has(task.uid)} onChoose={choose} />
              )}
            />
          </div>
        </>
      )}
    </div>
  );
}
