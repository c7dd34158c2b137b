/// How many lines of tasks a day has room for, as tall as the month is just now.
import { useEffect, useState, type RefObject } from "react";

/** A task's line in a day with the gap below it, in pixels. */
const LINE_PX = 24;
/** The day's number above them and the space around, in pixels. */
const HEAD_PX = 34;
const WEEKS = 6;

export function useRoom(grid: RefObject<HTMLElement | null>): number {
  const [room, setRoom] = useState(2);
  useEffect(() => {
    const month = grid.current;
    if (month === null) return undefined;
    const measure = new ResizeObserver(() => setRoom(Math.max(1, Math.floor((month.scrollHeight / WEEKS - HEAD_PX) / LINE_PX))));
    measure.observe(month);
    return () => measure.disconnect();
  }, [grid]);
  return room;
}
