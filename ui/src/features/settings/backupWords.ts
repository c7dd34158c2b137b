/// Words for backups: why one was made, how it is doing, what it is called. Must not know React.
import type { Backup, BackupKind, BackupState } from "@/api";
import type { BadgeTone } from "@/components";
import { formatInstant, m } from "@/i18n";

export const KIND_WORD: Record<BackupKind, () => string> = {
  daily: m.settings_backup_daily,
  before_migration: m.settings_backup_before_migration,
  before_restore: m.settings_backup_before_restore,
  manual: m.settings_backup_manual,
};

export const STATE_LOOK: Record<BackupState, { tone: BadgeTone; word: () => string }> = {
  present: { tone: "neutral", word: m.settings_backup_present },
  sound: { tone: "green", word: m.settings_backup_sound },
  damaged: { tone: "red", word: m.settings_backup_damaged },
  newer: { tone: "amber", word: m.settings_backup_newer },
};

/** Whether a backup can be restored, or something taken out of it. */
export function isUsable({ state }: Pick<Backup, "state">): boolean {
  return state === "present" || state === "sound";
}

/** What a backup is called: the person's name for it, else when it was made, else its name on the disk. */
export function backupName({ id, name, at }: Pick<Backup, "id" | "name" | "at">): string {
  return name ?? (at === null ? id : formatInstant(at));
}
