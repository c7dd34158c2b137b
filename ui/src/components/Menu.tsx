/// A list of actions that opens from a control, or over a thing by the right mouse button or the menu key.
import { ContextMenu as RadixContext, DropdownMenu as Radix } from "radix-ui";
import type { ComponentType, ReactElement, ReactNode } from "react";
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

const PANEL = "rise chrome z-50 min-w-44 rounded-lg border border-line bg-raised p-1 shadow-3";

type ItemPart = ComponentType<{ onSelect: () => void; disabled?: boolean; className: string; children: ReactNode }>;

function Items({ items, part: Item }: { items: readonly MenuItem[]; part: ItemPart }) {
  return items.map(({ label, icon: Glyph, onSelect, danger, disabled }) => (
    <Item
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
    </Item>
  ));
}

export function Menu({ trigger, items, align = "end" }: MenuProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content align={align} sideOffset={4} collisionPadding={8} className={PANEL}>
          <Items items={items} part={Radix.Item} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export interface ContextMenuProps {
  /** What it opens over: one element that takes a ref. */
  children: ReactElement;
  items: readonly MenuItem[];
}

export function ContextMenu({ children, items }: ContextMenuProps) {
  return (
    <RadixContext.Root modal={false}>
      <RadixContext.Trigger asChild>{children}</RadixContext.Trigger>
      <RadixContext.Portal>
        <RadixContext.Content collisionPadding={8} className={PANEL}>
          <Items items={items} part={RadixContext.Item} />
        </RadixContext.Content>
      </RadixContext.Portal>
    </RadixContext.Root>
  );
}
