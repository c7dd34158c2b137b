/// A small word about the state of something.
import type { ReactNode } from "react";
import { cx } from "./cx";
import type { Icon } from "./icon";

export type BadgeTone = "neutral" | "blue" | "green" | "amber" | "red" | "violet";

const LOOK: Record<BadgeTone, string> = {
  neutral: "bg-neutral-soft text-ink-2",
  blue: "bg-accent-soft text-accent-ink",
  green: "bg-green-soft text-green",
  amber: "bg-amber-soft text-amber",
  red: "bg-red-soft text-red",
  violet: "bg-violet-soft text-violet",
};

export function Badge({ tone = "neutral", icon: Glyph, children }: { tone?: BadgeTone; icon?: Icon; children: ReactNode }) {
  return (
    <span className={cx("inline-flex shrink-0 items-center gap-1 rounded-full px-2 py-px text-xs font-medium whitespace-nowrap", LOOK[tone])}>
      {Glyph && <Glyph size={12} aria-hidden />}
      {children}
    </span>
  );
}
