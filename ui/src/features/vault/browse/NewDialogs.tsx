/// The questions before a new note or a new folder.
import { useState, type FormEvent } from "react";
import { useRead, useRun } from "@/api";
import { Button, Dialog, ErrorNotice, Select, TextField } from "@/components";
import { vaultActions } from "@/features/history/vaultActions";
import { m } from "@/i18n";
import type { CommandFailure } from "@/platform";
import { nameProblem } from "./names";
import { nameProblemWords, saidAtTheName } from "./nameWords";
import { inside } from "./treeRows";

export interface NewNoteDialogProps {
  folder: string;
  onClose: () => void;
  onMade: (path: string) => void;
}

const NO_TEMPLATE = "";

export function NewNoteDialog({ folder, onClose, onMade }: NewNoteDialogProps) {
  const [title, setTitle] = useState("");
  const [template, setTemplate] = useState(NO_TEMPLATE);
  const [tried, setTried] = useState(false);
  const templates = useRead("vault.templates", {});
  const create = useRun("vault.create_note", {
    onDone: ({ path }) => {
      vaultActions.add(null);
      onClose();
      onMade(path);
    },
    onFail: () => {},
  });
  const problem = nameProblem(title);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (problem === null) create.run({ folder, title: title.trim(), template: template === NO_TEMPLATE ? null : template });
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={m.files_new_note()} description={m.files_new_in({ folder: folder || m.vault_top_folder() })} footer={<Buttons form="new-note" busy={create.busy} word={m.files_create()} onClose={onClose} />}>
      <form id="new-note" onSubmit={submit} className="flex flex-col gap-4">
        <TextField label={m.files_note_title()} autoFocus required value={title} onChange={changed(setTitle, create.reset)} error={wrong(tried ? problem : null, create.error)} maxLength={200} />
        {(templates.data?.length ?? 0) > 0 && (
          <Select
            label={m.files_template()}
            value={template}
            onChange={setTemplate}
            options={[{ value: NO_TEMPLATE, label: m.files_template_none() }, ...(templates.data ?? []).map(({ path, title }) => ({ value: path, label: title }))]}
          />
        )}
        {create.error !== null && !saidAtTheName(create.error) && <ErrorNotice error={create.error} />}
      </form>
    </Dialog>
  );
}

export function NewFolderDialog({ folder, onClose }: { folder: string; onClose: () => void }) {
  const [name, setName] = useState("");
  const [tried, setTried] = useState(false);
  const create = useRun("vault.create_folder", { onDone: () => {
    vaultActions.add(null);
    onClose();
  }, onFail: () => {} });
  const problem = nameProblem(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (problem === null) create.run({ path: inside(folder, name.trim()) });
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={m.files_new_folder()} description={m.files_new_in({ folder: folder || m.vault_top_folder() })} footer={<Buttons form="new-folder" busy={create.busy} word={m.files_create()} onClose={onClose} />}>
      <form id="new-folder" onSubmit={submit} className="flex flex-col gap-4">
        <TextField label={m.files_folder_name()} autoFocus required value={name} onChange={changed(setName, create.reset)} error={wrong(tried ? problem : null, create.error)} maxLength={200} />
        {create.error !== null && !saidAtTheName(create.error) && <ErrorNotice error={create.error} />}
      </form>
    </Dialog>
  );
}

/** The buttons below a form that asks for a name. */
export function Buttons({ form, busy, word, disabled, onClose }: { form: string; busy: boolean; word: string; disabled?: boolean; onClose: () => void }) {
  return (
    <>
      <Button onClick={onClose}>{m.action_cancel()}</Button>
      <Button variant="primary" type="submit" form={form} busy={busy} disabled={disabled}>
        {word}
      </Button>
    </>
  );
}

/** Takes what is typed, and forgets what the host said about the last try. */
function changed(set: (text: string) => void, reset: () => void): (text: string) => void {
  return (text) => {
    set(text);
    reset();
  };
}

function wrong(problem: ReturnType<typeof nameProblem>, refused: CommandFailure | null): string | null {
  if (problem !== null) return nameProblemWords(problem);
  return refused === null ? null : saidAtTheName(refused);
}
