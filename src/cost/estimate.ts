import { by } from "../base/compare.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Estimate } from "../model/estimate.ts";
import type { Asset, Snapshot } from "../model/snapshot.ts";
import { priceFindings } from "./estimate-findings.ts";
import { gathered } from "./notes.ts";
import { pricedAsset, type PricedAsset } from "./priced-asset.ts";
import { periodOf, termsOf, type EstimateOptions, type Terms } from "./terms.ts";
import { decimal, totalOf } from "./total.ts";
import { unusedEntries } from "./usage-findings.ts";

export interface Estimated {
  readonly estimate: Estimate;
  readonly diagnostics: readonly Diagnostic[];
}

/** An estimate with what it was made of: what another one may take from it. */
export interface Worked extends Estimated {
  readonly terms: Terms;
  /** In the order of the assets. */
  readonly priced: readonly PricedAsset[];
}

/**
 * The monthly cost of everything that a snapshot uses, line by line. Each line is computed exactly
 * and rounded once to 12 decimals; the total adds the rounded lines and so equals their sum.
 *
 * @throws Failure CONFIG when hoursPerMonth or month is not one
 */
export function estimate(
  { assets, declarations }: Pick<Snapshot, "assets" | "declarations">,
  options: EstimateOptions,
): Estimated {
  const made = { prices: declarations, usage: declarations };
  const worked = estimateIn(termsOf(made, options, periodOf(options)), assets);
  return { estimate: worked.estimate, diagnostics: worked.diagnostics };
}

/**
 * The same in terms that are read already.
 *
 * @param like  an estimate of a similar tree: what that has in common is not computed again
 */
export function estimateIn(terms: Terms, assets: readonly Asset[], like?: Worked): Worked {
  const known = new Map(like?.terms === terms ? like.priced.map((one) => [one.asset.id, one]) : []);
  const priced = assets.map((asset) => pricedAsset(asset, terms, known.get(asset.id)));
  const lines = priced.toSorted(by(({ asset }) => asset.id)).flatMap(({ costs }) => costs);
  const hoursPerMonth = decimal(terms.month.hours);
  const total = totalOf(priced.map(({ sum }) => sum));
  const result = { currency: terms.currency, hoursPerMonth, lines, total };
  return {
    terms,
    priced,
    estimate: result,
    diagnostics: findingsOf({ terms, assets, priced, result }),
  };
}

function findingsOf(made: {
  readonly terms: Terms;
  readonly assets: readonly Asset[];
  readonly priced: readonly PricedAsset[];
  readonly result: Estimate;
}): readonly Diagnostic[] {
  const { terms, assets, priced, result } = made;
  const { prices, usage, rates, asOf } = terms;
  const { currency, hoursPerMonth, lines } = result;
  const noted = gathered(priced.flatMap(({ notes }) => notes));
  const used = new Set([...noted.used].flatMap(({ rows }) => rows));
  return [
    ...prices.diagnostics,
    ...rates.diagnostics,
    ...usage.diagnostics,
    ...noted.usageFindings,
    ...unusedEntries(usage.declared, used, { assets, usage: priced }),
    ...priceFindings(noted, { prices, lines, currency, hoursPerMonth, rates, asOf }),
  ];
}
