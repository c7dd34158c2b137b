/// All fields of one task at once; nothing is changed before it is saved.
import { useState } from "react";
import type { Task } from "@/api";
import { Button, DateField, Dialog, Select, TextField } from "@/components";
import { m } from "@/i18n";
import { isComposing } from "@/platform";
import { PRIORITIES } from "./stages";
import type { TaskFields } from "./changes";
import { PRIORITY, TASK_STATUS, TASK_STATUSES } from "./words";

export interface TaskDialogProps {
  task: Task;
  onClose: () => void;
  change: (task: Task, fields: TaskFields) => Promise<boolean>;
}

export function TaskDialog({ task, onClose, change }: TaskDialogProps) {
  const [began] = useState(task);
  const [title, setTitle] = useState(task.title);
  const [status, setStatus] = useState(task.status);
  const [priority, setPriority] = useState(task.priority);
  const [due, setDue] = useState(task.due_on);
  const [busy, setBusy] = useState(false);
  const blank = title.trim() === "";

  const save = async () => {
    if (blank || busy) return;
    // Only what the person changed here is sent, so that a change from elsewhere to another field stands.
    const fields: TaskFields = {
      ...(title.trim() !== began.title && { title: title.trim() }),
      ...(status !== began.status && { status }),
      ...(priority !== began.priority && { priority }),
      ...(due !== began.due_on && { due_on: due }),
    };
    setBusy(true);
    const saved = Object.keys(fields).length === 0 || (await change(task, fields));
    setBusy(false);
    if (saved) onClose();
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={m.projects_task_dialog_title({ key: task.key })}
      footer={
        <>
          <Button onClick={onClose}>{m.projects_cancel()}</Button>
          <Button variant="primary" busy={busy} disabled={blank} onClick={() => void save()}>
            {m.projects_save()}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <TextField
          label={m.projects_field_title()}
          required
          value={title}
          onChange={setTitle}
          error={blank ? m.projects_title_required() : null}
          onKeyDown={(event) => {
            if (event.key === "Enter" && !isComposing(event)) void save();
          }}
        />
        <div className="grid grid-cols-2 gap-4">
          <Select label={m.projects_field_status()} value={status} onChange={setStatus} options={TASK_STATUSES.map((value) => ({ value, label: TASK_STATUS[value]() }))} />
          <Select label={m.projects_field_priority()} value={priority} onChange={setPriority} options={PRIORITIES.map((value) => ({ value, label: PRIORITY[value].word() }))} />
        </div>
        <DateField label={m.projects_field_due()} value={due} onChange={setDue} />
      </div>
    </Dialog>
  );
}
