/// How much of something is done.
import { cx } from "./cx";

export function Progress({ value, max, label, className }: { value: number; max: number; label: string; className?: string }) {
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
  return (
    <div role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={max} aria-valuenow={value} className={cx("h-1.5 w-full overflow-hidden rounded-full bg-neutral-soft", className)}>
      <div className={cx("h-full rounded-full transition-[width] duration-300", share === 1 ? "bg-green" : "bg-accent")} style={{ width: `${share * 100}%` }} />
    </div>
  );
}
