import { matchesGlob } from "../base/glob.ts";
import type { Day } from "../base/ports.ts";
import { costOfChange, type Compared, type CostOfChange } from "../cost/cost-of-change.ts";
import { estimate, type Estimated } from "../cost/estimate.ts";
import type { EstimateOptions } from "../cost/terms.ts";
import type { AssetId } from "../model/ids.ts";
import type { AssetChange } from "../model/review.ts";
import type { ReadState } from "./snapshots.ts";
import type { States } from "./review.ts";

/** What one tree costs per month, with its own prices and in its own terms. */
export function priceTree(state: ReadState, asOf: Day): Estimated {
  return estimate(priceable(state), termsOf(state, asOf));
}

/** Base and head priced in head's terms: one currency, one month, one day. */
export function priceSides(
  sides: States & { readonly changes: readonly AssetChange[]; readonly asOf: Day },
): CostOfChange {
  const { base, head, asOf, changes } = sides;
  const options = { ...termsOf(head, asOf), pairs: renamed(changes) };
  return costOfChange(priceable(base), priceable(head), options);
}

/** Currency and month, as the configuration has them. */
function termsOf({ settings }: ReadState, asOf: Day): EstimateOptions {
  const { currency, hoursPerMonth, month } = settings.config.cost;
  return { currency, hoursPerMonth, month, asOf };
}

/** The snapshot with those price tables only that count: all where no files are configured. */
function priceable({ snapshot, settings }: ReadState): Compared {
  const { prices: globs } = settings.config.cost;
  if (globs.length === 0) return snapshot;
  const declarations = snapshot.declarations.filter(
    ({ kind, path }) => kind !== "PriceTable" || globs.some((glob) => matchesGlob(path, glob)),
  );
  const { assets, diagnostics } = snapshot;
  return { assets, diagnostics, declarations };
}

function renamed(changes: readonly AssetChange[]): ReadonlyMap<AssetId, AssetId> {
  const pairs = changes.flatMap(({ asset, formerly }): [AssetId, AssetId][] =>
    formerly === undefined ? [] : [[formerly, asset]],
  );
  return new Map(pairs);
}
