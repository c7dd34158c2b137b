/// The neighbourhood of the open note: the picture, and below it the same notes as a list.
import { lazy, Suspense, useState } from "react";
import { useRead } from "@/api";
import { AppLink, ErrorNotice, Loading, Select } from "@/components";
import { formatNumber, m } from "@/i18n";
import { FilterBar } from "../graph/FilterBar";
import { useGraphFilters } from "../graph/filters";
import { PointList } from "../graph/PointList";
import { neighboursOf } from "../graph/points";
import { useOpenPoint } from "../graph/useOpenPoint";
import type { VaultGraph } from "./shapes";

const GraphCanvas = lazy(() => import("../graph/GraphCanvas"));

type Depth = "1" | "2" | "3";

export function LocalGraph({ path }: { path: string }) {
  const [filters, setFilter] = useGraphFilters();
  const [depth, setDepth] = useState<Depth>("1");
  const graph = useRead("vault.graph", { center: path, depth: Number(depth), ...filters }, { keepPrevious: true });
  return (
    <div className="flex h-full min-h-[26rem] flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3 px-1">
        <Select
          label={m.vault_graph_depth()}
          hideLabel
          size="sm"
          value={depth}
          onChange={setDepth}
          options={(["1", "2", "3"] as const).map((value) => ({ value, label: m.vault_graph_depth_steps({ count: value }) }))}
        />
        <AppLink to="/vault/graph" className="ms-auto text-sm text-accent-ink hover:underline">
          {m.vault_graph_whole()}
        </AppLink>
      </div>
      <div className="px-1">
        <FilterBar filters={filters} onChange={setFilter} />
      </div>
      {graph.isPending ? (
        <Loading label={m.vault_graph_loading()} />
      ) : !graph.data ? (
        <ErrorNotice error={graph.error} retry={() => void graph.refetch()} />
      ) : (
        <Neighbourhood graph={graph.data} path={path} scope={`${path}:${depth}:${JSON.stringify(filters)}`} />
      )}
    </div>
  );
}

function Neighbourhood({ graph, path, scope }: { graph: VaultGraph; path: string; scope: string }) {
  const open = useOpenPoint(graph);
  const centre = graph.nodes.findIndex((node) => node.path === path);
  const near = neighboursOf(graph, centre);
  return (
    <>
      <div className="h-64 shrink-0 overflow-hidden rounded-lg border border-line bg-surface">
        <Suspense fallback={<Loading label={m.vault_graph_loading()} />}>
          <GraphCanvas graph={graph} scope={scope} centre={centre} onOpen={open} />
        </Suspense>
      </div>
      <h3 className="px-2 text-sm font-medium text-ink-2">
        {m.vault_graph_near()} <span className="text-xs font-normal text-ink-3 tabular-nums">{formatNumber(near.length)}</span>
      </h3>
      {near.length === 0 ? (
        <p className="px-2 text-sm text-ink-3">{m.vault_graph_alone()}</p>
      ) : (
        <div className="min-h-40 flex-1">
          <PointList graph={graph} points={near} label={m.vault_graph_near()} onChoose={open} />
        </div>
      )}
    </>
  );
}
