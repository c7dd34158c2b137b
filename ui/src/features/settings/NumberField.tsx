/// A whole number that takes effect when one leaves its field or presses Enter.
import { useState, type FormEvent } from "react";
import { TextField } from "@/components";
import { formatNumber, m } from "@/i18n";
import { readWhole } from "./words";

export interface NumberFieldProps {
  label: string;
  /** What stands behind the field: minutes, days. */
  unit: string;
  value: number;
  least: number;
  most: number;
  /** An earlier number is still being kept; the field can be typed into, but gives none meanwhile. */
  busy: boolean;
  /** Called with a number within the bounds that is not the present one. */
  onChange: (value: number) => void;
}

export function NumberField({ label, unit, value, least, most, busy, onChange }: NumberFieldProps) {
  const [typed, setTyped] = useState(String(value));
  const [shown, setShown] = useState(value);
  const [wrong, setWrong] = useState(false);
  // A value that changed, here or elsewhere, takes the place of what stands in the field.
  if (shown !== value) {
    setShown(value);
    setTyped(String(value));
    setWrong(false);
  }
  const take = () => {
    const read = readWhole(typed, least, most);
    setWrong(read === null);
    if (read !== null && read !== value && !busy) onChange(read);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    take();
  };
  return (
    <form onSubmit={submit} className="flex items-start gap-2">
      <TextField
        hideLabel
        label={label}
        value={typed}
        inputMode="numeric"
        error={wrong ? m.settings_number_wrong({ least: formatNumber(least), most: formatNumber(most) }) : null}
        onChange={(next) => {
          setTyped(next);
          setWrong(false);
        }}
        onBlur={take}
        className="w-28"
        controlClassName="text-end tabular-nums"
      />
      <span aria-hidden className="pt-2 text-base text-ink-2">
        {unit}
      </span>
    </form>
  );
}
