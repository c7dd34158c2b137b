/// One backup: when and why it was made, how it is doing, looking at its every byte, and what can be done with it.
import { Ellipsis, FolderSearch, History, ShieldCheck, Trash2 } from "lucide-react";
import { useState } from "react";
import { useRead, type Backup } from "@/api";
import { Badge, Button, ErrorNotice, IconButton, InstantText, Menu } from "@/components";
import { formatBytes, m } from "@/i18n";
import { backupName, isUsable, KIND_WORD, STATE_LOOK } from "./backupWords";

/** What a dialog can be opened for. */
export type BackupAct = "contents" | "restore" | "delete";

export function BackupRow({ backup: listed, onAct }: { backup: Backup; onAct: (act: BackupAct) => void }) {
  const [asked, setAsked] = useState(false);
  const verify = useRead("backups.verify", { id: listed.id }, { enabled: asked });
  const backup = verify.data ?? listed;
  const name = backupName(backup);
  const look = STATE_LOOK[backup.state];
  const usable = isUsable(backup);
  return (
    <li className="px-5 py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-base">
            <span className="font-medium wrap-anywhere">{name}</span>
            <span role="status" className="inline-flex">
              <Badge tone={look.tone}>{look.word()}</Badge>
            </span>
          </p>
          <p className="text-sm text-ink-3">
            {backup.kind === null ? m.settings_backup_unknown() : KIND_WORD[backup.kind]()}
            {backup.name !== null && backup.at !== null && (
              <>
                {" · "}
                <InstantText instant={backup.at} relative={false} />
              </>
            )}
            {" · "}
            {formatBytes(backup.bytes)}
          </p>
          {backup.problem !== null && <p className="text-sm wrap-anywhere text-ink-2">{backup.problem}</p>}
        </div>
        <Button size="sm" variant="ghost" icon={ShieldCheck} busy={verify.isFetching} aria-label={m.settings_backup_verify_named({ name })} onClick={() => (asked ? void verify.refetch() : setAsked(true))}>
          {m.settings_backup_verify()}
        </Button>
        <Menu
          trigger={<IconButton size="sm" icon={Ellipsis} label={m.settings_backup_actions({ name })} />}
          items={[
            { label: m.settings_backup_contents(), icon: FolderSearch, disabled: !usable, onSelect: () => onAct("contents") },
            { label: m.settings_backup_restore(), icon: History, disabled: !usable, onSelect: () => onAct("restore") },
            { label: m.settings_backup_delete(), icon: Trash2, danger: true, onSelect: () => onAct("delete") },
          ]}
        />
      </div>
      {verify.isError && (
        <div className="mt-2">
          <ErrorNotice error={verify.error} />
        </div>
      )}
    </li>
  );
}
