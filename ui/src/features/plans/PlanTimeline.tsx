/// A plan's milestones as they lie in time, with lines to what waits for them. A picture beside the list,
/// which says the same in words. Must not know how it is laid out.
import { useToday, type Day } from "@/api";
import { formatDay, language, m } from "@/i18n";
import { layOut, type TimelineMark } from "./timeline";

const WIDTH = 640;
const EDGE = 18;
const ROW = 26;
const TOP = 10;
const FOOT = 24;
/** Past this share of the width a name stands to the left of its mark. */
const TURN = 0.55;
const LONGEST = 28;

export function PlanTimeline({ marks, start, due }: { marks: readonly TimelineMark[]; start: Day | null; due: Day | null }) {
  const today = useToday();
  const layout = layOut(marks, start, due, today);
  if (layout === null || layout.marks.length === 0) return null;
  const x = (at: number) => EDGE + at * (WIDTH - 2 * EDGE);
  const y = (row: number) => TOP + row * ROW + ROW / 2;
  const bottom = TOP + layout.marks.length * ROW;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${bottom + FOOT}`} role="img" aria-label={m.plans_timeline_label({ count: layout.marks.length })} className="plan-timeline mt-4 w-full max-w-2xl">
      {layout.start !== null && layout.due !== null && <rect className="plan-timeline-span" x={x(layout.start)} y={TOP} width={Math.max(0, x(layout.due) - x(layout.start))} height={bottom - TOP} rx={4} />}
      {layout.ticks.map((tick) => (
        <g key={tick.day}>
          <line className="plan-timeline-tick" x1={x(tick.at)} x2={x(tick.at)} y1={TOP} y2={bottom} />
          <text className="plan-timeline-day" x={x(tick.at)} y={bottom + 16} textAnchor={tick.at < 0.05 ? "start" : tick.at > 0.95 ? "end" : "middle"}>
            {tick.month ? formatMonth(tick.day) : formatDay(tick.day, today)}
          </text>
        </g>
      ))}
      {layout.today !== null && <line className="plan-timeline-today" x1={x(layout.today)} x2={x(layout.today)} y1={TOP - 4} y2={bottom} />}
      {layout.links.map(({ from, to }) => {
        const [ax, ay, bx, by] = [x(from.at), y(from.row), x(to.at), y(to.row)];
        return <path key={`${from.key}-${to.key}`} className="plan-timeline-link" d={`M ${ax} ${ay} C ${ax} ${(ay + by) / 2}, ${bx} ${(ay + by) / 2}, ${bx} ${by}`} />;
      })}
      {layout.marks.map((mark) => {
        const turned = mark.at > TURN;
        return (
          <g key={mark.key}>
            <rect className="plan-timeline-mark" x={x(mark.at) - 5} y={y(mark.row) - 5} width={10} height={10} rx={2} transform={`rotate(45 ${x(mark.at)} ${y(mark.row)})`} />
            <text className="plan-timeline-title" x={x(mark.at) + (turned ? -12 : 12)} y={y(mark.row) + 4.5} textAnchor={turned ? "end" : "start"}>
              {[...mark.title].length > LONGEST ? `${[...mark.title].slice(0, LONGEST).join("")}…` : mark.title}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

/** A month and its year, in the spoken language. */
function formatMonth(day: Day): string {
  return new Intl.DateTimeFormat(language(), { year: "numeric", month: "short", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
}
