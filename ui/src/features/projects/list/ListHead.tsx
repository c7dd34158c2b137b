/// The names of the list's columns; pressing one sorts by it, pressing it again the other way round.
import { ArrowDown, ArrowUp } from "lucide-react";
import { cx } from "@/components";
import { m } from "@/i18n";
import type { Sort, SortBy } from "./listing";

const NAME: Record<SortBy, () => string> = {
  order: m.projects_sort_order,
  title: m.projects_field_title,
  status: m.projects_field_status,
  priority: m.projects_field_priority,
  assignee: m.projects_field_assignee,
  due: m.projects_field_due,
};

/** The widths of the columns, shared by their names and the rows below. */
export const COLUMN = {
  order: "w-16 shrink-0",
  title: "min-w-32 flex-1",
  status: "hidden w-32 shrink-0 xl:flex",
  priority: "hidden w-28 shrink-0 lg:flex",
  assignee: "hidden w-32 shrink-0 lg:flex",
  due: "w-44 shrink-0",
} as const;

export function ListHead({ sort, onSort }: { sort: Sort; onSort: (by: SortBy) => void }) {
  return (
    <div role="group" aria-label={m.projects_sort_label()} className="flex items-center gap-3 border-b border-line px-4 ps-13 pe-15">
      {(["order", "title", "status", "priority", "assignee", "due"] as const).map((by) => {
        const isOn = sort.by === by;
        const Arrow = sort.down ? ArrowDown : ArrowUp;
        return (
          <span key={by} className={COLUMN[by]}>
            <button type="button" aria-pressed={isOn} onClick={() => onSort(by)} className={cx("chrome -ms-1.5 inline-flex min-h-7 items-center gap-1 rounded-sm px-1.5 text-xs hover:bg-hover", isOn ? "font-semibold text-ink" : "text-ink-2")}>
              {NAME[by]()}
              {isOn && <Arrow size={12} aria-label={sort.down ? m.projects_sort_down() : m.projects_sort_up()} />}
            </button>
          </span>
        );
      })}
    </div>
  );
}
