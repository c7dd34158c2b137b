/// The frame of a dialog with a form: what it is about, the form, and the buttons to keep it or leave it.
import { useId, type FormEvent, type ReactNode } from "react";
import { Button, Dialog } from "@/components";
import { m } from "@/i18n";

export interface FormDialogProps {
  title: string;
  description: string;
  wide?: boolean;
  /** It is being kept. */
  busy: boolean;
  onClose: () => void;
  onSubmit: (event: FormEvent) => void;
  children: ReactNode;
}

export function FormDialog({ title, description, wide = false, busy, onClose, onSubmit, children }: FormDialogProps) {
  const form = useId();
  return (
    <Dialog
      open
      wide={wide}
      onOpenChange={(next) => !next && onClose()}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose}>{m.action_cancel()}</Button>
          <Button type="submit" form={form} variant="primary" busy={busy}>
            {m.action_save()}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={onSubmit} className="flex flex-col gap-4 py-1">
        {children}
      </form>
    </Dialog>
  );
}
