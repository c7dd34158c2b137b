/// Every backup, making one now, and which of its dialogs is open.
import { HardDriveDownload } from "lucide-react";
import { useState, type FormEvent } from "react";
import { useRead, useRun, type Backup } from "@/api";
import { Button, ErrorNotice, Loading, TextField, useToast } from "@/components";
import { m } from "@/i18n";
import { BackupContents } from "./BackupContents";
import { BackupRow, type BackupAct } from "./BackupRow";
import { backupName } from "./backupWords";
import { DeleteBackup } from "./DeleteBackup";
import { Group } from "./Group";
import { RestoreBackup } from "./RestoreBackup";

/** The person's name for a backup has at most so many characters. */
const NAME_LIMIT = 100;

export function Backups() {
  const list = useRead("backups.list", {});
  const [act, setAct] = useState<{ act: BackupAct; backup: Backup } | null>(null);
  // Read again at once after each change made here; those made elsewhere are announced.
  const again = () => void list.refetch();
  const close = () => setAct(null);
  return (
    <Group title={m.settings_backups()}>
      <NewBackup onMade={again} />
      {list.isPending && <Loading label={m.settings_backups_loading()} />}
      {list.isError && (
        <div className="p-4">
          <ErrorNotice error={list.error} retry={again} />
        </div>
      )}
      {list.data?.length === 0 && <p className="px-5 py-3.5 text-base text-ink-3">{m.settings_backups_empty()}</p>}
      {list.data && list.data.length > 0 && (
        <ul aria-label={m.settings_backups()} className="max-h-[28rem] divide-y divide-line overflow-y-auto">
          {list.data.map((backup) => (
            <BackupRow key={backup.id} backup={backup} onAct={(chosen) => setAct({ act: chosen, backup })} />
          ))}
        </ul>
      )}
      {act?.act === "contents" && <BackupContents backup={act.backup} onClose={close} />}
      {act?.act === "restore" && <RestoreBackup backup={act.backup} onClose={close} onDone={again} />}
      {act?.act === "delete" && <DeleteBackup backup={act.backup} onClose={close} onDone={again} />}
    </Group>
  );
}

function NewBackup({ onMade }: { onMade: () => void }) {
  const show = useToast();
  const [name, setName] = useState("");
  const create = useRun("backups.create", {
    onDone: (backup) => {
      setName("");
      show({ tone: "success", title: m.settings_backup_made(), description: backupName(backup) });
      onMade();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (create.busy) return;
    const given = name.trim();
    create.run(given === "" ? {} : { name: given });
  };
  return (
    <div className="px-5 py-3.5">
      <p className="text-base font-medium">{m.settings_backup_now()}</p>
      <p className="text-sm text-ink-3">{m.settings_backups_text()}</p>
      <form onSubmit={submit} className="mt-2.5 flex flex-wrap gap-2">
        <TextField hideLabel label={m.settings_backup_name()} placeholder={m.settings_backup_name_placeholder()} value={name} onChange={setName} maxLength={NAME_LIMIT} className="max-w-md flex-1 basis-56" />
        <Button type="submit" icon={HardDriveDownload} busy={create.busy}>
          {m.settings_backup_make()}
        </Button>
      </form>
    </div>
  );
}
