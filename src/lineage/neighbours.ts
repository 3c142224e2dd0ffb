import { rowsBy, type Direction, type Graph } from "../model/graph.ts";
import { kindOf, type AssetId } from "../model/ids.ts";
import { dataBearing, dataEdges } from "../model/kinds.ts";

/** The data-bearing assets before or after one; all lists are sorted and leave the asset out. */
export interface Neighbours {
  /** The nearest ones: jobs, steps and workloads between are stepped over (DESIGN 9.17). */
  upstream(id: AssetId): readonly AssetId[];
  downstream(id: AssetId): readonly AssetId[];
  /** Those at any distance. */
  ancestors(id: AssetId): readonly AssetId[];
  descendants(id: AssetId): readonly AssetId[];
}

/**
 * The neighbours of an asset, looked up on demand; training edges included. Rules ask for those of
 * many assets, so a look-up takes time by what it finds, not by the size of the graph.
 */
export function neighboursOf(graph: Graph): Neighbours {
  const bearing = Uint8Array.from(graph.ids, (id) => (dataBearing.has(kindOf(id)) ? 1 : 0));
  let above: Walker | undefined;
  let below: Walker | undefined;
  const up = (): Walker => (above ??= walkerOn(graph, "up", bearing));
  const down = (): Walker => (below ??= walkerOn(graph, "down", bearing));
  return {
    upstream: (id) => up()(id, "nearest"),
    downstream: (id) => down()(id, "nearest"),
    ancestors: (id) => up()(id, "all"),
    descendants: (id) => down()(id, "all"),
  };
}

type Walker = (id: AssetId, which: "nearest" | "all") => readonly AssetId[];

function walkerOn(graph: Graph, direction: Direction, bearing: Uint8Array): Walker {
  const { offsets, nexts } = dataRows(graph, direction);
  // By which walk each node was last met: clearing marks would take the whole graph's time.
  const metBy = new Uint32Array(graph.ids.length);
  let walk = 0;
  return (id, which) => {
    const start = graph.indexOf.get(id);
    if (start === undefined) return [];
    walk += 1;
    metBy[start] = walk;
    const found: number[] = [];
    const queue = [start];
    for (const node of queue) {
      for (let row = offsets[node] ?? 0; row < (offsets[node + 1] ?? 0); row += 1) {
        const next = nexts[row] ?? 0;
        if (metBy[next] === walk) continue;
        metBy[next] = walk;
        if (bearing[next] === 1) found.push(next);
        if (bearing[next] === 0 || which === "all") queue.push(next);
      }
    }
    return found.toSorted((a, b) => a - b).flatMap((node) => graph.ids[node] ?? []);
  };
}

/** Where the data edges of node n lead: `nexts[offsets[n]]` to before `nexts[offsets[n + 1]]`. */
function dataRows(
  { ids, edges, sources, targets }: Graph,
  direction: Direction,
): { readonly offsets: Uint32Array; readonly nexts: Uint32Array } {
  const [near, far] = direction === "down" ? [sources, targets] : [targets, sources];
  const carries = (_: number, edge: number): boolean => {
    const kind = edges[edge]?.kind;
    return kind !== undefined && dataEdges.has(kind);
  };
  const ends = far.filter(carries);
  const rows = rowsBy(near.filter(carries), ids.length);
  return { offsets: rows.offsets, nexts: rows.edges.map((row) => ends[row] ?? 0) };
}
