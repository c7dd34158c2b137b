/// Asks for another name for a thing whose own was given to something else while it lay in the trash.
import { useId, useState, type FormEvent } from "react";
import { useRun, type TrashItem } from "@/api";
import { Button, Dialog, ErrorNotice, TextField } from "@/components";
import { m } from "@/i18n";

const NAME_LIMIT = 100;

/** What the host said about a thing whose name is taken. */
export interface Rename {
  item: TrashItem;
  /** A name that nothing has. */
  free: string;
}

export interface RenameDialogProps extends Rename {
  /** It is back, under this name. */
  onDone: (name: string) => void;
  onClose: () => void;
}

export function RenameDialog({ item, free, onDone, onClose }: RenameDialogProps) {
  const form = useId();
  const [name, setName] = useState(free);
  const [asked, setAsked] = useState(false);
  const restore = useRun("trash.restore", { onDone: (_, input) => onDone(input.name ?? item.title), onFail: () => undefined });
  const lacks = name.trim() === "";

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (!lacks && !restore.busy) restore.run({ entity: item.entity, uid: item.uid, rev: item.rev, name: name.trim() });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={m.trash_rename_title()}
      description={m.trash_rename_text({ name: item.title })}
      footer={
        <>
          <Button onClick={onClose}>{m.action_cancel()}</Button>
          <Button type="submit" form={form} variant="primary" busy={restore.busy}>
            {m.trash_rename_confirm()}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <TextField label={m.trash_rename_field()} value={name} onChange={setName} maxLength={NAME_LIMIT} required autoFocus {...(asked && lacks ? { error: m.trash_rename_missing() } : {})} />
        {restore.error && <ErrorNotice error={restore.error} />}
      </form>
    </Dialog>
  );
}
