import { byCodeUnit } from "../base/compare.ts";
import { rowsBy, type Rows } from "../model/graph.ts";
import type { AssetId } from "../model/ids.ts";

/** The assets of a snapshot, numbered in the order of their ids. */
export interface Roster {
  readonly ids: readonly AssetId[];
  /** The node that each one was. */
  readonly nodes: readonly number[];
  readonly numberOf: ReadonlyMap<AssetId, number>;
}

/** The roster of the nodes that have an id. */
export function rosterOf(idsByNode: readonly (AssetId | undefined)[]): Roster {
  const named = idsByNode.flatMap((id, node) => (id === undefined ? [] : [{ id, node }]));
  named.sort((a, b) => byCodeUnit(a.id, b.id));
  const ids = named.map(({ id }) => id);
  return {
    ids,
    nodes: named.map(({ node }) => node),
    numberOf: new Map(ids.map((id, number) => [id, number])),
  };
}

/** The items by the number of the asset that `idOf` names, each row in their order. */
export function rowsOf<T>(
  { ids, numberOf }: Roster,
  items: readonly T[],
  idOf: (item: T) => AssetId,
): Rows {
  const ends = new Uint32Array(items.length);
  items.forEach((item, index) => {
    ends[index] = numberOf.get(idOf(item)) ?? 0;
  });
  return rowsBy(ends, ids.length);
}
