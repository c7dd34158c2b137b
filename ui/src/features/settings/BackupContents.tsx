/// The plans, projects and conversations in a backup, where each is now, and taking out one that is gone.
import { useRead, type Backup } from "@/api";
import { Button, Dialog, ErrorNotice, Loading, TextField } from "@/components";
import { formatNumber, m } from "@/i18n";
import { useState } from "react";
import { BackedUpRow } from "./BackedUpRow";
import { backupName } from "./backupWords";

export function BackupContents({ backup, onClose }: { backup: Backup; onClose: () => void }) {
  const contents = useRead("backups.contents", { id: backup.id });
  const [sought, setSought] = useState("");
  const words = fold(sought);
  const found = contents.data?.filter(({ title }) => fold(title).includes(words)) ?? [];
  return (
    <Dialog
      wide
      open
      onOpenChange={(next) => !next && onClose()}
      title={m.settings_contents_title({ name: backupName(backup) })}
      description={m.settings_contents_text()}
      footer={<Button onClick={onClose}>{m.action_close()}</Button>}
    >
      {contents.isPending && <Loading label={m.settings_contents_loading()} />}
      {contents.isError && <ErrorNotice error={contents.error} retry={() => void contents.refetch()} />}
      {contents.data?.length === 0 && <p className="text-base text-ink-3">{m.settings_contents_empty()}</p>}
      {contents.data && contents.data.length > 0 && (
        <>
          <TextField type="search" hideLabel label={m.settings_contents_search()} placeholder={m.settings_contents_search()} value={sought} onChange={setSought} />
          <p role="status" className="mt-2 text-sm text-ink-3">
            {m.settings_contents_count({ count: formatNumber(found.length) })}
          </p>
          <ul className="mt-1 max-h-[45vh] divide-y divide-line overflow-y-auto">
            {found.map((thing) => (
              <BackedUpRow key={`${thing.entity} ${thing.uid}`} backupId={backup.id} thing={thing} onChanged={() => void contents.refetch()} />
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}

const fold = (text: string) => text.normalize("NFKC").toLowerCase().trim();
