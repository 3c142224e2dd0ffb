import { byCodeUnit } from "../base/compare.ts";
import { reachable, type Direction, type Graph } from "../model/graph.ts";
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

/** The neighbours of an asset, looked up on demand; training edges included. */
export function neighboursOf(graph: Graph): Neighbours {
  const all = (id: AssetId, direction: Direction): readonly AssetId[] =>
    reachable(graph, [id], { direction }).filter(bearsData);
  return {
    upstream: (id) => nearest(graph, id, "up"),
    downstream: (id) => nearest(graph, id, "down"),
    ancestors: (id) => all(id, "up"),
    descendants: (id) => all(id, "down"),
  };
}

function nearest(graph: Graph, id: AssetId, direction: Direction): readonly AssetId[] {
  const found = new Set<AssetId>();
  const passed = new Set([id]);
  const queue = [id];
  for (const at of queue) {
    for (const next of adjacent(graph, at, direction)) {
      if (bearsData(next)) found.add(next);
      else if (!passed.has(next)) {
        passed.add(next);
        queue.push(next);
      }
    }
  }
  found.delete(id);
  return [...found].toSorted(byCodeUnit);
}

function adjacent(graph: Graph, id: AssetId, direction: Direction): readonly AssetId[] {
  const node = graph.indexOf.get(id);
  if (node === undefined) return [];
  const { offsets, edges } = direction === "down" ? graph.out : graph.into;
  return [...edges.subarray(offsets[node], offsets[node + 1])].flatMap((number) => {
    const edge = graph.edges[number];
    if (edge === undefined || !dataEdges.has(edge.kind)) return [];
    return [direction === "down" ? edge.to : edge.from];
  });
}

function bearsData(id: AssetId): boolean {
  return dataBearing.has(kindOf(id));
}
