/// The head of the timeline: months above days or weeks; and, behind the bars, the days on which nobody works, and today.
import type { Day } from "@/api";
import { cx } from "@/components";
import { formatDay, formatMonth } from "@/i18n";
import type { WorkDays } from "../workDays";
import { daysIn, monthsIn, weeksIn, xOf, type Scale, type Zoom } from "./scale";

/** The height of the head in pixels. */
export const HEAD_PX = 48;

export interface InSight {
  from: number;
  to: number;
}

export function TimelineHead({ scale, zoom, today, sight }: { scale: Scale; zoom: Zoom; today: Day; sight: InSight }) {
  return (
    <div aria-hidden className="chrome relative h-12 text-xs text-ink-3" style={{ width: scale.days * scale.dayPx }}>
      {monthsIn(scale, sight.from, sight.to).map(({ day, x, width }) => (
        <span key={day} className="absolute top-0 h-6 border-s border-line" style={{ left: x, width }}>
          {/* The name stays in sight as long as any of its month does. */}
          <span className="sticky start-58 inline-block px-2 leading-6 font-medium whitespace-nowrap text-ink-2">{width > 40 && formatMonth(day)}</span>
        </span>
      ))}
      {zoom === "day" &&
        daysIn(scale, sight.from, sight.to).map(({ day, x, width }) => (
          <span key={day} className={cx("absolute top-6 grid h-6 place-items-center tabular-nums", day === today && "font-semibold text-accent-ink")} style={{ left: x, width }}>
            {Number(day.slice(8))}
          </span>
        ))}
      {zoom === "week" &&
        weeksIn(scale, sight.from, sight.to).map(({ day, x, width }) => (
          <span key={day} className="absolute top-6 h-6 border-s border-line px-1.5 leading-6 whitespace-nowrap tabular-nums" style={{ left: x, width }}>
            {formatDay(day, day).replace(/[\s(（].*[)）]$|^\p{L}+, /u, "")}
          </span>
        ))}
      {zoom === "month" &&
        weeksIn(scale, sight.from, sight.to).map(({ day, x, width }) => (
          <span key={day} className="absolute top-6 h-6 border-s border-line ps-1 text-start leading-6 tabular-nums" style={{ left: x, width }}>
            {Number(day.slice(8))}
          </span>
        ))}
    </div>
  );
}

/** Behind the bars: free days, the beginnings of months, and today. */
export function Ground({ scale, work, today, sight, height }: { scale: Scale; work: WorkDays; today: Day; sight: InSight; height: number }) {
  return (
    <div aria-hidden className="absolute start-0 top-0" style={{ height, width: scale.days * scale.dayPx }}>
      {daysIn(scale, sight.from, sight.to).map(({ day, x, width }) => {
        if (work.minutesOn(day) > 0) return null;
        return <span key={day} title={work.nameOf(day) || undefined} className={cx("absolute inset-y-0", work.nameOf(day) === "" ? "bg-sunken" : "bg-violet-soft")} style={{ left: x, width }} />;
      })}
      {monthsIn(scale, sight.from, sight.to).map(({ day, x }) => (
        <span key={day} className="absolute inset-y-0 border-s border-line" style={{ left: x }} />
      ))}
      <span className="absolute inset-y-0 z-10 w-0.5 bg-accent" style={{ left: xOf(scale, today) + scale.dayPx / 2 - 1 }} />
    </div>
  );
}
