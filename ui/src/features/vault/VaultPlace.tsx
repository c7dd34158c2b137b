/// The notes of the vault: the list or what a search found, and beside it the note that is read.
/// Which note is open stands in the address, so that it can be linked to and gone back to.
import { useNavigate, useSearch } from "@tanstack/react-router";
import { BookOpen, FolderSearch } from "lucide-react";
import { useDeferredValue, useEffect, useRef, useState } from "react";
import { useAppState, useRead, type VaultState as Vault } from "@/api";
import { AppLink, EmptyState, Select, SplitPane } from "@/components";
import { formatNumber, m } from "@/i18n";
import { NoteList, type NoteOrder } from "./NoteList";
import { foundWords, NoteResults } from "./NoteResults";
import { NoteSearch } from "./NoteSearch";
import { NoteView } from "./reading";
import { useWide } from "./useWide";
import { VaultState } from "./VaultState";
import { WritingOffer } from "./WritingOffer";

const MOST_HITS = 200;

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
  return <OpenVault vault={vault} />;
}

function OpenVault({ vault }: { vault: Vault }) {
  const search = useSearch({ strict: false });
  const path = search.path ?? null;
  const navigate = useNavigate();
  const wide = useWide();
  const list = useRef<HTMLDivElement>(null);
  const [order, setOrder] = useState<NoteOrder>("path");
  const [text, setText] = useState("");
  const [wanted, setWanted] = useState("");
  const query = useDeferredValue(wanted.trim());
  const searching = query !== "";
  const found = useRead("search.find", { query, kinds: ["note"], limit: MOST_HITS }, { enabled: searching, keepPrevious: true });

  useEffect(() => {
    if (path === null) document.title = `${m.vault_heading()} – Hisho`;
  }, [path]);

  const openFirst = () => {
    const first = found.data?.hits[0];
    if (searching && first !== undefined) void navigate({ to: "/vault", search: { path: first.id } });
  };

  return (
    <div className="flex h-full min-h-0 flex-col">
      <WritingOffer />
      <div className="min-h-0 flex-1">
        <SplitPane
          listLabel={searching ? m.vault_results_label() : m.vault_list_label()}
          detailLabel={m.vault_heading()}
          onBack={() => void navigate({ to: "/vault" })}
          list={
            <>
              <header className="flex flex-col gap-2.5 px-4 pt-6 pb-2">
                <h1 className="px-1 font-title text-2xl font-semibold">{m.vault_heading()}</h1>
                <NoteSearch
                  text={text}
                  onChange={(next, settled) => {
                    setText(next);
                    if (settled) setWanted(next);
                  }}
                  onOpen={openFirst}
                  onDown={() => list.current?.querySelector<HTMLElement>("[data-row]")?.focus()}
                />
                <div className="flex min-h-8 items-center gap-2 px-1">
                  <p role="status" className="min-w-0 flex-1 truncate text-sm text-ink-3">
                    {searching ? found.data && foundWords(found.data) : m.vault_count({ count: formatNumber(vault.notes) })}
                  </p>
                  {!searching && (
                    <Select
                      label={m.vault_sort_label()}
                      hideLabel
                      size="sm"
                      value={order}
                      onChange={setOrder}
                      options={[
                        { value: "path", label: m.vault_sort_path() },
                        { value: "recent", label: m.vault_sort_recent() },
                      ]}
                    />
                  )}
                </div>
              </header>
              <div ref={list} className="min-h-0 flex-1">
                {searching ? <NoteResults query={query} found={found} selected={path} /> : <NoteList order={order} selected={path} indexing={vault.status === "indexing"} />}
              </div>
              <VaultState vault={vault} />
            </>
          }
          detail={
            path !== null ? (
              <NoteView key={path} path={path} line={search.line} />
            ) : wide ? (
              <EmptyState icon={BookOpen} title={m.vault_choose_note_title()}>
                {m.vault_choose_note_text()}
              </EmptyState>
            ) : null
          }
        />
      </div>
    </div>
  );
}
