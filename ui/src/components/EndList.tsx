/// A long record that grows at its end, of which only what is seen exists. It stays at its end while more comes, and
/// where the reader is when they have scrolled up. Must not know what is recorded.
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { IconButton } from "./Button";

export interface EndListProps {
  count: number;
  /** What tells a row from the others, whatever comes before it. */
  keyAt: (index: number) => string;
  /** The height of a row in pixels, before it is measured. */
  estimateAt: (index: number) => number;
  render: (index: number) => ReactNode;
  /** The accessible name. */
  label: string;
  /** What the button that leads to the end is called. */
  toEnd: string;
  /** The row to be brought into view, by its key; null shows the end. */
  wanted?: string | null;
  /** Called near the beginning, and while the wanted row is not there, to fetch what came before. */
  onNearStart?: (() => void) | undefined;
}

/** So near to its end the list stays there when it grows. */
const AT_END_PX = 80;
/** So near to the beginning the page before is read. */
const NEAR_START_PX = 900;

export function EndList({ count, keyAt, estimateAt, render, label, toEnd, wanted = null, onNearStart }: EndListProps) {
  // The virtualizer is one object that changes within; what the compiler would keep of it would be stale.
  "use no memo";
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: estimateAt,
    getItemKey: keyAt,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: AT_END_PX,
    useAnimationFrameWithResizeObserver: true,
    overscan: 3,
    paddingStart: 12,
    paddingEnd: 20,
  });
  const [atEnd, setAtEnd] = useState(true);
  const shown = useRef<string | null>(null);

  useEffect(() => {
    if (wanted === null) virtual.scrollToEnd();
  }, [virtual, wanted]);
  useEffect(() => {
    if (wanted === null || shown.current === wanted) return;
    let at = 0;
    while (at < count && keyAt(at) !== wanted) at += 1;
    if (at < count) {
      shown.current = wanted;
      virtual.scrollToIndex(at, { align: "center" });
    } else onNearStart?.();
  });
  // Where the field below grows, the end stays in view for those who read it.
  const atEndNow = useRef(true);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    // In the next frame: what scrolls while sizes are told would change sizes again.
    const watcher = new ResizeObserver(() => {
      if (atEndNow.current) requestAnimationFrame(() => virtual.scrollToEnd());
    });
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [virtual]);
  const onScroll = () => {
    atEndNow.current = virtual.isAtEnd();
    setAtEnd(atEndNow.current);
    if ((scroller.current?.scrollTop ?? NEAR_START_PX) < NEAR_START_PX) onNearStart?.();
  };

  return (
    <div className="relative min-h-0 flex-1">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls can be scrolled by the keyboard too */}
      <div ref={scroller} onScroll={onScroll} tabIndex={0} role="group" aria-label={label} className="h-full overflow-y-auto focus-visible:-outline-offset-2">
        <ol className="relative w-full" style={{ height: virtual.getTotalSize() }} aria-label={label}>
          {virtual.getVirtualItems().map((item) => (
            <li key={item.key} data-index={item.index} ref={virtual.measureElement} className="absolute start-0 top-0 w-full" style={{ transform: `translateY(${item.start}px)` }}>
              {render(item.index)}
            </li>
          ))}
        </ol>
      </div>
      {!atEnd && (
        <span className="absolute end-5 bottom-3 rounded-full border border-line bg-raised shadow-2">
          <IconButton label={toEnd} icon={ArrowDown} onClick={() => virtual.scrollToEnd()} />
        </span>
      )}
    </div>
  );
}
