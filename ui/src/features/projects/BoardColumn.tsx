/// One column of the board: its name, how full it is, what can be done with it, and the cards in it.
import { useDroppable } from "@dnd-kit/core";
import { ArrowLeft, ArrowRight, Ellipsis, SlidersHorizontal, Trash2 } from "lucide-react";
import type { KeyboardEvent } from "react";
import type { Task, Uid } from "@/api";
import { cx, IconButton, Menu, VirtualList } from "@/components";
import { formatNumber, m } from "@/i18n";
import { withColumnMoved, type Lane } from "./columns";
import { TaskCard, type TaskActions } from "./TaskCard";
import type { BoardDesk } from "./useBoard";

/** The height of a card in pixels, before it is measured. */
export const CARD_HEIGHT = 92;

export interface BoardColumnProps {
  lane: Lane;
  board: BoardDesk;
  followed: Uid | null;
  marked: ReadonlySet<Uid>;
  actions: TaskActions;
  onKey: (event: KeyboardEvent<HTMLButtonElement>, task: Task) => void;
  onEdit: () => void;
}

export function BoardColumn({ lane: { column, tasks }, board, followed, marked, actions, onKey, onEdit }: BoardColumnProps) {
  const { setNodeRef, isOver } = useDroppable({ id: column.uid });
  const label = m.projects_column_label({ column: column.name, count: formatNumber(tasks.length) });
  const index = followed === null ? -1 : tasks.findIndex((task) => task.uid === followed);
  const limit = column.wip_limit;
  const isFull = limit !== null && tasks.length >= limit;
  return (
    <section ref={setNodeRef} data-column={column.uid} aria-label={label} className={cx("flex min-h-0 min-w-52 flex-1 flex-col rounded-lg pb-1 transition-colors", isOver ? "bg-accent-soft" : "bg-sunken")}>
      <div className="chrome flex items-center gap-2 ps-4 pe-2 pt-2">
        <h3 className="min-w-0 truncate text-sm font-medium text-ink-2">{column.name}</h3>
        <span className={cx("text-xs whitespace-nowrap tabular-nums", isFull ? "font-medium text-amber" : "text-ink-3")}>
          {limit === null ? formatNumber(tasks.length) : m.projects_column_count({ count: formatNumber(tasks.length), limit: formatNumber(limit) })}
          {isFull && <span className="sr-only"> {m.projects_column_full()}</span>}
        </span>
        <span className="ms-auto">
          <ColumnMenu lane={{ column, tasks }} board={board} onEdit={onEdit} />
        </span>
      </div>
      <div className="min-h-24 flex-1">
        {tasks.length === 0 ? (
          <p className="px-4 py-3 text-sm text-ink-3">{m.projects_column_empty()}</p>
        ) : (
          <VirtualList
            items={tasks}
            estimate={CARD_HEIGHT}
            label={label}
            keyOf={(task) => task.uid}
            shownIndex={index < 0 ? undefined : index}
            render={(task) => <TaskCard task={task} marked={marked.has(task.uid)} actions={actions} onKey={onKey} />}
          />
        )}
      </div>
    </section>
  );
}

function ColumnMenu({ lane: { column }, board, onEdit }: { lane: Lane; board: BoardDesk; onEdit: () => void }) {
  const { columns } = board;
  const at = columns.findIndex(({ uid }) => uid === column.uid);
  return (
    <Menu
      trigger={<IconButton size="sm" icon={Ellipsis} label={m.projects_column_menu({ column: column.name })} />}
      items={[
        { label: m.projects_column_edit(), icon: SlidersHorizontal, onSelect: onEdit },
        { label: m.projects_column_left(), icon: ArrowLeft, disabled: at === 0, onSelect: () => void board.edit(withColumnMoved(columns, column.uid, -1)) },
        { label: m.projects_column_right(), icon: ArrowRight, disabled: at === columns.length - 1, onSelect: () => void board.edit(withColumnMoved(columns, column.uid, 1)) },
        // The last column stays: a board without one shows nothing to bring it back with.
        { label: m.projects_column_delete(), icon: Trash2, danger: true, disabled: columns.length === 1, onSelect: () => board.remove(column) },
      ]}
    />
  );
}
