/// The notes a search found, with the words that were found marked.
import { SearchX } from "lucide-react";
import type { UseQueryResult } from "@tanstack/react-query";
import type { SearchHit, SearchResult } from "@/api";
import { EmptyState, ErrorNotice, Highlighted, ListRow, Loading, VirtualList } from "@/components";
import { formatNumber, m } from "@/i18n";
import type { CommandFailure } from "@/platform";

const ROW_HEIGHT = 78;

export interface NoteResultsProps {
  query: string;
  found: UseQueryResult<SearchResult, CommandFailure>;
  selected: string | null;
}

export function NoteResults({ query, found, selected }: NoteResultsProps) {
  if (found.isPending) return <Loading label={m.vault_search_busy()} />;
  if (!found.data) {
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
  return <VirtualList items={found.data.hits} estimate={ROW_HEIGHT} label={m.vault_results_label()} keyOf={(hit) => hit.id} render={(hit) => <HitRow hit={hit} selected={selected === hit.id} />} />;
}

/** How many were found, in words; said aloud as it changes. */
export function foundWords({ total, hits }: SearchResult): string {
  const count = formatNumber(total);
  return total > hits.length ? m.vault_search_some({ count, shown: formatNumber(hits.length) }) : m.vault_search_total({ count });
}

function HitRow({ hit, selected }: { hit: SearchHit; selected: boolean }) {
  return (
    <ListRow
      to="/vault"
      search={{ path: hit.id }}
      selected={selected}
      title={<Highlighted text={hit.title} ranges={hit.title_highlights} />}
      subtitle={
        <>
          {hit.snippet !== "" && (
            <span className="line-clamp-2 whitespace-normal text-ink-2">
              <Highlighted text={hit.snippet} ranges={hit.highlights} />
            </span>
          )}
          <span className="block truncate text-xs">{hit.context === "" ? m.vault_top_folder() : hit.context}</span>
        </>
      }
    />
  );
}
