/// The whole vault as a graph: the picture, and beside it the list of its points with a search, where each can be
/// chosen and its neighbours walked through.
import { ArrowLeft, FileSymlink, Search, Waypoints } from "lucide-react";
import { lazy, Suspense, useDeferredValue, useId, useMemo, useState } from "react";
import { useAppState, useRead } from "@/api";
import { AppLink, Button, EmptyState, ErrorNotice, IconButton, Loading, Page } from "@/components";
import { formatNumber, m } from "@/i18n";
import type { VaultGraph } from "../reading/shapes";
import { useOpenPoint } from "./useOpenPoint";
import { FilterBar } from "./FilterBar";
import { useGraphFilters } from "./filters";
import { PointList } from "./PointList";
import { allPoints, foundPoints, neighboursOf } from "./points";

const GraphCanvas = lazy(() => import("./GraphCanvas"));

export default function GraphPlace() {
  const { vault } = useAppState();
  const [filters, setFilter] = useGraphFilters();
  const graph = useRead("vault.graph", { ...filters }, { enabled: vault !== null, keepPrevious: true });
  return (
    <Page
      flush
      title={m.vault_graph_title()}
      subtitle={graph.data && m.vault_graph_count({ nodes: formatNumber(graph.data.nodes.length), edges: formatNumber(graph.data.edges.length) })}
      actions={
        <>
          <FilterBar filters={filters} onChange={setFilter} />
          <AppLink to="/vault" className="inline-flex min-h-8 items-center rounded-md px-2.5 text-sm text-accent-ink hover:bg-hover">
            {m.vault_graph_to_notes()}
          </AppLink>
        </>
      }
    >
      {vault === null ? (
        <EmptyState icon={Waypoints} title={m.vault_none_title()}>
          {m.vault_none_text()}
        </EmptyState>
      ) : graph.isPending ? (
        <Loading label={m.vault_graph_loading()} />
      ) : !graph.data ? (
        <div className="p-8">
          <ErrorNotice error={graph.error} retry={() => void graph.refetch()} />
        </div>
      ) : graph.data.nodes.length === 0 ? (
        <EmptyState icon={Waypoints} title={m.vault_graph_empty_title()}>
          {m.vault_graph_empty_text()}
        </EmptyState>
      ) : (
        <WholeGraph key={JSON.stringify(filters)} graph={graph.data} scope={`whole:${JSON.stringify(filters)}`} />
      )}
    </Page>
  );
}

function WholeGraph({ graph, scope }: { graph: VaultGraph; scope: string }) {
  const open = useOpenPoint(graph);
  const [text, setText] = useState("");
  const query = useDeferredValue(text);
  const [chosen, setChosen] = useState<number | null>(null);
  const all = useMemo(() => allPoints(graph), [graph]);
  const points = useMemo(() => foundPoints(graph, query), [graph, query]);
  const found = useMemo(() => (points === null ? null : new Set(points)), [points]);
  const node = chosen === null ? undefined : graph.nodes[chosen];
  const choose = (point: number) => {
    setText("");
    setChosen(point);
  };
  // What cannot be opened is chosen instead, so that a click is never lost.
  const openOrChoose = (point: number) => {
    if (!open(point)) choose(point);
  };
  return (
    <div className="flex min-h-0 flex-1 border-t border-line">
      <section data-region tabIndex={-1} aria-label={m.vault_graph_points()} className="flex min-h-0 w-[min(18rem,40%)] shrink-0 flex-col border-e border-line focus-visible:-outline-offset-2">
        {chosen !== null && node !== undefined ? (
          <>
            <div className="flex items-start gap-1 px-2 pt-3 pb-2">
              <IconButton size="sm" icon={ArrowLeft} label={m.vault_graph_all_points()} onClick={() => setChosen(null)} />
              <div className="min-w-0 flex-1 pt-1">
                <h2 className="text-base font-medium wrap-anywhere">{node.title}</h2>
                <p className="text-sm text-ink-3">{m.vault_graph_links({ count: formatNumber(node.degree) })}</p>
                {(node.path !== null || node.kind === "tag") && (
                  <Button size="sm" icon={FileSymlink} className="mt-2" onClick={() => open(chosen)}>
                    {node.kind === "tag" ? m.vault_graph_search_tag() : m.vault_graph_open()}
                  </Button>
                )}
              </div>
            </div>
            <div className="min-h-0 flex-1">
              <PointList graph={graph} points={neighboursOf(graph, chosen)} label={m.vault_graph_neighbours({ title: node.title })} onChoose={choose} />
            </div>
          </>
        ) : (
          <>
            <SearchField text={text} onChange={setText} />
            <p role="status" className="px-4 pb-1 text-sm text-ink-3">
              {points === null ? "" : m.vault_graph_found({ count: formatNumber(points.length) })}
            </p>
            <div className="min-h-0 flex-1">
              <PointList graph={graph} points={points ?? all} label={m.vault_graph_points()} onChoose={choose} />
            </div>
          </>
        )}
      </section>
      <section data-region tabIndex={-1} aria-label={m.vault_graph_picture()} className="min-h-0 min-w-0 flex-1 focus-visible:-outline-offset-2">
        <Suspense fallback={<Loading label={m.vault_graph_loading()} />}>
          <GraphCanvas graph={graph} scope={scope} chosen={chosen} found={found} onOpen={openOrChoose} />
        </Suspense>
      </section>
    </div>
  );
}

function SearchField({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const id = useId();
  return (
    <div className="relative px-3 pt-3 pb-2">
      <label htmlFor={id} className="sr-only">
        {m.vault_graph_search()}
      </label>
      <Search size={15} className="pointer-events-none absolute start-6 top-1/2 -translate-y-1/2 text-ink-3" aria-hidden />
      <input
        id={id}
        type="search"
        autoComplete="off"
        spellCheck={false}
        placeholder={m.vault_graph_search()}
        value={text}
        onChange={(event) => onChange(event.target.value)}
        className="h-9.5 w-full rounded-md border border-control bg-raised ps-9 pe-3 text-base text-ink hover:border-ink-3 focus-visible:border-accent focus-visible:outline-offset-0"
      />
    </div>
  );
}
