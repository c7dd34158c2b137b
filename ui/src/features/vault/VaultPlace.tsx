/// The notes of the vault in up to three columns: what is looked for, the note, and what belongs to it. Which note is
/// open, at which line, and what is searched for stands in the address, so that it can be linked to and gone back to.
import { useNavigate, useSearch } from "@tanstack/react-router";
import { BookOpen, FolderSearch } from "lucide-react";
import { useEffect, useState } from "react";
import { useAppState, type VaultState as Vault } from "@/api";
import { AppLink, EmptyState, Kbd, SplitPane } from "@/components";
import { modifierName } from "@/features/shell/keys";
import { m } from "@/i18n";
import { FileWorkProvider } from "./browse/FileWork";
import { Finder } from "./Finder";
import { NotePane, type NoteMode } from "./NotePane";
import { NotePanel } from "./reading";
import { isFlag, useStored } from "./stored";
import { THREE_COLUMNS, useWide } from "./useWide";
import { WritingOffer } from "./WritingOffer";

export default function VaultPlace() {
  const { vault } = useAppState();
  if (vault === null) {
    return (
      <EmptyState
        icon={FolderSearch}
        title={m.vault_none_title()}
        action={
          <AppLink to="/settings" className="text-accent-ink underline-offset-2 hover:underline">
            {m.vault_to_settings()}
          </AppLink>
        }
      >
        {m.vault_none_text()}
      </EmptyState>
    );
  }
  return (
    <FileWorkProvider>
      <OpenVault key={vault.uid} vault={vault} />
    </FileWorkProvider>
  );
}

function OpenVault({ vault }: { vault: Vault }) {
  const search = useSearch({ strict: false });
  const path = search.path ?? null;
  const line = search.line ?? null;
  const navigate = useNavigate();
  const wide = useWide();
  const roomy = useWide(THREE_COLUMNS);
  const [mode, setMode] = useState<NoteMode>("read");
  const [beside, setBeside] = useStored("hisho.note-panel-shown", true, isFlag);
  const [over, setOver] = useState(false);
  const panel = roomy ? beside : over;
  const setPanel = roomy ? setBeside : setOver;

  useEffect(() => {
    if (path === null) document.title = `${m.vault_heading()} – Hisho`;
  }, [path]);

  return (
    <div className="flex h-full min-h-0 flex-col">
      <WritingOffer />
      <div className="min-h-0 flex-1">
        <SplitPane
          columns
          listLabel={m.files_finder()}
          detailLabel={m.files_note()}
          onBack={() => void navigate({ to: "/vault" })}
          list={<Finder vault={vault} path={path} asked={search.query ?? null} />}
          detail={
            path !== null ? (
              <div className="relative flex h-full min-h-0">
                <div className="min-w-0 flex-1">
                  <NotePane path={path} line={line} mode={mode} onMode={setMode} panel={panel} onPanel={setPanel} />
                </div>
                {panel && (
                  <aside aria-label={m.files_panel()} data-region tabIndex={-1} className={roomy ? "w-72 shrink-0 border-s border-line" : "rise absolute end-0 top-11 bottom-0 z-20 w-[min(20rem,85%)] border-s border-line bg-surface shadow-3"}>
                    <NotePanel path={path} />
                  </aside>
                )}
              </div>
            ) : wide ? (
              <EmptyState icon={BookOpen} title={m.vault_choose_note_title()} action={<SwitchHint />}>
                {m.vault_choose_note_text()}
              </EmptyState>
            ) : null
          }
        />
      </div>
    </div>
  );
}

function SwitchHint() {
  return (
    <p className="flex items-center gap-2 text-sm text-ink-3">
      <Kbd>{`${modifierName()}O`}</Kbd>
      {m.switch_hint()}
    </p>
  );
}
