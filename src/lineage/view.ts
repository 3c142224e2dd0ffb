import { textAt } from "../base/json.ts";
import { graphOf, reachable } from "../model/graph.ts";
import type { GraphEdge, GraphNode, GraphView } from "../model/graph-view.ts";
import type { AssetId } from "../model/ids.ts";
import { edgeKinds, type EdgeKind } from "../model/kinds.ts";
import type { Asset, Edge, Snapshot } from "../model/snapshot.ts";

export interface ViewOptions {
  /** Only this asset and what is before and after it. */
  readonly focus?: AssetId;
  /** Farthest distance from the focus, in edges. */
  readonly depth?: number;
}

const every: ReadonlySet<EdgeKind> = new Set(edgeKinds);

/**
 * The part of a snapshot to draw: all of it, or the focus with its ancestors and descendants along
 * every kind of edge. A focus that the snapshot does not have gives an empty view.
 */
export function viewOf(snapshot: Snapshot, { focus, depth }: ViewOptions = {}): GraphView {
  const shown = focus === undefined ? undefined : around(snapshot, focus, depth);
  const visible = (id: AssetId): boolean => shown?.has(id) !== false;
  return {
    ...(focus !== undefined && { focus }),
    ...(focus !== undefined && depth !== undefined && { depth }),
    nodes: snapshot.assets.filter(({ id }) => visible(id)).map(nodeOf),
    edges: snapshot.edges.filter(({ from, to }) => visible(from) && visible(to)).map(edgeOf),
    total: { assets: snapshot.assets.length, edges: snapshot.edges.length },
  };
}

function around(
  snapshot: Snapshot,
  focus: AssetId,
  depth: number | undefined,
): ReadonlySet<AssetId> {
  const graph = graphOf(snapshot);
  const walk = { kinds: every, ...(depth !== undefined && { depth }) };
  return new Set([
    focus,
    ...reachable(graph, [focus], { ...walk, direction: "up" }),
    ...reachable(graph, [focus], { ...walk, direction: "down" }),
  ]);
}

function nodeOf({ id, kind, name, facets, tags, unresolved, places }: Asset): GraphNode {
  const value = facets.owner?.value;
  const owner = typeof value === "string" ? value : textAt(value, "team");
  const [place] = places;
  return {
    id,
    kind,
    name,
    ...(owner !== undefined && { owner }),
    tags: tags.map((tag) => tag.value),
    unresolved: unresolved.map(({ edge, text, reason }) => ({ edge, text, reason })),
    ...(place !== undefined && { place }),
  };
}

function edgeOf({ kind, from, to, strength, condition }: Edge): GraphEdge {
  return { kind, from, to, strength, ...(condition !== undefined && { condition }) };
}
