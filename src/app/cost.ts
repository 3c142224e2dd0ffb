import { canonicalJson } from "../base/canonical.ts";
import { matchesGlob } from "../base/glob.ts";
import type { Day } from "../base/ports.ts";
import { diffEstimates } from "../cost/diff.ts";
import { estimate, type Estimated, type EstimateOptions } from "../cost/estimate.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Declaration } from "../model/claim.ts";
import type { CostDiff } from "../model/estimate.ts";
import type { AssetId } from "../model/ids.ts";
import type { AssetChange } from "../model/review.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { ReadState } from "./snapshots.ts";
import type { States } from "./review.ts";

/** What one tree costs per month, with its own prices and in its own terms. */
export function priceTree(state: ReadState, asOf: Day): Estimated {
  return estimate(state.snapshot, { ...termsOf(state, asOf), prices: pricesOf(state) });
}

/** Currency and month, as the configuration has them. */
function termsOf({ settings }: ReadState, asOf: Day): Pick<EstimateOptions, "asOf" | "currency" | "hoursPerMonth" | "month"> {
  const { currency, hoursPerMonth, month } = settings.config.cost;
  return { currency, hoursPerMonth, month, asOf };
}

/** The price tables that count: those of the configured files, all where none are configured. */
function pricesOf({ snapshot, settings }: ReadState): readonly Declaration[] {
  const { prices: globs } = settings.config.cost;
  return snapshot.declarations.filter(({ kind, path }) => {
    const counts = globs.length === 0 || globs.some((glob) => matchesGlob(path, glob));
    return kind === "PriceTable" && counts;
  });
}

export interface PricedSides {
  readonly diff: CostDiff;
  /** What was found while pricing the head, and while pricing the base. */
  readonly diagnostics: readonly Diagnostic[];
  readonly known: readonly Diagnostic[];
}

/**
 * Base and head priced in head's currency and month, the base a second time with head's prices, so
 * that the effects of code and prices part.
 */
export function priceSides(
  sides: States & { readonly changes: readonly AssetChange[]; readonly asOf: Day },
): PricedSides {
  const { base, head, asOf, changes } = sides;
  const after = priceTree(head, asOf);
  const terms = { ...termsOf(head, asOf), currency: after.estimate.currency };
  const [old, prices] = [pricesOf(base), pricesOf(head)];
  const { estimate: before, diagnostics: known } = estimate(base.snapshot, { ...terms, prices: old });
  const repriced = same(old, prices) ? before : estimate(base.snapshot, { ...terms, prices }).estimate;
  const diff = diffEstimates({
    before,
    repriced,
    after: after.estimate,
    pairs: renamed(changes),
    unread: { before: unreadFiles(base.snapshot), after: unreadFiles(head.snapshot) },
  });
  return { diff, diagnostics: after.diagnostics, known };
}

function same(some: readonly Declaration[], others: readonly Declaration[]): boolean {
  return contentOf(some) === contentOf(others);
}

function contentOf(tables: readonly Declaration[]): string {
  return canonicalJson(tables.map(({ path, document, value }) => [path, document, value]));
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
