/// A box to tick, with its words beside it.
import { Check } from "lucide-react";
import { Checkbox as Radix } from "radix-ui";
import { useId, type ReactNode } from "react";
import { cx } from "./cx";

export interface CheckboxProps {
  /** The accessible name. */
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  /** Keeps the name for those who cannot see, where the words stand elsewhere. */
  hideLabel?: boolean;
  /** What is shown instead of the label's plain text. */
  children?: ReactNode;
  disabled?: boolean;
  className?: string;
}

export function Checkbox({ label, checked, onChange, hideLabel, children, disabled, className }: CheckboxProps) {
  const id = useId();
  return (
    <span className={cx("inline-flex min-w-0 items-center", className)}>
      <Radix.Root
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={(state) => onChange(state === true)}
        onClick={(event) => event.stopPropagation()}
        aria-label={hideLabel || children !== undefined ? label : undefined}
        className="group -m-1.5 grid size-8 shrink-0 place-items-center rounded-md disabled:opacity-50"
      >
        <span className="grid size-[18px] place-items-center rounded-sm border border-control bg-raised transition-colors group-hover:border-accent group-data-[state=checked]:border-accent group-data-[state=checked]:bg-accent">
          <Radix.Indicator className="appear text-on-accent">
            <Check size={13} strokeWidth={3} aria-hidden />
          </Radix.Indicator>
        </span>
      </Radix.Root>
      {!hideLabel && (
        <label htmlFor={id} className="min-w-0 ps-2 text-base">
          {children ?? label}
        </label>
      )}
    </span>
  );
}
