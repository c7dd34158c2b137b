/// A field for a day that is sent once it is left or confirmed, so that a day half typed is not a change.
import { useState } from "react";
import type { Day } from "@/api";
import { DateField } from "@/components";

export interface SettledDayProps {
  label: string;
  value: Day | null;
  onChange: (day: Day | null) => void;
  disabled?: boolean;
}

export function SettledDay({ label, value, onChange, disabled }: SettledDayProps) {
  const [typed, setTyped] = useState<{ day: Day | null } | null>(null);
  const settle = () => {
    if (typed !== null && typed.day !== value) onChange(typed.day);
    setTyped(null);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- hears when the field inside is left
    <div
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) settle();
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") settle();
      }}
    >
      <DateField size="sm" hideLabel disabled={disabled} label={label} value={typed === null ? value : typed.day} onChange={(day) => setTyped({ day })} />
    </div>
  );
}
