/// Ctrl/⌘-K: go somewhere, do something, or find anything. The field keeps the focus; the arrow keys move the choice.
import { Dialog } from "radix-ui";
import { m } from "@/i18n";
import { isComposing } from "@/platform";
import { PaletteBody } from "./PaletteBody";

export interface PaletteProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onNewPlan: () => void;
  /** Opens the quick switcher of notes. */
  onSwitch: () => void;
}

export function Palette({ open, onOpenChange, onNewPlan, onSwitch }: PaletteProps) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="appear fixed inset-0 z-40 bg-veil" />
        <Dialog.Content
          aria-describedby={undefined}
          onEscapeKeyDown={(event) => {
            if (isComposing(event)) event.preventDefault();
          }}
          className="rise fixed start-1/2 top-[12vh] z-40 flex max-h-[70vh] w-[min(40rem,calc(100vw-2rem))] -translate-x-1/2 flex-col overflow-hidden rounded-lg border border-line bg-raised shadow-3 outline-none"
        >
          <Dialog.Title className="sr-only">{m.palette_title()}</Dialog.Title>
          <PaletteBody onDone={() => onOpenChange(false)} onNewPlan={onNewPlan} onSwitch={onSwitch} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
