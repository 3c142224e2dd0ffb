import { dataEdges } from "../model/kinds.ts";
import type { AssetId } from "../model/ids.ts";
import type { Asset, Edge, Snapshot, Unresolved } from "../model/snapshot.ts";

/** Walks back along the edges on which data travels. */
export interface Routes {
  /** The shortest way from one asset to another, in the order data runs; empty if there is none. */
  between(from: AssetId, to: AssetId): readonly Edge[];
  /** The nearest reference that led nowhere, in the asset itself or on the way into it. */
  unresolvedInto(asset: AssetId): Unresolved | undefined;
}

/** Routes of a snapshot; its edges are indexed when the first one is asked for. */
export function routesOf(snapshot: Snapshot): Routes {
  let index: ReadonlyMap<AssetId, readonly Edge[]> | undefined;
  let assets: ReadonlyMap<AssetId, Asset> | undefined;
  const into = (id: AssetId): readonly Edge[] => (index ??= edgesInto(snapshot)).get(id) ?? [];
  return {
    between: (from, to) => {
      const next = new Map<AssetId, Edge>();
      for (const id of backwards(to, into, next)) if (id === from) return unrolled(from, to, next);
      return [];
    },
    unresolvedInto: (asset) => {
      assets ??= new Map(snapshot.assets.map((one) => [one.id, one]));
      for (const id of backwards(asset, into, new Map())) {
        const lost = assets.get(id)?.unresolved.find((reference) => dataEdges.has(reference.edge));
        if (lost !== undefined) return lost;
      }
      return undefined;
    },
  };
}

function edgesInto(snapshot: Snapshot): ReadonlyMap<AssetId, readonly Edge[]> {
  const into = new Map<AssetId, Edge[]>();
  for (const edge of snapshot.edges) {
    if (!dataEdges.has(edge.kind)) continue;
    const known = into.get(edge.to);
    if (known === undefined) into.set(edge.to, [edge]);
    else known.push(edge);
  }
  return into;
}

/** Breadth first, nearest first; `next` learns by which edge each asset leads on. */
function* backwards(
  start: AssetId,
  into: (id: AssetId) => readonly Edge[],
  next: Map<AssetId, Edge>,
): Generator<AssetId> {
  const queue = [start];
  for (const id of queue) {
    yield id;
    for (const edge of into(id)) {
      if (edge.from === start || next.has(edge.from)) continue;
      next.set(edge.from, edge);
      queue.push(edge.from);
    }
  }
}

function unrolled(from: AssetId, to: AssetId, next: ReadonlyMap<AssetId, Edge>): readonly Edge[] {
  const way: Edge[] = [];
  for (let at = from; at !== to;) {
    const edge = next.get(at);
    if (edge === undefined) return [];
    way.push(edge);
    at = edge.to;
  }
  return way;
}
