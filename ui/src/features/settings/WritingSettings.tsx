/// What Hisho writes into the vault: whether it may, where, which notes it wrote, and how to take it all back.
import { PenLine, Trash2 } from "lucide-react";
import { useState } from "react";
import { useAppState, useRead, type MirrorNote, type VaultState } from "@/api";
import { AppLink, Badge, Button, ErrorNotice, Loading, type BadgeTone } from "@/components";
import { WritingDialog } from "@/features/vault/WritingDialog";
import { formatNumber, m } from "@/i18n";
import { Group, Line } from "./Group";
import { Withdraw } from "./Withdraw";

export function WritingSettings() {
  const { vault } = useAppState();
  return vault && <Writing vault={vault} />;
}

const WORD: Record<VaultState["writing"], () => string> = {
  not_asked: m.settings_writing_not_asked,
  allowed: m.settings_writing_allowed,
  off: m.settings_writing_off,
};

function Writing({ vault }: { vault: VaultState }) {
  const preview = useRead("vault.preview_writing", {});
  const [allowing, setAllowing] = useState(false);
  const [withdrawing, setWithdrawing] = useState(false);
  const written = (preview.data?.notes ?? []).filter(({ state }) => state !== "new");
  const allowed = vault.writing === "allowed";
  return (
    <Group title={m.settings_writing()}>
      <Line name={WORD[vault.writing]()} text={m.settings_writing_text()}>
        {!allowed && (
          <Button icon={PenLine} onClick={() => setAllowing(true)}>
            {m.settings_writing_show()}
          </Button>
        )}
      </Line>
      {allowed && (
        <>
          <Line name={m.settings_writing_plans()} text={vault.plans_folder} />
          <Line name={m.settings_writing_projects()} text={vault.projects_folder} />
        </>
      )}
      {preview.isPending && <Loading label={m.settings_writing_loading()} />}
      {preview.isError && (
        <div className="p-4">
          <ErrorNotice error={preview.error} retry={() => void preview.refetch()} />
        </div>
      )}
      {written.length > 0 && (
        <>
          <div className="px-5 py-3.5">
            <p className="text-base font-medium">{m.settings_writing_notes({ count: formatNumber(written.length) })}</p>
            <MirrorList notes={written} />
          </div>
          <Line name={m.settings_withdraw()} text={m.settings_withdraw_text()}>
            <Button icon={Trash2} onClick={() => setWithdrawing(true)}>
              {m.settings_withdraw_button()}
            </Button>
          </Line>
        </>
      )}
      <WritingDialog open={allowing} onOpenChange={setAllowing} />
      <Withdraw open={withdrawing} onOpenChange={setWithdrawing} vaultUid={vault.uid} notes={written} />
    </Group>
  );
}

const LOOK: Record<MirrorNote["state"], { tone: BadgeTone; word: () => string }> = {
  new: { tone: "blue", word: m.settings_mirror_new },
  written: { tone: "green", word: m.settings_mirror_written },
  changed_outside: { tone: "amber", word: m.settings_mirror_changed },
  missing: { tone: "red", word: m.settings_mirror_missing },
};

export function MirrorList({ notes }: { notes: readonly MirrorNote[] }) {
  return (
    <ul className="mt-2 max-h-64 overflow-y-auto">
      {notes.map((note) => (
        <li key={note.path} className="flex items-center gap-3 py-1 text-sm">
          <AppLink to="/vault" search={{ path: note.path }} className="min-w-0 flex-1 truncate text-accent-ink hover:underline">
            {note.path}
          </AppLink>
          <Badge tone={LOOK[note.state].tone}>{LOOK[note.state].word()}</Badge>
        </li>
      ))}
    </ul>
  );
}
