import type { GraphEdge, GraphNode, GraphView } from "../model/graph-view.ts";
import { kindOf, nameOf, type AssetId } from "../model/ids.ts";
import { edgeKinds, type EdgeKind } from "../model/kinds.ts";
import type { Trace, TraceHop } from "../model/trace.ts";
import type { Reporter } from "./document.ts";
import { graphMermaidReporter } from "./graph-mermaid.ts";
import type { TraceDocument } from "./trace-text.ts";

/** The assets on the paths as a flowchart, arrows as data runs. */
export const traceMermaidReporter: Reporter<TraceDocument> = {
  name: "mermaid",
  mediaType: "text/vnd.mermaid",
  render: ({ trace }, paint) => graphMermaidReporter.render(viewOf(trace), paint),
};

function viewOf({ focus, question, paths }: Trace): GraphView {
  const ids = new Set<AssetId>([focus.asset]);
  const edges = new Map<string, GraphEdge>();
  for (const { hops } of paths) {
    let before: TraceHop | undefined;
    for (const hop of hops) {
      ids.add(hop.asset);
      const edge = before && edgeOf(before, hop, question.asks === "up");
      if (edge !== undefined) edges.set(`${edge.from}\0${edge.to}\0${edge.kind}`, edge);
      before = hop;
    }
  }
  return {
    focus: focus.asset,
    nodes: [...ids].map(nodeOf),
    edges: [...edges.values()],
    columns: false,
    columnEdges: [],
    total: { assets: ids.size, edges: edges.size },
  };
}

function edgeOf(before: TraceHop, hop: TraceHop, upwards: boolean): GraphEdge | undefined {
  if (before.asset === hop.asset) return undefined;
  const [from, to] = upwards ? [hop.asset, before.asset] : [before.asset, hop.asset];
  return { from, to, kind: kindIn(hop.via), strength: hop.certain ? "declared" : "inferred" };
}

/** Whatever happens to a column on the way, its asset derives from the other. */
function kindIn(via: string): EdgeKind {
  return edgeKinds.find((kind) => kind === via) ?? "derives";
}

function nodeOf(id: AssetId): GraphNode {
  return { id, kind: kindOf(id), name: nameOf(id), tags: [], columns: [], unresolved: [] };
}
