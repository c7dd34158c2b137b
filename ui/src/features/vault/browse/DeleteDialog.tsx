/// The question before a file or folder of the vault is thrown away: what goes, where from, and how many notes with it.
import { useRead } from "@/api";
import { Button, Dialog } from "@/components";
import { formatNumber, m } from "@/i18n";
import { fileName, folderOf } from "./treeRows";

export interface DeleteDialogProps {
  path: string;
  /** What it is called. */
  name: string;
  onClose: () => void;
  onDelete: (path: string) => void;
}

export function DeleteDialog({ path, name, onClose, onDelete }: DeleteDialogProps) {
  const parent = folderOf(path);
  // Only the listing around it tells whether it is a folder, and how many notes are in it and below.
  const around = useRead("vault.folder", { path: parent });
  const folder = around.data?.folders.find((entry) => entry.path === path);
  const where = parent === "" ? m.files_delete_from_top({ name: fileName(path) }) : m.files_delete_from({ name: fileName(path), folder: parent });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={m.files_delete_title({ name })}
      description={where}
      footer={
        <>
          {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- Enter right after the key that asked must not delete */}
          <Button autoFocus onClick={onClose}>
            {m.action_cancel()}
          </Button>
          <Button
            variant="danger"
            busy={around.isPending}
            onClick={() => {
              onClose();
              onDelete(path);
            }}
          >
            {m.files_delete()}
          </Button>
        </>
      }
    >
      {folder !== undefined && <p className="text-base text-ink-2">{folder.notes === 0 ? m.files_delete_folder_empty() : m.files_delete_folder({ count: formatNumber(folder.notes) })}</p>}
    </Dialog>
  );
}
