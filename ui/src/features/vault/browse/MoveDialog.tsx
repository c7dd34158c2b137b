/// The question for another folder: the tree of folders, and what would change elsewhere because of it.
import { Folder } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { asFailure, type CommandFailure } from "@/platform";
import { Button, Dialog, ErrorNotice, Loading, TreeView } from "@/components";
import { m } from "@/i18n";
import { LinksPreview } from "./LinksPreview";
import { saidAtTheName } from "./nameWords";
import { dropTarget, folderOf, foldersAbove, isWithin, type VaultRow } from "./treeRows";
import { useTree } from "./useTree";

export interface MoveDialogProps {
  path: string;
  /** What it is called in the title. */
  name: string;
  onClose: () => void;
  /** Moves, or rejects with why not. */
  onMove: (path: string, to: string) => Promise<void>;
}

/** The row of the vault itself; no folder can be called so. */
const TOP = "/";

export function MoveDialog({ path, name, onClose, onMove }: MoveDialogProps) {
  const [open, setOpen] = useState<readonly string[]>(() => foldersAbove(path));
  const [chosen, setChosen] = useState(folderOf(path) || TOP);
  const [refused, setRefused] = useState<CommandFailure | null>(null);
  const [busy, setBusy] = useState(false);
  const tree = useTree(open, false);
  const folder = chosen === TOP ? "" : chosen;
  const to = dropTarget(path, folder);

  // A folder cannot go into itself, so it is not offered.
  const offered = tree.rows.filter((row) => row.kind !== "folder" || !isWithin(row.folder.path, path));
  const top: VaultRow = { id: TOP, name: m.vault_top_folder(), level: 1, expanded: null, position: 1, siblings: 1, kind: "waiting" };
  const rows = [top, ...offered.filter((row) => row.kind === "folder")];

  const move = () => {
    if (to === null) return;
    setBusy(true);
    onMove(path, to).then(onClose, (thrown: unknown) => {
      setRefused(asFailure(thrown));
      setBusy(false);
    });
  };
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title={m.files_move_title({ name })}
      footer={
        <>
          <Button onClick={onClose}>{m.action_cancel()}</Button>
          <Button variant="primary" busy={busy} disabled={to === null} onClick={move}>
            {m.files_move()}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {tree.error ? (
          <ErrorNotice error={tree.error} retry={tree.retry} />
        ) : !tree.known ? (
          <Loading label={m.vault_loading()} />
        ) : (
          <div className="h-72 rounded-md border border-line py-1.5">
            <Folders
              rows={rows}
              chosen={chosen}
              onChoose={(id) => {
                setChosen(id);
                setRefused(null);
              }}
              onExpand={(ids, shown) => setOpen((before) => (shown ? [...before, ...ids.filter((id) => !before.includes(id))] : before.filter((id) => !ids.includes(id))))}
            />
          </div>
        )}
        {refused !== null ? (
          saidAtTheName(refused) !== null ? (
            <p role="alert" className="text-sm text-red">
              {m.files_taken_there()}
            </p>
          ) : (
            <ErrorNotice error={refused} />
          )
        ) : to === null ? (
          <p className="text-sm text-ink-3">{m.files_lies_here()}</p>
        ) : (
          <LinksPreview path={path} to={to} />
        )}
      </div>
    </Dialog>
  );
}

interface FoldersProps {
  rows: readonly VaultRow[];
  chosen: string;
  onChoose: (id: string) => void;
  onExpand: (ids: readonly string[], shown: boolean) => void;
}

/** The folders to choose from; they have the focus as soon as they are there. */
function Folders({ rows, chosen, onChoose, onExpand }: FoldersProps) {
  const tree = useRef<HTMLDivElement>(null);
  useEffect(() => tree.current?.focus(), []);
  return (
    <TreeView
      ref={tree}
      items={rows}
      label={m.files_move_to()}
      selected={chosen}
      opensAll
      onOpen={(row) => onChoose(row.id)}
      onExpand={(changed, shown) => onExpand(changed.map(({ id }) => id), shown)}
      render={(row) => (
        <>
          <Folder size={15} className="shrink-0 text-ink-3" aria-hidden />
          <span className="truncate">{row.name}</span>
        </>
      )}
    />
  );
}
