/// Ctrl/⌘-O: open a note by a few letters of its name, or make it. The palette's manner: the field keeps the focus,
/// the arrow keys move the choice.
import { Dialog } from "radix-ui";
import { DialogPanel } from "@/components";
import { m } from "@/i18n";
import { SwitcherBody } from "./SwitcherBody";

export function Switcher({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <DialogPanel aria-describedby={undefined} className="top-[12vh] max-h-[70vh] w-[min(40rem,calc(100vw-2rem))] overflow-hidden border-line bg-raised">
        <Dialog.Title className="sr-only">{m.switch_title()}</Dialog.Title>
        <SwitcherBody onDone={() => onOpenChange(false)} />
      </DialogPanel>
    </Dialog.Root>
  );
}
