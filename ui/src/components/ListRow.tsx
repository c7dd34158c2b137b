/// One line of a list: what it is, a word about it, and what stands before and after.
import type { ReactNode } from "react";
import { AppLink } from "./AppLink";
import { cx } from "./cx";

interface RowParts {
  title: ReactNode;
  subtitle?: ReactNode;
  leading?: ReactNode;
  trailing?: ReactNode;
  selected?: boolean;
}

/** A row leads to a place (`to`), or does something (`onSelect`), or only shows. */
export type ListRowProps = RowParts &
  ({ to: string; search?: Record<string, string | number>; onSelect?: never } | { to?: never; search?: never; onSelect?: () => void });

export function ListRow({ title, subtitle, leading, trailing, selected, to, search, onSelect }: ListRowProps) {
  const words = (
    <span className="min-w-0 flex-1">
      <span className="block truncate text-base font-medium text-ink">{title}</span>
      {subtitle && <span className="block truncate text-sm text-ink-3">{subtitle}</span>}
    </span>
  );
  // The link covers the row without holding the controls beside it, since a control inside a link is no control.
  const cover = "flex min-w-0 flex-1 text-start after:absolute after:inset-0 after:rounded-md focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent";
  return (
    <div className={cx("relative flex min-h-11 items-center gap-3 rounded-md px-3 py-1.5 transition-colors", (to !== undefined || onSelect) && "hover:bg-hover", selected && "bg-accent-soft hover:bg-accent-soft")}>
      {leading && <span className="relative z-10 flex shrink-0 items-center">{leading}</span>}
      {to !== undefined ? (
        <AppLink to={to} search={search} data-row aria-current={selected ? "true" : undefined} className={cover}>
          {words}
        </AppLink>
      ) : onSelect ? (
        <button type="button" data-row aria-current={selected ? "true" : undefined} onClick={onSelect} className={cover}>
          {words}
        </button>
      ) : (
        words
      )}
      {trailing && <span className="relative z-10 flex shrink-0 items-center gap-2 text-sm text-ink-3">{trailing}</span>}
    </div>
  );
}
