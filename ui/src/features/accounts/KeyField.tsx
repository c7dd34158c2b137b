/// The field for a key. The browser holds what is typed; React never does, since it would write it into the page.
import { KeyRound } from "lucide-react";
import { useId, type Ref } from "react";
import { m } from "@/i18n";

export interface KeyFieldProps {
  required?: boolean;
  hint?: string;
  autoFocus?: boolean;
  onTyped?: () => void;
  ref: Ref<HTMLInputElement>;
}

export function KeyField({ required, hint, autoFocus, onTyped, ref }: KeyFieldProps) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium text-ink-2">
        {m.accounts_key()}
        {required && <span className="ms-1.5 text-xs font-normal text-ink-3">{m.field_required()}</span>}
      </label>
      <div className="relative">
        <KeyRound size={15} className="pointer-events-none absolute start-3 top-1/2 -translate-y-1/2 text-ink-3" aria-hidden />
        <input
          ref={ref}
          id={id}
          type="password"
          autoComplete="off"
          spellCheck={false}
          // The person opened this dialog to type a key.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus={autoFocus}
          onChange={onTyped}
          aria-required={required || undefined}
          aria-describedby={hint ? `${id}-hint` : undefined}
          className="h-9.5 w-full rounded-md border border-control bg-raised ps-9 pe-3 text-base text-ink hover:border-ink-3 focus-visible:border-accent focus-visible:outline-offset-0"
        />
      </div>
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-ink-3">
          {hint}
        </p>
      )}
    </div>
  );
}
