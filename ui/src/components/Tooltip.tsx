/// A few words about the control under the pointer or the focus. Never the only place where something is said.
import { Tooltip as Radix } from "radix-ui";
import type { ReactElement, ReactNode } from "react";

export const TooltipProvider = Radix.Provider;

export function Tooltip({ text, children }: { text: ReactNode; children: ReactElement }) {
  return (
    <Radix.Root delayDuration={500}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content sideOffset={6} collisionPadding={8} className="appear chrome z-50 max-w-72 rounded-md bg-ink px-2.5 py-1 text-xs text-paper shadow-2">
          {text}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
