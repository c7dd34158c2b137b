/// The open tasks without a day, beside the month: taken from here onto a day, or put back to lose theirs.
import { useDroppable } from "@dnd-kit/core";
import type { Task, Uid } from "@/api";
import { cx, VirtualList } from "@/components";
import { formatNumber, m } from "@/i18n";
import { DueChip } from "./DueChip";

/** Where a task is dropped that shall have no day. */
export const NO_DAY = "no-day";

const ROW_HEIGHT = 26;

export function Undated({ tasks, marked, onDetails }: { tasks: readonly Task[]; marked: ReadonlySet<Uid>; onDetails: (task: Task) => void }) {
  const { setNodeRef, isOver } = useDroppable({ id: NO_DAY });
  const label = m.projects_calendar_undated({ count: formatNumber(tasks.length) });
  return (
    <section ref={setNodeRef} aria-label={label} className={cx("hidden min-h-0 w-52 shrink-0 flex-col rounded-lg lg:flex", isOver ? "bg-accent-soft" : "bg-sunken")}>
      <h3 className="px-4 pt-3 pb-1 text-sm font-medium text-ink-2">{label}</h3>
      <div className="min-h-0 flex-1 pb-2">
        {tasks.length === 0 ? (
          <p className="px-4 py-2 text-sm text-ink-3">{m.projects_calendar_all_dated()}</p>
        ) : (
          <VirtualList
            items={tasks}
            estimate={ROW_HEIGHT}
            label={label}
            keyOf={({ uid }) => uid}
            render={(task) => (
              <div className="py-0.5">
                <DueChip task={task} inList marked={marked.has(task.uid)} onDetails={onDetails} />
              </div>
            )}
          />
        )}
      </div>
    </section>
  );
}
