/// Ctrl/⌘-O: open a note by a few letters of its name, or make it. The palette's manner: the field keeps the focus,
/// the arrow keys move the choice.
import { Dialog } from "radix-ui";
import { m } from "@/i18n";
import { isComposing } from "@/platform";
import { SwitcherBody } from "./SwitcherBody";

export function Switcher({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
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
          <Dialog.Title className="sr-only">{m.switch_title()}</Dialog.Title>
          <SwitcherBody onDone={() => onOpenChange(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
