/// What every field shares: its label above, its hint or error below, tied to the control for those who cannot see.
import { useId, type ReactNode } from "react";
import { CircleAlert } from "lucide-react";
import { m } from "@/i18n";
import { cx } from "./cx";

/** The look of a control one types into or chooses from. */
export const CONTROL =
  "w-full rounded-md border border-control bg-raised px-3 text-base text-ink transition-colors hover:border-ink-3 focus-visible:border-accent focus-visible:outline-offset-0 aria-invalid:border-danger disabled:opacity-60";

export interface FieldTexts {
  label: string;
  hideLabel?: boolean;
  /** What is wrong; announced, and shown in place of the hint. */
  error?: string | null;
  hint?: ReactNode;
  required?: boolean;
}

/** The properties that tie a control to the texts around it. */
export interface Tied {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
  "aria-required": true | undefined;
}

export function Field({ label, hideLabel, error, hint, required, className, children }: FieldTexts & { className?: string; children: (tied: Tied) => ReactNode }) {
  const id = useId();
  const below = error ?? hint;
  return (
    <div className={cx("flex min-w-0 flex-col gap-1.5", className)}>
      <label htmlFor={id} className={hideLabel ? "sr-only" : "text-sm font-medium text-ink-2"}>
        {label}
        {required && <span className="ms-1.5 text-xs font-normal text-ink-3">{m.field_required()}</span>}
      </label>
      {children({
        id,
        "aria-describedby": below ? `${id}-below` : undefined,
        "aria-invalid": error ? true : undefined,
        "aria-required": required ? true : undefined,
      })}
      <div id={`${id}-below`} aria-live="polite" className="contents">
        {error ? (
          <p className="flex items-start gap-1.5 text-sm text-red">
            <CircleAlert size={14} className="mt-1 shrink-0" aria-hidden />
            {error}
          </p>
        ) : (
          hint && <p className="text-sm text-ink-3">{hint}</p>
        )}
      </div>
    </div>
  );
}
