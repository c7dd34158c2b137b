/// Asks whether a backup shall be removed for good: there is no way back from it.
import { useDecide } from "@/api";
import { Button, Dialog, ErrorNotice, useToast } from "@/components";
import { m } from "@/i18n";
import { backupName } from "./backupWords";
import type { BackupDialogProps } from "./RestoreBackup";

export function DeleteBackup({ backup, onClose, onDone }: BackupDialogProps) {
  const show = useToast();
  const name = backupName(backup);
  const remove = useDecide("backups.delete", {
    onDone: () => {
      show({ tone: "success", title: m.settings_delete_backup_done({ name }) });
      onDone();
      onClose();
    },
    onFail: () => undefined,
  });
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title={m.settings_delete_backup_title({ name })}
      description={m.settings_delete_backup_question()}
      footer={
        <>
          <Button onClick={onClose}>{m.action_cancel()}</Button>
          <Button variant="danger" busy={remove.busy} onClick={(event) => remove.decide({ id: backup.id }, event)}>
            {m.settings_delete_backup_confirm()}
          </Button>
        </>
      }
    >
      {remove.error && <ErrorNotice error={remove.error} />}
    </Dialog>
  );
}
