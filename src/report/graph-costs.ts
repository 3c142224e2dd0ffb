import { compareExact, exactText, parseDecimal, plus, whole } from "../base/decimal.ts";
import { grouped } from "../base/group.ts";
import type { PageNode } from "../drawing/page-data.ts";
import type { CostLine, Estimate } from "../model/estimate.ts";
import type { AssetId } from "../model/ids.ts";
import { moneyText, noCurrency } from "./money.ts";

export type AssetCost = NonNullable<PageNode["cost"]>;

const levels = 5;

/**
 * What each asset costs per month, in words, and in which fifth of all that cost something it lies.
 * An asset of which anything is unknown has no level: it is never shown as cheap.
 */
export function costsOf({ currency, lines }: Estimate): ReadonlyMap<AssetId, AssetCost> {
  if (currency === noCurrency) return new Map();
  const sums = [...grouped(lines, ({ asset }) => asset)].map(([asset, group]) => ({
    asset,
    unknown: group.filter(({ cost }) => cost.state === "unknown").length,
    sum: group.map(expected).reduce(plus, whole(0)),
  }));
  const sorted = sums
    .filter(({ unknown }) => unknown === 0)
    .toSorted((a, b) => compareExact(a.sum, b.sum));
  const levelOf = new Map(
    sorted.map(({ asset }, at) => [asset, Math.floor((at * levels) / sorted.length)]),
  );
  return new Map(
    sums.map(({ asset, unknown, sum }) => {
      const level = levelOf.get(asset);
      const known = `${moneyText(exactText(sum) ?? "0")} ${currency}`;
      const words = unknown === 0 ? known : `at least ${known}, ${unknown} unknown`;
      return [asset, { words, ...(level !== undefined && { level }) }];
    }),
  );
}

function expected({ cost }: CostLine): ReturnType<typeof whole> {
  const known = cost.state === "known" || cost.state === "estimated" ? cost.expected : "0";
  return parseDecimal(known) ?? whole(0);
}
