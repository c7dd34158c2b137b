/// A month of days to choose one from. The arrow keys move by days and weeks, Page Up and Page Down by months.
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import type { Day } from "@/api/types";
import { addDays, addMonths, formatDay, formatMonth, m, weekdayNames, weeksOfMonth } from "@/i18n";
import { cx } from "./cx";
import { IconButton } from "./Button";

export function Calendar({ value, today, onChoose }: { value: Day | null; today: Day; onChoose: (day: Day) => void }) {
  const [at, setAt] = useState<Day>(value ?? today);
  const grid = useRef<HTMLDivElement>(null);

  useEffect(() => {
    grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }, [at]);

  const weeks = weeksOfMonth(at);

  const keys = (event: KeyboardEvent) => {
    const next = {
      ArrowLeft: () => addDays(at, -1),
      ArrowRight: () => addDays(at, 1),
      ArrowUp: () => addDays(at, -7),
      ArrowDown: () => addDays(at, 7),
      PageUp: () => addMonths(at, -1),
      PageDown: () => addMonths(at, 1),
    }[event.key];
    if (!next) return;
    event.preventDefault();
    setAt(next());
  };

  return (
    <div className="chrome w-64">
      <div className="mb-2 flex items-center justify-between">
        <IconButton size="sm" label={m.date_month_before()} icon={ChevronLeft} onClick={() => setAt(addMonths(at, -1))} />
        <p aria-live="polite" className="text-base font-medium">
          {formatMonth(at)}
        </p>
        <IconButton size="sm" label={m.date_month_after()} icon={ChevronRight} onClick={() => setAt(addMonths(at, 1))} />
      </div>
      <div ref={grid} role="grid" aria-label={formatMonth(at)} tabIndex={-1} onKeyDown={keys}>
        <div role="row" className="grid grid-cols-7">
          {weekdayNames("narrow").map((name, column) => (
            <span key={column} role="columnheader" className="grid h-7 place-items-center text-xs text-ink-3">
              {name}
            </span>
          ))}
        </div>
        {weeks.map((week) => (
          <div key={week[0]} role="row" className="grid grid-cols-7">
            {week.map((day) => (
              <span key={day} role="gridcell" aria-selected={day === value}>
                <button
                  type="button"
                  tabIndex={day === at ? 0 : -1}
                  aria-label={formatDay(day, today)}
                  aria-current={day === today ? "date" : undefined}
                  onClick={() => onChoose(day)}
                  className={cx(
                    "grid h-8 w-full place-items-center rounded-md text-sm tabular-nums hover:bg-hover",
                    day.slice(0, 7) !== at.slice(0, 7) && "text-ink-3",
                    day === today && day !== value && "font-semibold text-accent-ink ring-1 ring-accent ring-inset",
                    day === value && "bg-accent text-on-accent hover:bg-accent-hover",
                  )}
                >
                  {Number(day.slice(8))}
                </button>
              </span>
            ))}
          </div>
        ))}
      </div>
      <button type="button" onClick={() => onChoose(today)} className="mt-2 min-h-8 w-full rounded-md text-sm font-medium text-accent-ink hover:bg-hover">
        {m.date_today()}
      </button>
    </div>
  );
}
