/// The tasks in columns. A card moves by dragging, by its menu and by keys; nothing changes before it is dropped,
/// so Escape has nothing to undo. Must not know how a change is sent.
import { closestCenter, DndContext, DragOverlay, KeyboardSensor, PointerSensor, pointerWithin, useDroppable, useSensor, useSensors, type Announcements, type CollisionDetection, type KeyboardCoordinateGetter } from "@dnd-kit/core";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { createPortal } from "react-dom";
import type { Task, Uid } from "@/api";
import { cx, VirtualList } from "@/components";
import { formatNumber, m } from "@/i18n";
import { isComposing } from "@/platform";
import { beside, board, columnOf, COLUMNS, toggled, type Column } from "./board";
import { CardInHand, TaskCard, type TaskActions } from "./TaskCard";
import { columnWord } from "./words";

const CARD_HEIGHT = 92;

export interface TaskBoardProps {
  tasks: readonly Task[];
  marked: ReadonlySet<Uid>;
  actions: TaskActions;
}

export function TaskBoard({ tasks, marked, actions }: TaskBoardProps) {
  const root = useRef<HTMLDivElement>(null);
  const [held, setHeld] = useState<Uid | null>(null);
  const [followed, setFollowed] = useState<Uid | null>(null);
  const [said, setSaid] = useState("");
  const [showCancelled, setShowCancelled] = useState(false);
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 5 } }), useSensor(KeyboardSensor, { coordinateGetter: nextColumn }));
  const columns = board(tasks);
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
    if (columnOf(task.status) === column) return;
    actions.move(task, column);
    setSaid(m.projects_moved({ key: task.key, column: columnWord(column) }));
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
      const goal = beside(columnOf(task.status), direction);
      if (goal === null) return;
      if (event.shiftKey) {
        setFollowed(task.uid);
        move(task, goal);
      } else walkTo(root.current, event.currentTarget, goal, direction);
    }
  };

  return (
    <DndContext
      sensors={sensors}
      collisionDetection={columnUnder}
      accessibility={{ announcements: announce(tasks), screenReaderInstructions: { draggable: m.projects_drag_instructions() } }}
      onDragStart={({ active }) => setHeld(String(active.id))}
      onDragCancel={() => setHeld(null)}
      onDragEnd={({ active, over }) => {
        setHeld(null);
        const task = tasks.find(({ uid }) => uid === active.id);
        if (task !== undefined && over !== null) move(task, over.id as Column);
      }}
    >
      <div ref={root} className="flex h-full min-h-0 flex-col gap-3">
        <div className="flex min-h-0 flex-1 gap-3 overflow-x-auto">
          {COLUMNS.map((column) => (
            <BoardColumn key={column} column={column} tasks={columns[column]} followed={followed} marked={marked} actions={{ ...actions, move }} onKey={press} />
          ))}
        </div>
        {columns.cancelled.length > 0 && (
          <section className={cx("flex min-h-0 shrink-0 flex-col", showCancelled && "h-56")}>
            <button type="button" aria-expanded={showCancelled} onClick={() => setShowCancelled((shown) => !shown)} className="chrome flex min-h-8 items-center gap-1.5 self-start rounded-md px-2 text-sm text-ink-2 hover:bg-hover">
              {showCancelled ? <ChevronDown size={15} aria-hidden /> : <ChevronRight size={15} aria-hidden />}
              {m.projects_show_cancelled({ count: formatNumber(columns.cancelled.length) })}
            </button>
            {showCancelled && <BoardColumn column="cancelled" tasks={columns.cancelled} followed={followed} marked={marked} actions={{ ...actions, move }} onKey={press} />}
          </section>
        )}
        <p className="chrome text-sm text-ink-3 [@media(max-height:44rem)]:hidden">{m.projects_keys_hint()}</p>
        <p role="status" className="sr-only">
          {said}
        </p>
      </div>
      {createPortal(<DragOverlay>{taskInHand && <CardInHand task={taskInHand} />}</DragOverlay>, document.body)}
    </DndContext>
  );
}

interface BoardColumnProps {
  column: Column;
  tasks: readonly Task[];
  followed: Uid | null;
  marked: ReadonlySet<Uid>;
  actions: TaskActions;
  onKey: (event: KeyboardEvent<HTMLButtonElement>, task: Task) => void;
}

function BoardColumn({ column, tasks, followed, marked, actions, onKey }: BoardColumnProps) {
  const { setNodeRef, isOver } = useDroppable({ id: column });
  const word = columnWord(column);
  const label = m.projects_column_label({ column: word, count: formatNumber(tasks.length) });
  const index = followed === null ? -1 : tasks.findIndex((task) => task.uid === followed);
  return (
    <section ref={setNodeRef} data-column={column} aria-label={label} className={cx("flex min-h-0 min-w-48 flex-1 flex-col rounded-lg pb-1 transition-colors", isOver ? "bg-accent-soft" : "bg-sunken")}>
      {column !== "cancelled" && (
        <h3 className="chrome flex items-center gap-2 px-4 pt-3 pb-1 text-sm font-medium text-ink-2">
          {word}
          <span className="text-xs font-normal text-ink-3 tabular-nums">{formatNumber(tasks.length)}</span>
        </h3>
      )}
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

/** The column under the pointer; for the keyboard, the one nearest to the card. */
const columnUnder: CollisionDetection = (args) => (args.pointerCoordinates === null ? closestCenter(args) : pointerWithin(args));

/** Where a card held by the keyboard goes with an arrow: into the column beside. */
const nextColumn: KeyboardCoordinateGetter = (event, { currentCoordinates, context: { over, droppableRects } }) => {
  const direction = event.code === "ArrowRight" ? 1 : event.code === "ArrowLeft" ? -1 : null;
  if (direction === null) return undefined;
  event.preventDefault();
  const goal = over === null ? COLUMNS[0] : beside(over.id as Column, direction);
  const place = goal === undefined || goal === null ? undefined : droppableRects.get(goal);
  return place === undefined ? currentCoordinates : { x: place.left + 8, y: currentCoordinates.y };
};

/** Moves the focus to the card at the same height in `goal`, or in the next column that has cards. */
function walkTo(root: HTMLElement | null, from: HTMLElement, goal: Column, direction: -1 | 1): void {
  const rowsOf = (column: Column) => [...(root?.querySelectorAll<HTMLElement>(`[data-column="${column}"] [data-row]`) ?? [])];
  const height = from.getBoundingClientRect().top;
  for (let column: Column | null = goal; column !== null; column = beside(column, direction)) {
    const [nearest] = rowsOf(column).toSorted((a, b) => Math.abs(a.getBoundingClientRect().top - height) - Math.abs(b.getBoundingClientRect().top - height));
    if (nearest !== undefined) {
      nearest.focus();
      return;
    }
  }
}

function announce(tasks: readonly Task[]): Announcements {
  const keyOf = (uid: unknown) => tasks.find((task) => task.uid === uid)?.key ?? "";
  return {
    onDragStart: ({ active }) => m.projects_drag_start({ key: keyOf(active.id) }),
    onDragOver: ({ over }) => (over === null ? m.projects_drag_nowhere() : m.projects_drag_over({ column: columnWord(over.id as Column) })),
    onDragEnd: ({ over }) => (over === null ? m.projects_drag_cancel() : m.projects_drag_drop({ column: columnWord(over.id as Column) })),
    onDragCancel: () => m.projects_drag_cancel(),
  };
}
