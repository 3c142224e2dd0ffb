import { byCodeUnit } from "../base/compare.ts";
import type { Key } from "../model/ids.ts";
import type { Asset, Snapshot } from "../model/snapshot.ts";

/** Assets of base and head that are one, apart from those that are one and the same value. */
export interface Pairing {
  /** What the head's asset was in the base; undefined for a new one and for an unchanged value. */
  readonly formerOf: ReadonlyMap<Asset, Asset>;
  readonly added: readonly Asset[];
  /** Assets of the base none of whose keys is known in the head. */
  readonly removed: readonly Asset[];
}

/**
 * Pairs the assets of two snapshots by any shared key (DESIGN 9.9): the tool key first, then the
 * id, then the first key in order. An asset that became part of another is neither removed nor
 * added: the other has changed.
 */
export function pair(base: Pick<Snapshot, "assets">, head: Pick<Snapshot, "assets">): Pairing {
  const before = new Set(base.assets);
  const now = head.assets.filter((asset) => !before.delete(asset));
  const owners = new Map<Key, Asset>();
  for (const asset of before) for (const key of asset.keys) owners.set(key, asset);
  const formerOf = new Map<Asset, Asset>();
  const known = new Set<Asset>();
  for (const asset of now) {
    const shared = asset.keys.flatMap((key) => owners.get(key) ?? []);
    for (const former of shared) known.add(former);
    const [first] = shared.toSorted(
      (a, b) => likeness(asset, b) - likeness(asset, a) || byCodeUnit(a.id, b.id),
    );
    if (first !== undefined) formerOf.set(asset, first);
  }
  return {
    formerOf,
    added: now.filter((asset) => !formerOf.has(asset)),
    removed: [...before].filter((asset) => !known.has(asset)),
  };
}

function likeness(a: Asset, b: Asset): number {
  return (a.toolKey === b.toolKey ? 2 : 0) + (a.id === b.id ? 1 : 0);
}
