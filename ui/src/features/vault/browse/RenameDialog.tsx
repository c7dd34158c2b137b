/// The question for another name, with what would change elsewhere because of it.
import { useCallback, useDeferredValue, useState, type FormEvent } from "react";
import { asFailure, type CommandFailure } from "@/platform";
import { Dialog, ErrorNotice, TextField } from "@/components";
import { m } from "@/i18n";
import { LinksPreview } from "./LinksPreview";
import { nameProblem } from "./names";
import { nameProblemWords, saidAtTheName } from "./nameWords";
import { Buttons } from "./NewDialogs";
import { fileName, folderOf, inside, splitName } from "./treeRows";

export interface RenameDialogProps {
  path: string;
  /** Endings of notes, without the dot. */
  extensions: readonly string[];
  onClose: () => void;
  /** Renames, or rejects with why not. */
  onRename: (path: string, to: string) => Promise<void>;
}

export function RenameDialog({ path, extensions, onClose, onRename }: RenameDialogProps) {
  const { stem, ending } = splitName(fileName(path));
  const note = extensions.includes(ending.slice(1).toLowerCase());
  const [name, setName] = useState(stem);
  const [refused, setRefused] = useState<CommandFailure | null>(null);
  const [busy, setBusy] = useState(false);
  const problem = nameProblem(name);
  const to = inside(folderOf(path), name.trim() + ending);
  const settled = useDeferredValue(to);

  const begin = useCallback((field: HTMLInputElement | null) => {
    field?.focus();
    field?.select();
  }, []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (problem !== null) return;
    if (to === path) {
      onClose();
      return;
    }
    setBusy(true);
    onRename(path, to).then(onClose, (thrown: unknown) => {
      setRefused(asFailure(thrown));
      setBusy(false);
    });
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={m.files_rename_title({ name: note ? stem : stem + ending })} footer={<Buttons form="rename" busy={busy} disabled={problem !== null} word={m.files_rename()} onClose={onClose} />}>
      <form id="rename" onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label={m.files_new_name()}
          ref={begin}
          required
          value={name}
          onChange={(text) => {
            setName(text);
            setRefused(null);
          }}
          hint={note || ending === "" ? undefined : m.files_ending_stays({ ending })}
          error={problem !== null ? nameProblemWords(problem) : refused && saidAtTheName(refused)}
          maxLength={200}
        />
        {refused !== null && saidAtTheName(refused) === null ? <ErrorNotice error={refused} /> : problem === null && settled !== path && <LinksPreview path={path} to={settled} />}
      </form>
    </Dialog>
  );
}
