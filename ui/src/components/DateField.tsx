/// A field for a day: typed as it comes to hand, or chosen from a calendar. The same in every engine and language.
import { CalendarDays, X } from "lucide-react";
import { Popover } from "radix-ui";
import { useState, type KeyboardEvent } from "react";
import { useToday } from "@/api/state";
import type { Day } from "@/api/types";
import { formatDay, m } from "@/i18n";
import { isComposing } from "@/platform/ime";
import { Calendar } from "./Calendar";
import { cx } from "./cx";
import { CONTROL, Field, type FieldTexts } from "./field";
import { parseDay } from "./parseDay";

export interface DateFieldProps extends FieldTexts {
  value: Day | null;
  onChange: (value: Day | null) => void;
  size?: "sm" | "md";
  disabled?: boolean;
  className?: string;
}

export function DateField({ label, hideLabel, error, hint, required, className, value, onChange, size = "md", disabled }: DateFieldProps) {
  const today = useToday();
  const [typed, setTyped] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const unread = typed !== null && typed.trim() !== "" && parseDay(typed, today) === null;

  const type = (text: string) => {
    setTyped(text);
    const day = parseDay(text, today);
    if (day !== null || text.trim() === "") onChange(day);
  };
  const settle = () => {
    if (!unread) setTyped(null);
  };
  const keys = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    if (event.key === "Enter") settle();
    if (event.key === "ArrowDown" && event.altKey) setOpen(true);
  };
  const choose = (day: Day | null) => {
    setTyped(null);
    setOpen(false);
    onChange(day);
  };

  return (
    <Field {...{ label, hideLabel, required, className }} hint={hint ?? (value && typed !== null && !unread ? formatDay(value, today) : undefined)} error={unread ? m.date_unread() : error}>
      {(tied) => (
        <div className="relative">
          <input
            {...tied}
            type="text"
            inputMode="numeric"
            autoComplete="off"
            spellCheck={false}
            placeholder={m.date_placeholder()}
            disabled={disabled}
            value={typed ?? value ?? ""}
            onChange={(event) => type(event.target.value)}
            onBlur={settle}
            onKeyDown={keys}
            className={cx(CONTROL, "pe-17 tabular-nums", size === "sm" ? "h-8 text-sm" : "h-9.5")}
          />
          <span className="absolute inset-y-0 end-1 flex items-center">
            {value && !disabled && (
              <button type="button" aria-label={m.date_clear({ label })} onClick={() => choose(null)} className="grid size-7 place-items-center rounded-sm text-ink-3 hover:bg-hover hover:text-ink">
                <X size={14} aria-hidden />
              </button>
            )}
            <Popover.Root open={open} onOpenChange={setOpen}>
              <Popover.Trigger aria-label={m.date_choose({ label })} disabled={disabled} className="grid size-7 place-items-center rounded-sm text-ink-3 hover:bg-hover hover:text-ink">
                <CalendarDays size={15} aria-hidden />
              </Popover.Trigger>
              <Popover.Portal>
                <Popover.Content align="end" sideOffset={6} collisionPadding={8} aria-label={m.date_choose({ label })} className="rise z-50 rounded-lg border border-line bg-raised p-3 shadow-3 outline-none">
                  <Calendar value={value} today={today} onChoose={choose} />
                </Popover.Content>
              </Popover.Portal>
            </Popover.Root>
          </span>
        </div>
      )}
    </Field>
  );
}
