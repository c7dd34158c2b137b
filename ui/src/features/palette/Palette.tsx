/// Ctrl/⌘-K: go somewhere, do something, or find anything. The field keeps the focus; the arrow keys move the choice.
import { Dialog } from "radix-ui";
import { DialogPanel } from "@/components";
import { m } from "@/i18n";
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
      <DialogPanel aria-describedby={undefined} className="top-[12vh] max-h-[70vh] w-[min(40rem,calc(100vw-2rem))] overflow-hidden border-line bg-raised">
        <Dialog.Title className="sr-only">{m.palette_title()}</Dialog.Title>
        <PaletteBody onDone={() => onOpenChange(false)} onNewPlan={onNewPlan} onSwitch={onSwitch} />
      </DialogPanel>
    </Dialog.Root>
  );
}
