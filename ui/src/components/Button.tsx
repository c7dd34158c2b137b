/// Buttons with words, and buttons with an icon alone. They say when they are busy and cannot be pressed then.
import { LoaderCircle } from "lucide-react";
import type { ComponentPropsWithRef } from "react";
import { cx } from "./cx";
import type { Icon } from "./icon";
import { Tooltip } from "./Tooltip";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";

const LOOK: Record<ButtonVariant, string> = {
  primary: "bg-accent text-on-accent shadow-1 hover:bg-accent-hover",
  secondary: "bg-raised text-ink border border-line shadow-1 hover:border-control",
  ghost: "text-ink-2 hover:bg-hover hover:text-ink active:bg-pressed",
  danger: "bg-danger text-on-danger shadow-1 hover:bg-danger-hover",
};

export interface ButtonProps extends ComponentPropsWithRef<"button"> {
  variant?: ButtonVariant;
  size?: "sm" | "md";
  icon?: Icon;
  /** Work is under way: shown, and the button cannot be pressed. */
  busy?: boolean;
}

export function Button({ variant = "secondary", size = "md", icon: Glyph, busy = false, disabled, className, children, type = "button", ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={cx(
        "chrome inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap transition-colors disabled:opacity-50",
        size === "sm" ? "min-h-8 px-2.5 text-sm" : "min-h-9.5 px-3.5 text-base",
        LOOK[variant],
        className,
      )}
    >
      {busy ? <LoaderCircle size={16} className="animate-spin" aria-hidden /> : Glyph && <Glyph size={16} className="shrink-0" aria-hidden />}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ComponentPropsWithRef<"button">, "children"> {
  /** The accessible name, shown on hover as well. */
  label: string;
  icon: Icon;
  size?: "sm" | "md";
}

export function IconButton({ label, icon: Glyph, size = "md", className, type = "button", ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <button
        {...rest}
        type={type}
        aria-label={label}
        className={cx(
          "chrome inline-grid shrink-0 place-items-center rounded-md text-ink-2 transition-colors hover:bg-hover hover:text-ink active:bg-pressed disabled:opacity-40",
          size === "sm" ? "size-8" : "size-9.5",
          className,
        )}
      >
        <Glyph size={size === "sm" ? 15 : 17} aria-hidden />
      </button>
    </Tooltip>
  );
}
