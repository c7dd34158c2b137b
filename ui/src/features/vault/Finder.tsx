/// The left column of the vault's place: the search above, and below it what was found, or the tree, the latest notes
/// or the tags.
import { FolderTree, Link2Off, Rows3, Waypoints } from "lucide-react";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useNavigate } from "@tanstack/react-router";
import { useRead, useRun, useRemember, type VaultState as Vault } from "@/api";
import { IconButton, Select, Tabs } from "@/components";
import { formatNumber, m } from "@/i18n";
import { TagPane } from "./browse/TagPane";
import { VaultTree } from "./browse/VaultTree";
import type { SearchSort } from "@/api/types";
import { NoteList } from "./NoteList";
import { tagQuery } from "./search/operators";
import { SearchField } from "./search/SearchField";
import { foundWords, SearchResults } from "./search/SearchResults";
import { useSettled } from "./search/useSettled";
import { isFlag, isOneOf, useStored } from "./stored";
import { useEnter } from "./useEnter";
import { VaultState } from "./VaultState";

const MOST_HITS = 200;
/** So long the keyboard must be quiet before the vault is searched, in milliseconds. */
const QUIET_MS = 120;

type View = "tree" | "recent" | "tags";

export interface FinderProps {
  vault: Vault;
  path: string | null;
  /** A query that another place asks for. */
  asked: string | null;
}

export function Finder({ vault, path, asked }: FinderProps) {
  const list = useRef<HTMLDivElement>(null);
  const navigate = useNavigate();
  const [view, setView] = useStored<View>("hisho.vault-view", "tree", isOneOf("tree", "recent", "tags"));
  const [sort, setSort] = useStored<SearchSort>("hisho.search-sort", "rank", isOneOf("rank", "modified", "name"));
  const [grouped, setGrouped] = useStored("hisho.search-grouped", false, isFlag);
  const [text, setText] = useState(asked ?? "");
  const [wanted, setWanted] = useState(asked ?? "");
  const [heard, setHeard] = useState(asked);
  if (asked !== heard) {
    setHeard(asked);
    if (asked !== null) {
      setText(asked);
      setWanted(asked);
    }
  }
  const query = useSettled(wanted.trim(), QUIET_MS);
  const searching = query !== "" && wanted.trim() !== "";
  const found = useRead("search.find", { query, kinds: ["note"], limit: MOST_HITS, sort, stream: "vault" }, { enabled: searching, keepPrevious: true });
  // Typing there and back again asks anew for what was given up in between.
  const givenUp = found.error?.params["reason"] === "superseded" && !found.isFetching;
  const again = useEffectEvent(() => void found.refetch());
  useEffect(() => {
    if (givenUp) again();
  }, [givenUp]);
  const recall = useRemember();
  const remember = useRun("search.remember", { onDone: (queries) => recall("search.recent", {}, queries), onFail: () => {} });
  const kept = () => remember.run({ query });

  const answered = searching && query === wanted.trim() && !found.isPlaceholderData && !found.isPending;
  const enter = useEnter(answered, () => {
    const first = found.data?.hits[0];
    if (found.isError || first === undefined) return;
    kept();
    void navigate({ to: "/vault", search: { path: first.id, ...(first.line !== null && { line: first.line }) } });
  });

  const search = (next: string, settled = true) => {
    enter.forget();
    setText(next);
    if (settled) setWanted(next);
  };

  return (
    <>
      <header className="flex flex-col gap-2.5 px-4 pt-6 pb-2">
        <div className="flex items-baseline gap-2 px-1">
          <h1 className="font-title text-2xl font-semibold">{m.vault_heading()}</h1>
          <p className="min-w-0 flex-1 truncate text-sm text-ink-3">{m.vault_count({ count: formatNumber(vault.notes) })}</p>
          <span className="-me-1 flex self-center">
            <IconButton size="sm" icon={Waypoints} label={m.vault_graph_title()} onClick={() => void navigate({ to: "/vault/graph" })} />
            <IconButton size="sm" icon={Link2Off} label={m.vault_loose_title()} onClick={() => void navigate({ to: "/vault/links" })} />
          </span>
        </div>
        <SearchField
          text={text}
          onChange={search}
          onOpen={enter.press}
          onDown={() => list.current?.querySelector<HTMLElement>("[data-row], [role=tree]")?.focus()}
          invalid={searching && found.error?.code === "invalid"}
        />
        {searching ? (
          <div className="flex min-h-8 items-center gap-1 px-1">
            <p role="status" className="min-w-0 flex-1 truncate text-sm text-ink-3">
              {found.data && !found.isError && foundWords(found.data)}
            </p>
            <Select
              label={m.vault_sort_label()}
              hideLabel
              size="sm"
              value={sort}
              onChange={setSort}
              options={[
                { value: "rank", label: m.find_sort_rank() },
                { value: "modified", label: m.vault_sort_recent() },
                { value: "name", label: m.find_sort_name() },
              ]}
            />
            <IconButton size="sm" icon={grouped ? FolderTree : Rows3} label={grouped ? m.find_ungroup() : m.find_group()} aria-pressed={grouped} onClick={() => setGrouped(!grouped)} />
          </div>
        ) : (
          <Tabs
            label={m.files_view()}
            value={view}
            onChange={setView}
            tabs={[
              { value: "tree", label: m.files_view_tree() },
              { value: "recent", label: m.files_view_recent() },
              { value: "tags", label: m.files_view_tags() },
            ]}
          />
        )}
      </header>
      <div ref={list} className="min-h-0 flex-1">
        {searching ? (
          <SearchResults query={query} found={found} grouped={grouped} selected={path} onOpened={kept} />
        ) : view === "tree" ? (
          <VaultTree path={path} />
        ) : view === "recent" ? (
          <NoteList selected={path} indexing={vault.status === "indexing"} />
        ) : (
          <TagPane onSearch={(tag) => search(tagQuery(tag))} />
        )}
      </div>
      <VaultState vault={vault} />
    </>
  );
}
