import type { CostLine } from "../model/estimate.ts";
import type { Asset } from "../model/snapshot.ts";
import type { UsageLine } from "../model/usage.ts";
import { aboutOf, isAlike } from "./facts.ts";
import { byLine } from "./line-order.ts";
import type { Subject } from "./match.ts";
import type { Note } from "./notes.ts";
import { pricedLine } from "./priced-line.ts";
import type { Terms } from "./terms.ts";
import { sumOf, type Sum } from "./total.ts";
import { usageOf } from "./usage.ts";

/** What an asset costs under some terms. */
export interface PricedAsset {
  readonly asset: Asset;
  readonly about: Subject["asset"];
  /** Its usage after the usage entries. */
  readonly lines: readonly UsageLine[];
  /** The cost of each line, sorted. */
  readonly costs: readonly CostLine[];
  readonly sum: Sum;
  readonly notes: readonly Note[];
}

const nothing: Pick<PricedAsset, "lines" | "costs" | "sum" | "notes"> = {
  lines: [],
  costs: [],
  sum: sumOf([]),
  notes: [],
};

/**
 * The asset with its cost.
 *
 * @param known  the asset of this id in another tree, priced under the same terms: where both say
 *               the same, it is the answer
 */
export function pricedAsset(asset: Asset, terms: Terms, known?: PricedAsset): PricedAsset {
  const about = aboutOf(asset, terms.asked);
  if (known !== undefined && isEqual({ asset, about }, known)) return known;
  const notes: Note[] = [];
  const lines = usageOf({ asset, about }, terms, notes);
  if (lines.length === 0 && notes.length === 0) return { asset, about, ...nothing };
  const priced = lines.map((line) => pricedLine({ asset, about, line }, terms, notes));
  const costs = priced.map(({ shown }) => shown).toSorted(byLine);
  return { asset, about, lines, costs, sum: sumOf(priced.map(({ cost }) => cost)), notes };
}

/** Both trees have what an unchanged file says in common, down to the very objects. */
function isEqual({ asset, about }: Pick<PricedAsset, "asset" | "about">, b: PricedAsset): boolean {
  const { usage, facets, toolKey } = asset;
  const other = b.asset;
  return (
    usage.length === other.usage.length &&
    usage.every((line, index) => line === other.usage[index]) &&
    facets.schedule?.value === other.facets.schedule?.value &&
    facets.schedule?.place === other.facets.schedule?.place &&
    toolKey === other.toolKey &&
    isAlike(about, b.about)
  );
}
