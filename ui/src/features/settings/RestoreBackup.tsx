/// Asks whether a backup shall take the place of everything, and says what that means.
import { useDecide, type Backup } from "@/api";
import { Button, Dialog, ErrorNotice, useToast } from "@/components";
import { m } from "@/i18n";
import { backupName } from "./backupWords";

export interface BackupDialogProps {
  backup: Backup;
  onClose: () => void;
  /** Called after it was done. */
  onDone: () => void;
}

export function RestoreBackup({ backup, onClose, onDone }: BackupDialogProps) {
  const show = useToast();
  const name = backupName(backup);
  const restore = useDecide("backups.restore", {
    onDone: ({ before }) => {
      show({
        tone: "success",
        title: m.settings_restore_done({ name }),
        description: before === null ? m.settings_restore_done_none() : m.settings_restore_done_before({ before: backupName(before) }),
      });
      onDone();
      onClose();
    },
    onFail: () => undefined,
  });
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && !restore.busy && onClose()}
      title={m.settings_restore_title({ name })}
      description={m.settings_restore_question()}
      footer={
        <>
          <Button disabled={restore.busy} onClick={onClose}>
            {m.action_cancel()}
          </Button>
          <Button variant="danger" busy={restore.busy} onClick={(event) => restore.decide({ id: backup.id }, event)}>
            {m.settings_restore_confirm()}
          </Button>
        </>
      }
    >
      <ul className="list-disc ps-5 text-base text-ink-2">
        <li>{m.settings_restore_first()}</li>
        <li>{m.settings_restore_replaced()}</li>
        <li>{m.settings_restore_vault()}</li>
      </ul>
      {restore.error && (
        <div className="mt-4">
          <ErrorNotice error={restore.error} />
        </div>
      )}
    </Dialog>
  );
}
