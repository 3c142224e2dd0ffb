import { canonicalJson } from "../base/canonical.ts";
import type { Day } from "../base/ports.ts";
import { diffEstimates } from "../cost/diff.ts";
import { estimate, type Estimated } from "../cost/estimate.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Declaration } from "../model/claim.ts";
import type { CostDiff } from "../model/estimate.ts";
import type { AssetId } from "../model/ids.ts";
import type { AssetChange } from "../model/review.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { ReadState } from "./snapshots.ts";
import type { States } from "./review.ts";

/** What one tree costs per month, with its own prices. */
export function priceTree({ snapshot, settings }: ReadState, asOf: Day): Estimated {
  const { currency, hoursPerMonth } = settings.config.cost;
  return estimate(snapshot, { currency, hoursPerMonth, asOf });
}

export interface PricedSides {
  readonly diff: CostDiff;
  /** What was found while pricing the head. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Base and head priced, the base a second time with head's prices, so that code and prices part. */
export function priceSides(
  sides: States & { readonly changes: readonly AssetChange[]; readonly asOf: Day },
): PricedSides {
  const { base, head, asOf, changes } = sides;
  const { currency, hoursPerMonth } = head.settings.config.cost;
  const after = priceTree(head, asOf);
  const prices = head.snapshot.declarations.filter(({ kind }) => kind === "PriceTable");
  const options = { currency: currency ?? after.estimate.currency, hoursPerMonth, asOf };
  const before = estimate(base.snapshot, options).estimate;
  const diff = diffEstimates({
    before,
    repriced: samePrices(base.snapshot, prices) ? before : estimate(base.snapshot, { ...options, prices }).estimate,
    after: after.estimate,
    pairs: renamed(changes),
    unread: { before: unreadFiles(base.snapshot), after: unreadFiles(head.snapshot) },
  });
  return { diff, diagnostics: after.diagnostics };
}

function samePrices({ declarations }: Snapshot, prices: readonly Declaration[]): boolean {
  const tables = declarations.filter(({ kind }) => kind === "PriceTable");
  const text = (list: readonly Declaration[]): string => canonicalJson(list.map(({ path, document, value }) => [path, document, value]));
  return text(tables) === text(prices);
}

function renamed(changes: readonly AssetChange[]): ReadonlyMap<AssetId, AssetId> {
  const pairs = changes.flatMap(({ asset, formerly }): [AssetId, AssetId][] =>
    formerly === undefined ? [] : [[formerly, asset]],
  );
  return new Map(pairs);
}

/** Files with syntax errors: what they no longer say must not look like a saving. */
function unreadFiles({ diagnostics }: Snapshot): ReadonlySet<string> {
  const broken = diagnostics.filter(({ rule, severity }) => rule.startsWith("SYN-") && severity === "error");
  return new Set(broken.map(({ place }) => place.path));
}
