import type { Place } from "../diagnostic/place.ts";
import type { AssetId } from "../model/ids.ts";

/** What rules may ask of the lineage graph: a port, filled by whoever joins policy and lineage. */
export interface LineageView {
  /** Nearest data-bearing assets it comes from, stepping over jobs, steps and workloads; sorted. */
  upstream(asset: AssetId): readonly AssetId[];
  /** Nearest data-bearing assets made from it; sorted. */
  downstream(asset: AssetId): readonly AssetId[];
  /** Data-bearing assets it comes from, at any distance, without itself; sorted. */
  ancestors(asset: AssetId): readonly AssetId[];
  /** Data-bearing assets made from it, at any distance, without itself; sorted. */
  descendants(asset: AssetId): readonly AssetId[];
  /** Tags that reach the asset from elsewhere, in an order that depends on the graph alone. */
  carried(asset: AssetId): readonly CarriedTag[];
  /** Whether some reference into the asset, or into an ancestor of it, led nowhere. */
  unresolved(asset: AssetId): boolean;
}

/** A tag that was declared at `origin` and travelled along data edges. */
export interface CarriedTag {
  readonly tag: string;
  /** Column of the asset at which it arrives; undefined: somewhere in the asset. */
  readonly column?: string;
  readonly origin: Spot;
  /** False where column lineage is unknown and the tag was assumed to flow. */
  readonly certain: boolean;
  /** Whether hashing or tokenising on the way left it pseudonymous: still personal data. */
  readonly masked: boolean;
  /** From the origin to the asset, in order; never empty. */
  readonly path: readonly Hop[];
}

/** An asset, or one column of it. */
export interface Spot {
  readonly asset: AssetId;
  readonly column?: string;
}

export interface Hop {
  readonly from: Spot;
  readonly to: Spot;
  /** Where the edge is stated. */
  readonly place: Place;
}
