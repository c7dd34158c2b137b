/// A choice of one among a few.
import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import { pageNonce } from "@/platform/nonce";
import { cx } from "./cx";
import { CONTROL, Field, type FieldTexts } from "./field";

export interface SelectOption<V extends string> {
  value: V;
  label: string;
}

export interface SelectProps<V extends string> extends FieldTexts {
  value: V;
  options: readonly SelectOption<V>[];
  onChange: (value: V) => void;
  size?: "sm" | "md";
  disabled?: boolean;
  className?: string;
}

// Radix takes the empty text for "nothing chosen"; here it is a value like any other.
const wrap = (value: string) => `=${value}`;

export function Select<V extends string>({ label, hideLabel, error, hint, required, className, value, options, onChange, size = "md", disabled }: SelectProps<V>) {
  return (
    <Field {...{ label, hideLabel, error, hint, required, className }}>
      {(tied) => (
        <Radix.Root value={wrap(value)} onValueChange={(chosen) => onChange(chosen.slice(1) as V)} disabled={disabled}>
          <Radix.Trigger {...tied} className={cx(CONTROL, "chrome flex items-center justify-between gap-2", size === "sm" ? "h-8 px-2.5 text-sm" : "h-9.5")}>
            <span className="truncate">
              <Radix.Value />
            </span>
            <ChevronDown size={15} className="shrink-0 text-ink-3" aria-hidden />
          </Radix.Trigger>
          <Radix.Portal>
            <Radix.Content position="popper" sideOffset={4} collisionPadding={8} className="rise chrome z-50 max-h-80 min-w-(--radix-select-trigger-width) overflow-hidden rounded-lg border border-line bg-raised shadow-3">
              <Radix.Viewport nonce={pageNonce()} className="p-1">
                {options.map((option) => (
                  <Radix.Item key={option.value} value={wrap(option.value)} className="flex min-h-9 items-center justify-between gap-4 rounded-md px-2.5 text-base text-ink outline-none data-[highlighted]:bg-hover data-[highlighted]:outline-none">
                    <Radix.ItemText>{option.label}</Radix.ItemText>
                    <Radix.ItemIndicator>
                      <Check size={15} className="text-accent-ink" aria-hidden />
                    </Radix.ItemIndicator>
                  </Radix.Item>
                ))}
              </Radix.Viewport>
            </Radix.Content>
          </Radix.Portal>
        </Radix.Root>
      )}
    </Field>
  );
}
