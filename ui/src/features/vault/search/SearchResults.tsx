/// The notes a search found, with the words that were found marked; alone, or under the folders they lie in.
import { ChevronRight, CircleAlert, SearchX } from "lucide-react";
import { useState } from "react";
import type { UseQueryResult } from "@tanstack/react-query";
import { errorText, type SearchHit, type SearchResult } from "@/api";
import { AppLink, cx, EmptyState, ErrorNotice, Highlighted, Loading, VirtualList } from "@/components";
import { formatNumber, m } from "@/i18n";
import type { CommandFailure } from "@/platform";
import { resultRows, type ResultRow } from "./groups";

const ROW_HEIGHT = 78;

export interface SearchResultsProps {
  query: string;
  found: UseQueryResult<SearchResult, CommandFailure>;
  grouped: boolean;
  selected: string | null;
  /** A hit was opened, so the query was worth remembering. */
  onOpened: () => void;
}

export function SearchResults({ query, found, grouped, selected, onOpened }: SearchResultsProps) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  if (found.error?.code === "invalid") return <WrongQuery error={found.error} />;
  if (found.isPending || found.error?.params["reason"] === "superseded") return <Loading label={m.vault_search_busy()} />;
  if (!found.data || found.isError) {
    return (
      <div className="p-4">
        <ErrorNotice error={found.error} retry={() => void found.refetch()} />
      </div>
    );
  }
  if (found.data.hits.length === 0) {
    return (
      <EmptyState icon={SearchX} title={m.vault_search_none_title({ query })}>
        {m.vault_search_none_text()}
      </EmptyState>
    );
  }
  const toggle = (folder: string) => {
    const next = new Set(closed);
    if (!next.delete(folder)) next.add(folder);
    setClosed(next);
  };
  return (
    <VirtualList
      items={resultRows(found.data.hits, grouped, closed)}
      estimate={ROW_HEIGHT}
      label={m.vault_results_label()}
      keyOf={(row) => (row.kind === "folder" ? `folder:${row.folder}` : row.hit.id)}
      render={(row) => (row.kind === "folder" ? <FolderRow row={row} onToggle={() => toggle(row.folder)} /> : <HitRow hit={row.hit} grouped={grouped} selected={selected === row.hit.id} onOpened={onOpened} />)}
    />
  );
}

/** How many were found, in words; said aloud as it changes. */
export function foundWords({ total, hits }: SearchResult): string {
  const count = formatNumber(total);
  return total > hits.length ? m.vault_search_some({ count, shown: formatNumber(hits.length) }) : m.vault_search_total({ count });
}

/** What the host does not understand in the query; nothing was searched, so nothing is listed. */
function WrongQuery({ error }: { error: CommandFailure }) {
  const { what } = errorText(error);
  return (
    <div role="alert" className="mx-4 mt-2 flex items-start gap-2.5 rounded-lg border border-line bg-amber-soft px-3.5 py-3 text-base">
      <CircleAlert size={16} className="mt-1 shrink-0 text-amber" aria-hidden />
      <div className="min-w-0">
        <p className="font-medium wrap-anywhere">{what}</p>
        <p className="mt-0.5 text-sm text-ink-2">{m.find_wrong_advice()}</p>
      </div>
    </div>
  );
}

function FolderRow({ row, onToggle }: { row: Extract<ResultRow, { kind: "folder" }>; onToggle: () => void }) {
  return (
    <button type="button" data-row aria-expanded={row.open} onClick={onToggle} className="chrome flex min-h-8 w-full items-center gap-1.5 rounded-md px-2 text-start text-sm font-medium text-ink-2 hover:bg-hover">
      <ChevronRight size={14} className={cx("shrink-0 text-ink-3 transition-transform", row.open && "rotate-90")} aria-hidden />
      <span className="min-w-0 flex-1 truncate">{row.folder || m.vault_top_folder()}</span>
      <span className="text-xs font-normal text-ink-3 tabular-nums">{formatNumber(row.count)}</span>
    </button>
  );
}

function HitRow({ hit, grouped, selected, onOpened }: { hit: SearchHit; grouped: boolean; selected: boolean; onOpened: () => void }) {
  return (
    <AppLink
      to="/vault"
      search={{ path: hit.id, ...(hit.line !== null && { line: hit.line }) }}
      data-row
      aria-current={selected ? "true" : undefined}
      onClick={onOpened}
      className={cx("block rounded-md px-3 py-1.5 focus-visible:-outline-offset-2", grouped && "ms-4", selected ? "bg-accent-soft" : "hover:bg-hover")}
    >
      <span className="block truncate text-base font-medium text-ink">
        <Highlighted text={hit.title} ranges={hit.title_highlights} />
      </span>
      {hit.snippet !== "" && (
        <span className="line-clamp-2 text-sm text-ink-2 wrap-anywhere">
          <Highlighted text={hit.snippet} ranges={hit.highlights} />
        </span>
      )}
      {!grouped && <span className="block truncate text-xs text-ink-3">{hit.context === "" ? m.vault_top_folder() : hit.context}</span>}
    </AppLink>
  );
}
