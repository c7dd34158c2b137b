/// The frame of a place: its title and actions above, what it holds in a column that scrolls by itself.
import { ArrowLeft } from "lucide-react";
import { useEffect, type ReactNode } from "react";
import { m } from "@/i18n";
import { IconButton } from "./Button";
import { cx } from "./cx";

export interface PageProps {
  title: string;
  subtitle?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** Lets the content reach the edges and scroll its own columns. */
  flush?: boolean;
}

export function Page({ title, subtitle, actions, children, flush }: PageProps) {
  useEffect(() => {
    document.title = `${title} – Hisho`;
  }, [title]);
  return (
    <div className="flex h-full min-h-0 min-w-0 flex-col">
      <header className="chrome flex flex-wrap items-end gap-x-4 gap-y-2 px-8 pt-7 pb-4">
        <div className="min-w-0 flex-1 basis-60">
          <h1 className="font-title text-2xl font-semibold text-balance wrap-anywhere">{title}</h1>
          {subtitle && <div className="mt-0.5 text-base text-ink-3">{subtitle}</div>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      <div className={cx("min-h-0 flex-1", flush ? "flex flex-col overflow-hidden" : "overflow-y-auto px-8 pt-1 pb-12")}>{children}</div>
    </div>
  );
}

export interface SplitPaneProps {
  list: ReactNode;
  /** The chosen thing; null when nothing is chosen. */
  detail: ReactNode;
  /** Names of the two columns for those who move by landmarks. */
  listLabel?: string;
  detailLabel?: string;
  /** Leads back to the list where there is room for one column only. */
  onBack?: () => void;
  /** The detail has columns of its own: it scrolls them itself, and the list leaves it more room. */
  columns?: boolean;
}

/** Two columns; where they do not fit, the list, or the detail once something is chosen. */
export function SplitPane({ list, detail, listLabel, detailLabel, onBack, columns }: SplitPaneProps) {
  const chosen = detail !== null && detail !== undefined && detail !== false;
  return (
    <div className="split h-full min-h-0">
      <div className="flex h-full min-h-0">
        <section data-region tabIndex={-1} aria-label={listLabel} className={cx("flex min-h-0 w-full shrink-0 flex-col overflow-hidden focus-visible:-outline-offset-2 @min-[680px]:border-e @min-[680px]:border-line", columns ? "@min-[680px]:w-[min(18rem,40%)]" : "@min-[680px]:w-[min(22rem,40%)]", chosen && "hidden @min-[680px]:flex")}>
          {list}
        </section>
        <section data-region tabIndex={-1} aria-label={detailLabel} className={cx("min-h-0 min-w-0 flex-1 flex-col overflow-hidden focus-visible:-outline-offset-2 @min-[680px]:flex", chosen ? "flex" : "hidden")}>
          {chosen && onBack && (
            <div className="px-3 pt-2 @min-[680px]:hidden">
              <IconButton label={m.action_back()} icon={ArrowLeft} onClick={onBack} />
            </div>
          )}
          <div className={cx("min-h-0 flex-1", columns ? "overflow-hidden" : "overflow-y-auto")}>{detail}</div>
        </section>
      </div>
    </div>
  );
}
