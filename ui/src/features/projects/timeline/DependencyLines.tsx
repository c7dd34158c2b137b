/// The dependencies between the bars in sight, as lines from the end of one to the beginning of another.
import type { Row, RowEdge } from "./rows";
import { xOf, type Scale } from "./scale";

/** The height of a row in pixels. */
export const ROW_PX = 36;

/** How far a line runs on before it turns, in pixels. */
const TURN_PX = 7;

/** Where a bar begins and ends, in pixels. */
export function spanOf(row: Row, scale: Scale): { begin: number; end: number } {
  const [first, last] = row.kind === "open" ? [row.slot.start_on, row.slot.finish_on] : row.kind === "done" ? [row.start_on, row.finish_on] : [row.milestone.planned_on ?? "", row.milestone.planned_on ?? ""];
  const begin = xOf(scale, first < last ? first : last);
  return { begin, end: xOf(scale, last) + scale.dayPx };
}

export function DependencyLines({ rows, edges, scale, height }: { rows: readonly Row[]; edges: readonly RowEdge[]; scale: Scale; height: number }) {
  return (
    <svg aria-hidden className="pointer-events-none absolute start-0 top-0 z-10" width={scale.days * scale.dayPx} height={height}>
      {edges.map(({ key, from, to, isCritical }) => {
        const [before, after] = [rows[from], rows[to]];
        if (before === undefined || after === undefined) return null;
        return <path key={key} d={pathOf(spanOf(before, scale).end, middle(from), spanOf(after, scale).begin, middle(to))} fill="none" className={isCritical ? "stroke-accent" : "stroke-control"} strokeWidth={isCritical ? 1.75 : 1.1} />;
      })}
    </svg>
  );
}

const middle = (row: number) => row * ROW_PX + ROW_PX / 2;

/** Out to the right, down or up beside the later bar, and into it with an arrow's head. */
function pathOf(x1: number, y1: number, x2: number, y2: number): string {
  const head = `m-4 -3.5 l4 3.5 l-4 3.5`;
  if (x2 >= x1 + 2 * TURN_PX) return `M${x1} ${y1} H${x2 - TURN_PX} V${y2} H${x2} ${head}`;
  // The later bar begins where the earlier ends: the line goes between the rows.
  const between = y2 > y1 ? y2 - ROW_PX / 2 : y2 + ROW_PX / 2;
  return `M${x1} ${y1} h${TURN_PX} V${between} H${x2 - TURN_PX} V${y2} H${x2} ${head}`;
}
