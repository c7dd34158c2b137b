/// A list of any length of which only what is seen exists. The arrow keys, Home and End walk over its rows.
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from "react";

export interface VirtualListProps<T> {
  items: readonly T[];
  /** The height of a row in pixels, before it is measured. */
  estimate: number;
  render: (item: T, index: number) => ReactNode;
  /** The accessible name. */
  label: string;
  /** What tells an item from the others; its place in the list when left out. */
  keyOf?: (item: T, index: number) => string;
  /** Called when the end comes near, to fetch more. */
  onNearEnd?: () => void;
  /** How many there are in all, when `items` is only the first part. */
  total?: number;
  /** The row to bring into view when it changes. */
  shownIndex?: number;
}

const NEAR_END_ROWS = 20;

export function VirtualList<T>({ items, estimate, render, label, keyOf, onNearEnd, total, shownIndex }: VirtualListProps<T>) {
  // The virtualizer is one object that changes within; what the compiler would keep of it would be stale.
  "use no memo";
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimate,
    overscan: 8,
    getItemKey: (index) => {
      const item = items[index];
      return keyOf && item !== undefined ? keyOf(item, index) : index;
    },
  });
  const rows = virtual.getVirtualItems();
  const lastSeen = rows.at(-1)?.index ?? -1;

  useEffect(() => {
    if (onNearEnd && items.length > 0 && lastSeen >= items.length - NEAR_END_ROWS) onNearEnd();
  }, [lastSeen, items.length, onNearEnd]);

  useEffect(() => {
    if (shownIndex !== undefined && shownIndex >= 0) virtual.scrollToIndex(shownIndex, { align: "auto" });
  }, [shownIndex, virtual]);

  const focusRow = (index: number) => {
    virtual.scrollToIndex(index, { align: "auto" });
    const reach = () => {
      const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"] [data-row]`);
      row?.focus({ preventScroll: true });
      return row !== null && row !== undefined;
    };
    // At once where the row exists, so that the next key already finds the focus there; else when the list has scrolled to it.
    if (!reach()) requestAnimationFrame(reach);
  };

  const walk = (event: KeyboardEvent<HTMLDivElement>) => {
    const here = Number((event.target as HTMLElement).closest<HTMLElement>("[data-index]")?.dataset["index"] ?? -1);
    const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to === undefined || !(event.target as HTMLElement).matches("[data-row], [role=list]")) return;
    event.preventDefault();
    focusRow(Math.max(0, Math.min(items.length - 1, to)));
  };

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys move between the rows' own links
    <div ref={scroller} role="list" aria-label={label} onKeyDown={walk} className="h-full min-h-0 overflow-y-auto px-2">
      <div className="relative w-full" style={{ height: virtual.getTotalSize() }}>
        {rows.map((row) => (
          <div
            key={row.key}
            role="listitem"
            aria-setsize={total ?? items.length}
            aria-posinset={row.index + 1}
            data-index={row.index}
            ref={virtual.measureElement}
            className="absolute start-0 top-0 w-full"
            style={{ transform: `translateY(${row.start}px)` }}
          >
            {render(items[row.index] as T, row.index)}
          </div>
        ))}
      </div>
    </div>
  );
}
