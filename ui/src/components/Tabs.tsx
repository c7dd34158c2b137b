/// A row of views or filters of which one is on.
import { Tabs as Radix, ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";
import { formatNumber } from "@/i18n";
import { cx } from "./cx";
import type { Icon } from "./icon";

export interface Tab<V extends string> {
  value: V;
  label: string;
  count?: number;
  icon?: Icon;
}

export interface TabsProps<V extends string> {
  value: V;
  onChange: (value: V) => void;
  tabs: readonly Tab<V>[];
  /** The accessible name of the row. */
  label?: string;
  /** The panel of the tab that is on. Without it the row is a filter of what stands below it. */
  children?: ReactNode;
  /** For narrow columns: small words, a row as wide as the column, and a panel that scrolls by itself. */
  compact?: boolean;
}

const ROW = "chrome flex flex-wrap gap-0.5 self-start rounded-lg bg-sunken p-0.5";
const TAB =
  "inline-flex min-h-8 items-center gap-1.5 rounded-md font-medium text-ink-2 transition-colors hover:text-ink data-[state=active]:bg-raised data-[state=active]:text-ink data-[state=active]:shadow-1 data-[state=on]:bg-raised data-[state=on]:text-ink data-[state=on]:shadow-1";

function Words({ label, count, icon: Glyph }: { label: string; count?: number; icon?: Icon }) {
  return (
    <>
      {Glyph && <Glyph size={14} className="shrink-0" aria-hidden />}
      {label}
      {count !== undefined && <span className="text-xs font-normal text-ink-3 tabular-nums">{formatNumber(count)}</span>}
    </>
  );
}

export function Tabs<V extends string>({ value, onChange, tabs, label, children, compact }: TabsProps<V>) {
  if (children === undefined) {
    return (
      <ToggleGroup.Root type="single" value={value} onValueChange={(next) => next && onChange(next as V)} aria-label={label} className={ROW}>
        {tabs.map((tab) => (
          <ToggleGroup.Item key={tab.value} value={tab.value} className={cx(TAB, "px-3 text-sm")}>
            <Words {...tab} />
          </ToggleGroup.Item>
        ))}
      </ToggleGroup.Root>
    );
  }
  return (
    <Radix.Root value={value} onValueChange={(next) => onChange(next as V)} className={cx("flex min-h-0 flex-col", compact ? "flex-1 gap-3" : "gap-4")}>
      <Radix.List aria-label={label} className={cx(ROW, compact && "w-full")}>
        {tabs.map((tab) => (
          <Radix.Trigger key={tab.value} value={tab.value} className={cx(TAB, compact ? "flex-1 justify-center px-1 text-xs" : "px-3 text-sm")}>
            <Words {...tab} />
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className={cx("min-h-0", compact && tab.value === value && "flex-1 overflow-y-auto")}>
          {tab.value === value && children}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
