/// A choice of one among a few that each need a word of explanation, or a picture.
import { useId, type ReactNode } from "react";
import { cx } from "./cx";

export interface RadioCard<V extends string> {
  value: V;
  label: string;
  text?: string;
  leading?: ReactNode;
}

export interface RadioCardsProps<V extends string> {
  label: string;
  cards: readonly RadioCard<V>[];
  /** Null while nothing is chosen. */
  value: V | null;
  onChange: (value: V) => void;
  /** Classes of the grid, which says how many stand side by side. */
  className?: string;
}

export function RadioCards<V extends string>({ label, cards, value, onChange, className = "grid-cols-1 sm:grid-cols-2" }: RadioCardsProps<V>) {
  const id = useId();
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 text-sm font-medium text-ink-2">{label}</legend>
      <div className={cx("grid gap-2", className)}>
        {cards.map((card) => (
          <label
            key={card.value}
            htmlFor={`${id}-${card.value}`}
            className="chrome flex items-center gap-2.5 rounded-md border border-line bg-raised px-3 py-2 transition-colors hover:border-control has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input
              id={`${id}-${card.value}`}
              type="radio"
              name={id}
              aria-label={card.label}
              aria-describedby={card.text ? `${id}-${card.value}-text` : undefined}
              checked={card.value === value}
              onChange={() => onChange(card.value)}
              className="shrink-0 accent-accent focus-visible:outline-none"
            />
            {card.leading}
            <span className="min-w-0">
              <span className="block text-base font-medium">{card.label}</span>
              {card.text && (
                <span id={`${id}-${card.value}-text`} className="block text-sm text-ink-2">
                  {card.text}
                </span>
              )}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
