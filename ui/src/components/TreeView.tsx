/// A tree of any size of which only what is seen exists: arrow keys, letters, a menu for each row, rows dragged onto
/// others. The tree holds the focus and names its current row, since a row out of sight does not exist.
import { useDraggable, useDroppable } from "@dnd-kit/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { ChevronRight } from "lucide-react";
import { useEffect, useEffectEvent, useId, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode, type Ref } from "react";
import { isComposing } from "@/platform/ime";
import { cx } from "./cx";
import { ContextMenu, type MenuItem } from "./Menu";
import { standable, treeStep, typedRow, type TreeRow } from "./treeKeys";

/** One row: what the keys need, and its place among those beside it. */
export interface TreeItem extends TreeRow {
  position: number;
  siblings: number;
}

export interface TreeViewProps<T extends TreeItem> {
  items: readonly T[];
  /** The accessible name. */
  label: string;
  /** What is shown of a row after its arrow. */
  render: (item: T) => ReactNode;
  /** The row of what is open beside the tree. */
  selected: string | null;
  onExpand: (items: readonly T[], open: boolean) => void;
  onOpen: (item: T) => void;
  /** Rows that hold others lead somewhere as well: only their arrow, or the arrow keys, open them. */
  opensAll?: boolean;
  /** The menu of a row; null for the room below the rows. */
  menu?: (item: T | null) => readonly MenuItem[];
  /** Keys of the feature's own; true when it was one. */
  onKey?: (event: KeyboardEvent, item: T) => boolean;
  /** Whether a row can be dragged; without it none can. Needs a `DndContext` above. */
  canDrag?: (item: T) => boolean;
  ref?: Ref<HTMLDivElement>;
}

const ROW_HEIGHT = 30;
const INDENT = 14;
/** After so long a pause the next letter begins a new word. */
const LETTERS_MS = 700;

/** The id under which the room around the rows takes what is dropped. */
export const TREE_ROOM = "tree-room";

export function TreeView<T extends TreeItem>({ items, label, render, selected, onExpand, onOpen, opensAll = false, menu, onKey, canDrag, ref }: TreeViewProps<T>) {
  // The virtualizer is one object that changes within; what the compiler would keep of it would be stale.
  "use no memo";
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const letters = useRef({ typed: "", at: 0 });
  const [current, setCurrent] = useState<string | null>(selected);
  const [asked, setAsked] = useState<T | null>(null);
  const { setNodeRef: setRoom } = useDroppable({ id: TREE_ROOM, disabled: canDrag === undefined });
  const virtual = useVirtualizer({ count: items.length, getScrollElement: () => scroller.current, estimateSize: () => ROW_HEIGHT, overscan: 12, getItemKey: (index) => items[index]?.id ?? index });
  const [lastAt, setLastAt] = useState(0);
  const found = items.findIndex((item) => item.id === current);
  if (found >= 0 && found !== lastAt) setLastAt(found);
  // A row that is gone, or is being read anew, leaves its place to what now stands there.
  const at = found >= 0 || current === null ? found : standable(items, Math.min(lastAt, items.length - 1), -1);
  const currentId = items[at]?.id;
  const selectedAt = items.findIndex((item) => item.id === selected);

  // What is opened beside the tree becomes its current row, and is seen.
  useEffect(() => {
    if (selected !== null) setCurrent(selected);
  }, [selected]);
  const see = useEffectEvent(() => {
    if (selectedAt >= 0) virtual.scrollToIndex(selectedAt, { align: "auto" });
  });
  const there = selectedAt >= 0;
  useEffect(() => see(), [selected, there]);

  const go = (to: number) => {
    setCurrent(items[to]?.id ?? null);
    virtual.scrollToIndex(to, { align: "auto" });
  };

  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget || isComposing(event)) return;
    const item = items[at];
    if (item !== undefined && (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey))) {
      event.preventDefault();
      openMenuAt(document.getElementById(`${id}-${at}`));
      return;
    }
    if (item !== undefined && onKey?.(event, item)) {
      event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = treeStep(items, at, event.key, Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 1));
    if (step !== null) {
      event.preventDefault();
      const row = step.type === "go" ? undefined : items[step.at];
      if (step.type === "go") go(step.to);
      else if (row === undefined) return;
      else if (step.type === "expand") onExpand([row], true);
      else if (step.type === "collapse") onExpand([row], false);
      else if (step.type === "expand_level") onExpand(besides(items, step.at), true);
      else open(row);
    } else if ([...event.key].length === 1) {
      event.preventDefault();
      const fresh = event.timeStamp - letters.current.at > LETTERS_MS;
      letters.current = { typed: (fresh ? "" : letters.current.typed) + event.key, at: event.timeStamp };
      const next = typedRow(items, at, letters.current.typed);
      if (next >= 0) go(next);
    }
  };

  const open = (item: T) => {
    if (item.expanded === null || opensAll) onOpen(item);
    else onExpand([item], !item.expanded);
  };
  const rowOf = (target: EventTarget) => items[Number((target as HTMLElement).closest<HTMLElement>("[data-index]")?.dataset["index"] ?? -1)];

  const tree = (
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- it has the focus for all of its rows
    <div
      ref={(element) => {
        scroller.current = element;
        setRoom(element);
        if (typeof ref === "function") ref(element);
        else if (ref) ref.current = element;
      }}
      role="tree"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
      onKeyDown={press}
      onFocus={() => at < 0 && go(Math.max(0, selectedAt))}
      onContextMenu={(event: MouseEvent) => {
        const item = rowOf(event.target) ?? null;
        setAsked(item);
        if (item !== null && !item.idle) setCurrent(item.id);
      }}
      className="group/tree h-full min-h-0 overflow-y-auto px-2 pb-2 focus-visible:outline-none"
    >
      <div role="presentation" className="relative w-full" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((row) => {
          const item = items[row.index];
          if (item === undefined) return null;
          return (
            <Row
              key={row.key}
              elementId={`${id}-${row.index}`}
              item={item}
              index={row.index}
              top={row.start}
              current={item.id === currentId}
              selected={item.id === selected}
              draggable={canDrag?.(item) ?? false}
              droppable={canDrag !== undefined}
              onPress={(event) => {
                if (item.idle) return;
                setCurrent(item.id);
                if (item.expanded !== null && (event.target as HTMLElement).closest("[data-arrow]")) onExpand([item], !item.expanded);
                else open(item);
              }}
            >
              {render(item)}
            </Row>
          );
        })}
      </div>
    </div>
  );
  return menu === undefined ? tree : <ContextMenu items={menu(asked)}>{tree}</ContextMenu>;
}

interface RowProps {
  elementId: string;
  item: TreeItem;
  index: number;
  top: number;
  current: boolean;
  selected: boolean;
  draggable: boolean;
  droppable: boolean;
  onPress: (event: MouseEvent) => void;
  children: ReactNode;
}

function Row({ elementId, item, index, top, current, selected, draggable, droppable, onPress, children }: RowProps) {
  // Placed by `top`: what drags and drops measures rows without their transforms.
  const drag = useDraggable({ id: item.id, disabled: !draggable });
  const drop = useDroppable({ id: item.id, disabled: !droppable });
  return (
    // The tree itself has the focus and the keys; the pointer is the only thing a row hears.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      ref={(element) => {
        drag.setNodeRef(element);
        drop.setNodeRef(element);
      }}
      {...drag.listeners}
      id={elementId}
      role="treeitem"
      data-index={index}
      aria-level={item.level}
      aria-setsize={item.siblings}
      aria-posinset={item.position}
      aria-expanded={item.expanded ?? undefined}
      aria-selected={selected}
      onClick={onPress}
      className={cx(
        "chrome absolute start-0 flex h-[30px] w-full items-center gap-1 rounded-md pe-2 text-base text-ink-2",
        selected ? "bg-accent-soft text-ink" : "hover:bg-hover",
        current && "group-focus-visible/tree:outline-2 group-focus-visible/tree:-outline-offset-2 group-focus-visible/tree:outline-accent",
        drop.isOver && item.expanded !== null && "bg-accent-soft",
        drag.isDragging && "opacity-50",
      )}
      style={{ top, paddingInlineStart: (item.level - 1) * INDENT + 4 }}
    >
      <span data-arrow className="grid size-5 shrink-0 place-items-center text-ink-3">
        {item.expanded !== null && <ChevronRight size={14} className={cx("transition-transform", item.expanded && "rotate-90")} aria-hidden />}
      </span>
      {children}
    </div>
  );
}

/** The rows at the level of the one at `at`, below the same row. */
function besides<T extends TreeItem>(items: readonly T[], at: number): T[] {
  const level = items[at]?.level ?? 1;
  let from = at;
  while (from > 0 && (items[from - 1]?.level ?? 0) >= level) from -= 1;
  const rows: T[] = [];
  for (const item of items.slice(from)) {
    if (item.level < level) break;
    if (item.level === level) rows.push(item);
  }
  return rows;
}

/** Opens the menu of a row as the pointer would, in the middle of the row. */
function openMenuAt(row: HTMLElement | null): void {
  if (row === null) return;
  const box = row.getBoundingClientRect();
  row.dispatchEvent(new window.MouseEvent("contextmenu", { bubbles: true, cancelable: true, clientX: box.left + Math.min(80, box.width / 2), clientY: box.bottom - 4 }));
}
