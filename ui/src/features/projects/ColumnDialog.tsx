/// A column of the board: what it is called, what its tasks are, how many it takes. Nothing changes before it is saved.
import { useState } from "react";
import type { Column, TaskStatus } from "@/api";
import { Button, Dialog, Select, TextField } from "@/components";
import { formatNumber, m } from "@/i18n";
import { TASK_STATUSES } from "./stages";
import { TASK_STATUS } from "./words";

/** The most tasks a limit can name. */
const MOST = 1_000;

export interface ColumnDialogProps {
  /** The column to change; null for a new one. */
  column: Column | null;
  onClose: () => void;
  /** False when it was refused, which has been said by then. */
  save: (column: Column) => Promise<boolean>;
}

/** The limit that was typed: null for none, undefined when it is no number from 1 to 1,000. */
export function readLimit(text: string): number | null | undefined {
  const clean = text.normalize("NFKC").trim();
  if (clean === "") return null;
  const limit = /^\d{1,4}$/.test(clean) ? Number(clean) : 0;
  return limit >= 1 && limit <= MOST ? limit : undefined;
}

export function ColumnDialog({ column, onClose, save }: ColumnDialogProps) {
  const [name, setName] = useState(column?.name ?? "");
  const [status, setStatus] = useState<TaskStatus>(column?.status ?? "in_progress");
  const [limit, setLimit] = useState(column?.wip_limit?.toString() ?? "");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const read = readLimit(limit);
  const blank = name.trim() === "";

  const submit = async () => {
    setTried(true);
    if (blank || read === undefined || busy) return;
    setBusy(true);
    const saved = await save({ uid: column?.uid ?? "", name: name.trim(), status, color: column?.color ?? null, wip_limit: read });
    setBusy(false);
    if (saved) onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={column === null ? m.projects_column_new() : m.projects_column_edit_title({ column: column.name })}
      footer={
        <>
          <Button onClick={onClose}>{m.projects_cancel()}</Button>
          <Button variant="primary" type="submit" form="column-form" busy={busy}>
            {m.projects_save()}
          </Button>
        </>
      }
    >
      <form
        id="column-form"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField label={m.projects_column_name()} required autoFocus maxLength={100} value={name} onChange={setName} error={tried && blank ? m.projects_column_name_required() : null} />
        <Select label={m.projects_column_status()} hint={m.projects_column_status_hint()} value={status} onChange={setStatus} options={TASK_STATUSES.map((value) => ({ value, label: TASK_STATUS[value]() }))} />
        <TextField
          label={m.projects_column_limit()}
          hint={m.projects_column_limit_hint()}
          inputMode="numeric"
          value={limit}
          onChange={setLimit}
          error={read === undefined ? m.projects_column_limit_wrong({ most: formatNumber(MOST) }) : null}
          className="max-w-60"
        />
      </form>
    </Dialog>
  );
}
