/// A question or a form that has to be answered before going on. Holds the focus and gives it back.
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ComponentPropsWithRef, ReactNode } from "react";
import { m } from "@/i18n";
import { isComposing } from "@/platform/ime";
import { cx } from "./cx";
import { giveFocusBack } from "./focusBack";

/** Where one begins in a form. */
const FIRST_FIELD = "input:enabled:not([type=hidden], [type=file], [type=checkbox]), textarea:enabled";

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** One or two sentences under the title. */
  description?: ReactNode;
  children?: ReactNode;
  /** The buttons, the main one last. */
  footer?: ReactNode;
  wide?: boolean;
}

export function Dialog({ open, onOpenChange, title, description, children, footer, wide }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <DialogPanel
        {...(description ? {} : { "aria-describedby": undefined })}
        className={cx(
          "top-1/2 max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] -translate-y-1/2 border-line bg-surface",
          wide ? "max-w-3xl" : "max-w-lg",
        )}
      >
        <header className="flex items-start gap-3 px-6 pt-5 pb-1">
          <div className="min-w-0 flex-1">
            <Radix.Title className="font-title text-lg font-semibold text-balance">{title}</Radix.Title>
            {description && <Radix.Description className="mt-1 text-base text-ink-2">{description}</Radix.Description>}
          </div>
          <Radix.Close aria-label={m.action_close()} className="-me-2 -mt-1 grid size-8 shrink-0 place-items-center rounded-md text-ink-3 hover:bg-hover hover:text-ink">
            <X size={16} aria-hidden />
          </Radix.Close>
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto px-6 py-3">{children}</div>
        {footer && <footer className="flex flex-wrap justify-end gap-2 px-6 pt-2 pb-5">{footer}</footer>}
      </DialogPanel>
    </Radix.Root>
  );
}

/** The panel of an open dialog and the veil behind it. What `Radix.Root` holds, for dialogs of another shape than {@link Dialog}. */
export function DialogPanel({ className, ...props }: ComponentPropsWithRef<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Overlay className="appear fixed inset-0 z-40 bg-veil" />
      <Radix.Content
        {...props}
        onOpenAutoFocus={(event) => {
          // A menu that is just closing takes the focus back from the field that asked for it.
          const field = event.currentTarget instanceof HTMLElement && event.currentTarget.querySelector<HTMLElement>(FIRST_FIELD);
          if (!field) return;
          event.preventDefault();
          field.focus();
        }}
        onEscapeKeyDown={(event) => {
          // The dialog hears the key before the field does: one whose list is open wants it for that.
          if (isComposing(event) || (event.target instanceof HTMLElement && event.target.dataset["keepsEscape"] !== undefined)) event.preventDefault();
        }}
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          giveFocusBack();
        }}
        className={cx("rise fixed start-1/2 z-40 flex -translate-x-1/2 flex-col rounded-lg border shadow-3 outline-none", className)}
      />
    </Radix.Portal>
  );
}
