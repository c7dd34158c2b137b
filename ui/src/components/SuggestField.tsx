/// A field for one line that offers what could stand in it: typed freely, or chosen from the list below.
import { useId, useState, type KeyboardEvent } from "react";
import { isComposing } from "@/platform/ime";
import { cx } from "./cx";
import { CONTROL, Field, type FieldTexts } from "./field";
import { fold } from "./fold";

export interface Suggestion {
  value: string;
  /** What it is called, where that is not the value. */
  title?: string | null;
}

export interface SuggestFieldProps extends FieldTexts {
  value: string;
  onChange: (value: string) => void;
  suggestions: readonly Suggestion[];
  placeholder?: string;
  className?: string;
}

const MOST_SHOWN = 50;

export function SuggestField({ label, hideLabel, error, hint, required, className, value, onChange, suggestions, placeholder }: SuggestFieldProps) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const [typed, setTyped] = useState(false);
  // Until something is typed, the whole list is there to choose from.
  const words = typed ? fold(value.trim()) : "";
  const fitting = suggestions.filter(({ value: text, title }) => fold(`${text} ${title ?? ""}`).includes(words)).slice(0, MOST_SHOWN);
  const shown = open && fitting.length > 0;

  const close = () => {
    setOpen(false);
    setChosen(-1);
    setTyped(false);
  };
  const take = (suggestion: Suggestion) => {
    onChange(suggestion.value);
    close();
  };
  const press = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    const last = fitting.length - 1;
    const on = fitting[chosen];
    if (event.key === "ArrowDown" && !open) setOpen(true);
    else if (event.key === "ArrowDown" && shown) setChosen(chosen >= last ? 0 : chosen + 1);
    else if (event.key === "ArrowUp" && shown) setChosen(chosen <= 0 ? last : chosen - 1);
    else if (event.key === "Enter" && shown && on) take(on);
    else if (event.key === "Escape" && shown) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <Field {...{ label, hideLabel, error, hint, required, className }}>
      {(tied) => (
        <div>
          <input
            {...tied}
            type="text"
            role="combobox"
            aria-autocomplete="list"
            data-keeps-escape={shown || undefined}
            aria-expanded={shown}
            aria-controls={`${id}-list`}
            aria-activedescendant={shown && chosen >= 0 ? `${id}-${chosen}` : undefined}
            autoComplete="off"
            spellCheck={false}
            placeholder={placeholder}
            value={value}
            onChange={(event) => {
              setOpen(true);
              setTyped(true);
              setChosen(-1);
              onChange(event.target.value);
            }}
            onClick={() => setOpen(true)}
            onBlur={close}
            onKeyDown={press}
            className={cx(CONTROL, "h-9.5")}
          />
          {/* It takes its own room: a dialog would cut off what floats out of it. */}
          <div id={`${id}-list`} role="listbox" aria-label={label} hidden={!shown} className="mt-1 max-h-44 overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-2">
            {fitting.map((suggestion, index) => (
              // The field above owns the keys and keeps the focus; the pointer is all an option hears itself.
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
              <div
                key={suggestion.value}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === chosen}
                ref={(element) => {
                  if (index === chosen) element?.scrollIntoView({ block: "nearest" });
                }}
                onPointerDown={(event) => event.preventDefault()}
                onPointerMove={() => setChosen(index)}
                onClick={() => take(suggestion)}
                className={cx("chrome flex min-h-8 flex-wrap items-baseline gap-x-2.5 rounded-md px-2.5 py-1 text-base", index === chosen && "bg-accent-soft")}
              >
                <span className="wrap-anywhere">{suggestion.value}</span>
                {suggestion.title && suggestion.title !== suggestion.value && <span className="text-sm text-ink-3">{suggestion.title}</span>}
              </div>
            ))}
          </div>
        </div>
      )}
    </Field>
  );
}
