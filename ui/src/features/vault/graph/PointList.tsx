/// The points of a graph as a list: the way through it for the keyboard, for those who do not see pictures, and for
/// windows that cannot draw it.
import { FileQuestion, FileText, Hash, Paperclip, Shapes } from "lucide-react";
import { ListRow, VirtualList, type Icon } from "@/components";
import { formatNumber, m } from "@/i18n";
import type { GraphNode, VaultGraph } from "../reading/shapes";

const SIGN: Record<GraphNode["kind"], Icon> = { note: FileText, canvas: Shapes, attachment: Paperclip, unresolved: FileQuestion, tag: Hash };
const ROW_PX = 44;

export interface PointListProps {
  graph: VaultGraph;
  points: readonly number[];
  label: string;
  onChoose: (node: number) => void;
}

export function PointList({ graph, points, label, onChoose }: PointListProps) {
  return (
    <VirtualList
      items={points}
      estimate={ROW_PX}
      label={label}
      keyOf={(point) => String(point)}
      render={(point) => {
        const node = graph.nodes[point];
        if (node === undefined) return null;
        const Sign = SIGN[node.kind];
        return (
          <ListRow
            onSelect={() => onChoose(point)}
            leading={<Sign size={15} className="text-ink-3" aria-hidden />}
            title={<span className="font-normal">{node.title}</span>}
            trailing={
              <span className="text-xs tabular-nums" title={m.vault_graph_links({ count: formatNumber(node.degree) })}>
                {formatNumber(node.degree)}
              </span>
            }
          />
        );
      }}
    />
  );
}
