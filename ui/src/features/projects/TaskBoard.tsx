/// The tasks in columns. A card moves by dragging, by its menu and by keys; nothing changes before it is dropped,
/// so Escape has nothing to undo. Must not know how a change is sent.
import { closestCenter, DndContext, DragOverlay, KeyboardSensor, PointerSensor, pointerWithin, useSensor, useSensors, type Announcements, type CollisionDetection, type KeyboardCoordinateGetter } from "@dnd-kit/core";
import { ChevronDown, ChevronRight, Plus } from "lucide-react";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { createPortal } from "react-dom";
import type { Column, Task, Uid } from "@/api";
import { Button, cx, VirtualList } from "@/components";
import { formatNumber, m } from "@/i18n";
import { isComposing } from "@/platform";
import { BoardColumn, CARD_HEIGHT } from "./BoardColumn";
import { ColumnDialog } from "./ColumnDialog";
import { columnBeside, columnFor, layLanes } from "./columns";
import { toggled } from "./stages";
import { CardInHand, TaskCard, type TaskActions } from "./TaskCard";
import type { BoardDesk } from "./useBoard";

export interface TaskBoardProps {
  tasks: readonly Task[];
  marked: ReadonlySet<Uid>;
  actions: TaskActions;
  board: BoardDesk;
}

export function TaskBoard({ tasks, marked, actions, board }: TaskBoardProps) {
  const root = useRef<HTMLDivElement>(null);
  const [held, setHeld] = useState<Uid | null>(null);
  const [followed, setFollowed] = useState<Uid | null>(null);
  const [said, setSaid] = useState("");
  const [edited, setEdited] = useState<Column | "new" | null>(null);
  const { columns } = board;
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 5 } }), useSensor(KeyboardSensor, { coordinateGetter: nextColumn(columns) }));
  const { lanes, rest } = layLanes(columns, tasks);
  const taskInHand = tasks.find((task) => task.uid === held);

  // A card that was moved by a key keeps the focus, in its new column.
  useEffect(() => {
    if (followed === null) return undefined;
    const frame = requestAnimationFrame(() => {
      root.current?.querySelector<HTMLElement>(`[data-task="${followed}"]`)?.focus();
      setFollowed(null);
    });
    return () => cancelAnimationFrame(frame);
  }, [followed, tasks]);

  const move = (task: Task, column: Column) => {
    if (columnFor(task, columns)?.uid === column.uid) return;
    actions.move(task, column);
    setSaid(m.projects_moved({ key: task.key, column: column.name }));
  };
  const press = (event: KeyboardEvent<HTMLButtonElement>, task: Task) => {
    if (isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " ") {
      event.preventDefault();
      setFollowed(task.uid);
      actions.change(task, { status: toggled(task.status) });
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      event.preventDefault();
      const direction = event.key === "ArrowLeft" ? -1 : 1;
      const goal = columnBeside(columns, columnFor(task, columns)?.uid ?? "", direction);
      if (goal === null) return;
      if (event.shiftKey) {
        setFollowed(task.uid);
        move(task, goal);
      } else walkTo(root.current, event.currentTarget, columns, goal, direction);
    }
  };
  const save = (column: Column) => board.edit(edited === "new" ? [...columns, column] : columns.map((known) => (known.uid === column.uid ? column : known)));

  return (
    <DndContext
      sensors={sensors}
      collisionDetection={columnUnder}
      accessibility={{ announcements: announce(tasks, columns), screenReaderInstructions: { draggable: m.projects_drag_instructions() } }}
      onDragStart={({ active }) => setHeld(String(active.id))}
      onDragCancel={() => setHeld(null)}
      onDragEnd={({ active, over }) => {
        setHeld(null);
        const task = tasks.find(({ uid }) => uid === active.id);
        const column = columns.find(({ uid }) => uid === over?.id);
        if (task !== undefined && column !== undefined) move(task, column);
      }}
    >
      <div ref={root} className="flex h-full min-h-0 flex-col gap-3">
        <div className="flex min-h-0 flex-1 gap-3 overflow-x-auto">
          {lanes.map((lane) => (
            <BoardColumn key={lane.column.uid} lane={lane} board={board} followed={followed} marked={marked} actions={{ ...actions, move }} onKey={press} onEdit={() => setEdited(lane.column)} />
          ))}
          <Button variant="ghost" size="sm" icon={Plus} className="self-start" onClick={() => setEdited("new")}>
            {m.projects_column_add()}
          </Button>
        </div>
        {rest.length > 0 && <Rest tasks={rest} marked={marked} actions={{ ...actions, move }} onKey={press} />}
        <p className="chrome text-sm text-ink-3 [@media(max-height:44rem)]:hidden">{m.projects_keys_hint()}</p>
        <p role="status" className="sr-only">
          {said}
        </p>
      </div>
      {createPortal(<DragOverlay>{taskInHand && <CardInHand task={taskInHand} />}</DragOverlay>, document.body)}
      {edited !== null && <ColumnDialog column={edited === "new" ? null : edited} onClose={() => setEdited(null)} save={save} />}
    </DndContext>
  );
}

interface RestProps {
  tasks: readonly Task[];
  marked: ReadonlySet<Uid>;
  actions: TaskActions;
  onKey: (event: KeyboardEvent<HTMLButtonElement>, task: Task) => void;
}

/** What stands in no column, folded away: what was cancelled, and what has a status without a column. */
function Rest({ tasks, marked, actions, onKey }: RestProps) {
  const [open, setOpen] = useState(false);
  const count = formatNumber(tasks.length);
  const label = tasks.every(({ status }) => status === "cancelled") ? m.projects_show_cancelled({ count }) : m.projects_show_rest({ count });
  return (
    <section aria-label={label} className={cx("flex min-h-0 shrink-0 flex-col", open && "h-56")}>
      <button type="button" aria-expanded={open} onClick={() => setOpen((shown) => !shown)} className="chrome flex min-h-8 items-center gap-1.5 self-start rounded-md px-2 text-sm text-ink-2 hover:bg-hover">
        {open ? <ChevronDown size={15} aria-hidden /> : <ChevronRight size={15} aria-hidden />}
        {label}
      </button>
      {open && (
        <div className="min-h-0 flex-1 rounded-lg bg-sunken py-1">
          <VirtualList items={tasks} estimate={CARD_HEIGHT} label={label} keyOf={(task) => task.uid} render={(task) => <TaskCard task={task} marked={marked.has(task.uid)} actions={actions} onKey={onKey} />} />
        </div>
      )}
    </section>
  );
}

/** The column under the pointer; for the keyboard, the one nearest to the card. */
const columnUnder: CollisionDetection = (args) => (args.pointerCoordinates === null ? closestCenter(args) : pointerWithin(args));

/** Where a card held by the keyboard goes with an arrow: into the column beside. */
function nextColumn(columns: readonly Column[]): KeyboardCoordinateGetter {
  return (event, { currentCoordinates, context: { over, droppableRects } }) => {
    const direction = event.code === "ArrowRight" ? 1 : event.code === "ArrowLeft" ? -1 : null;
    if (direction === null) return undefined;
    event.preventDefault();
    const goal = over === null ? columns[0] : columnBeside(columns, String(over.id), direction);
    const place = goal === undefined || goal === null ? undefined : droppableRects.get(goal.uid);
    return place === undefined ? currentCoordinates : { x: place.left + 8, y: currentCoordinates.y };
  };
}

/** Moves the focus to the card at the same height in `goal`, or in the next column that has cards. */
function walkTo(root: HTMLElement | null, from: HTMLElement, columns: readonly Column[], goal: Column, direction: -1 | 1): void {
  const rowsOf = ({ uid }: Column) => [...(root?.querySelectorAll<HTMLElement>(`[data-column="${uid}"] [data-row]`) ?? [])];
  const height = from.getBoundingClientRect().top;
  for (let column: Column | null = goal; column !== null; column = columnBeside(columns, column.uid, direction)) {
    const [nearest] = rowsOf(column).toSorted((a, b) => Math.abs(a.getBoundingClientRect().top - height) - Math.abs(b.getBoundingClientRect().top - height));
    if (nearest !== undefined) {
      nearest.focus();
      return;
    }
  }
}

function announce(tasks: readonly Task[], columns: readonly Column[]): Announcements {
  const keyOf = (uid: unknown) => tasks.find((task) => task.uid === uid)?.key ?? "";
  const nameOf = (uid: unknown) => columns.find((column) => column.uid === uid)?.name ?? "";
  return {
    onDragStart: ({ active }) => m.projects_drag_start({ key: keyOf(active.id) }),
    onDragOver: ({ over }) => (over === null ? m.projects_drag_nowhere() : m.projects_drag_over({ column: nameOf(over.id) })),
    onDragEnd: ({ over }) => (over === null ? m.projects_drag_cancel() : m.projects_drag_drop({ column: nameOf(over.id) })),
    onDragCancel: () => m.projects_drag_cancel(),
  };
}
