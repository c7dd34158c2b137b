/// A titled part of Today.
import { useId, type ReactNode } from "react";
import { cx } from "@/components";
import { formatNumber } from "@/i18n";

export function Section({ title, count, late, children }: { title: string; count?: number; late?: boolean; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={cx("chrome mb-1.5 flex items-baseline gap-2 px-3 text-sm font-medium", late ? "text-red" : "text-ink-2")}>
        {title}
        {count !== undefined && <span className="text-xs font-normal text-ink-3 tabular-nums">{formatNumber(count)}</span>}
      </h2>
      {children}
    </section>
  );
}
