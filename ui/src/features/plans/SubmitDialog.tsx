/// Asks what is new in a later version before it is submitted; the line stands in the plan's history.
import { useState } from "react";
import type { CommandFailure } from "@/platform";
import { isComposing } from "@/platform";
import { Button, Dialog, ErrorNotice, TextField } from "@/components";
import { m } from "@/i18n";
import { invalidField } from "./invalid";

export interface SubmitDialogProps {
  number: number;
  /** The line as it is so far. */
  summary: string;
  busy: boolean;
  error: CommandFailure | null;
  onSubmit: (summary: string) => void;
  onClose: () => void;
}

export function SubmitDialog({ number, summary, busy, error, onSubmit, onClose }: SubmitDialogProps) {
  const [line, setLine] = useState(summary);
  const problem = invalidField(error, "change_summary");
  const submit = () => {
    if (!busy) onSubmit(line);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={m.plans_submit_title({ number })}
      description={m.plans_submit_text()}
      footer={
        <>
          <Button onClick={onClose}>{m.plans_cancel()}</Button>
          <Button variant="primary" busy={busy} onClick={submit}>
            {m.plans_move_submit()}
          </Button>
        </>
      }
    >
      <TextField
        label={m.plans_submit_summary()}
        hint={m.plans_submit_summary_hint()}
        autoFocus
        value={line}
        onChange={setLine}
        error={problem}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || isComposing(event)) return;
          event.preventDefault();
          submit();
        }}
      />
      {error !== null && problem === null && (
        <div className="mt-3">
          <ErrorNotice error={error} />
        </div>
      )}
    </Dialog>
  );
}
