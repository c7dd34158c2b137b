/// Opens what a point of a graph stands for.
import type { VaultGraph } from "../reading/shapes";
import { useOpenNote, useShowTag } from "../useFollowLink";

/** Gives the function that opens a point's note or file, or searches for its tag. It gives false where there is nothing to open. */
export function useOpenPoint(graph: VaultGraph): (node: number) => boolean {
  const open = useOpenNote();
  const showTag = useShowTag();
  return (index) => {
    const node = graph.nodes[index];
    if (node === undefined) return false;
    if (node.kind === "tag") showTag(node.title.replace(/^#/, ""));
    else if (node.path === null) return false;
    else open(node.path);
    return true;
  };
}
