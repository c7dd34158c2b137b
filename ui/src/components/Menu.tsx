/// A list of actions that opens from a control.
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactElement } from "react";
import { cx } from "./cx";
import type { Icon } from "./icon";

export interface MenuItem {
  label: string;
  icon?: Icon;
  onSelect: () => void;
  danger?: boolean;
  disabled?: boolean;
}

export interface MenuProps {
  /** The control that opens it: one element that takes a ref, such as `IconButton`. */
  trigger: ReactElement;
  items: readonly MenuItem[];
  align?: "start" | "end";
}

export function Menu({ trigger, items, align = "end" }: MenuProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content align={align} sideOffset={4} collisionPadding={8} className="rise chrome z-50 min-w-44 rounded-lg border border-line bg-raised p-1 shadow-3">
          {items.map(({ label, icon: Glyph, onSelect, danger, disabled }) => (
            <Radix.Item
              key={label}
              onSelect={onSelect}
              disabled={disabled}
              className={cx(
                "flex min-h-9 items-center gap-2.5 rounded-md px-2.5 text-base outline-none data-[disabled]:opacity-45 data-[highlighted]:bg-hover",
                danger ? "text-red" : "text-ink",
              )}
            >
              {Glyph && <Glyph size={16} className={danger ? "text-red" : "text-ink-3"} aria-hidden />}
              {label}
            </Radix.Item>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
