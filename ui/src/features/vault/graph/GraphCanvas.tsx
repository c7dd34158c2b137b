/// The picture of a graph in the page, with the buttons that move it. What it shows can be reached without it: the
/// list beside it holds the same points.
import { LocateFixed, Minus, Plus, Waypoints } from "lucide-react";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { EmptyState, IconButton } from "@/components";
import { formatNumber, m } from "@/i18n";
import type { VaultGraph } from "../reading/shapes";
import { canDraw, GraphPicture } from "./picture";
import { findPlaces } from "./places";

export interface GraphCanvasProps {
  graph: VaultGraph;
  /** Keeps the places of different pictures apart. */
  scope: string;
  /** The point in the middle of a local graph. */
  centre?: number | null;
  chosen?: number | null;
  /** What a search found; null while nothing is searched for. */
  found?: ReadonlySet<number> | null;
  onOpen: (node: number) => void;
}

export default function GraphCanvas({ graph, scope, centre = null, chosen = null, found = null, onOpen }: GraphCanvasProps) {
  const place = useRef<HTMLDivElement>(null);
  const [picture, setPicture] = useState<GraphPicture | null>(null);
  const [settling, setSettling] = useState(true);
  const [able] = useState(canDraw);
  const open = useEffectEvent(onOpen);

  useEffect(() => {
    if (!able || place.current === null) return undefined;
    const made = new GraphPicture(place.current, graph, centre, { open: (node) => open(node) });
    setPicture(made);
    setSettling(true);
    const stop = findPlaces(graph, scope, ({ places, done }) => {
      made.place(places);
      if (done) setSettling(false);
    });
    return () => {
      stop();
      made.end();
      setPicture(null);
    };
  }, [able, graph, scope, centre]);
  useEffect(() => picture?.find(found), [picture, found]);
  useEffect(() => picture?.choose(chosen), [picture, chosen]);

  if (!able) {
    return (
      <EmptyState icon={Waypoints} title={m.vault_graph_unable_title()}>
        {m.vault_graph_unable_text()}
      </EmptyState>
    );
  }
  return (
    <div className="flex h-full min-h-0 w-full flex-col overflow-hidden">
      <div ref={place} role="img" aria-label={m.vault_graph_label({ nodes: formatNumber(graph.nodes.length), edges: formatNumber(graph.edges.length) })} className="relative min-h-0 flex-1" />
      {/* Below the picture and not on it, so that no point is ever under a button. */}
      <div className="flex shrink-0 items-center gap-2 p-2">
        {settling && (
          <p role="status" className="appear min-w-0 truncate px-2.5 text-sm text-ink-3">
            {m.vault_graph_settling()}
          </p>
        )}
        <div className="ms-auto flex rounded-lg border border-line bg-raised p-0.5 shadow-1">
          <IconButton size="sm" icon={Plus} label={m.vault_graph_zoom_in()} onClick={() => picture?.zoom("in")} />
          <IconButton size="sm" icon={Minus} label={m.vault_graph_zoom_out()} onClick={() => picture?.zoom("out")} />
          <IconButton size="sm" icon={LocateFixed} label={m.vault_graph_zoom_all()} onClick={() => picture?.zoom("all")} />
        </div>
      </div>
    </div>
  );
}
