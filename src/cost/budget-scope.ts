import type { AssetId } from "../model/ids.ts";
import { namesOf } from "../model/names.ts";
import type { Asset } from "../model/snapshot.ts";
import type { Scope } from "./budget.ts";
import { aboutOf, askedBy } from "./facts.ts";
import { isLike } from "./match.ts";
import type { Fact } from "./selector.ts";

/** The ids of the assets that fit every condition of the scope. */
export function scopedAssets(scope: Scope, assets: readonly Asset[]): ReadonlySet<AssetId> {
  const facts = new Set(scope.selector.facts);
  const asked = askedBy([{ facts, globs: false }]);
  const named = scope.assets.length + scope.datasets.length > 0;
  const fits = (asset: Asset): boolean => {
    if (facts.size > 0) {
      const about = aboutOf(asset, asked);
      if ([...facts].some((fact) => !about.facts.has(fact))) return false;
    }
    return !named || isNamed(scope, asset);
  };
  return new Set(assets.filter(fits).map(({ id }) => id));
}

/** Whether the scope leaves anything out. */
export function hasConditions({ selector, assets, datasets }: Scope): boolean {
  return selector.facts.length + assets.length + datasets.length > 0;
}

/** The first condition that no asset fits by itself, as people write it; undefined where each fits some. */
export function idleCondition(scope: Scope, assets: readonly Asset[]): string | undefined {
  const alone = (part: Partial<Scope>): boolean =>
    scopedAssets({ ...nothing, ...part }, assets).size > 0;
  const fact = scope.selector.facts.find(
    (one) => !alone({ selector: { ...scope.selector, facts: [one] } }),
  );
  if (fact !== undefined) return factText(fact);
  const asset = scope.assets.length > 0 && !alone({ assets: scope.assets });
  if (asset) return `asset ${scope.assets.join(", ")}`;
  const dataset = scope.datasets.length > 0 && !alone({ datasets: scope.datasets });
  return dataset ? `dataset ${scope.datasets.join(", ")}` : undefined;
}

const nothing: Scope = { selector: { facts: [], weight: 0 }, assets: [], datasets: [] };

/** `label cost-center cc-42` for the fact that selectors are made of. */
function factText(fact: Fact): string {
  return fact.split("\0").join(" ");
}

function isNamed({ assets, datasets }: Scope, asset: Asset): boolean {
  const names = namesOf(asset);
  const fits = (patterns: readonly string[]): boolean =>
    patterns.some((pattern) => names.some((name) => isNameLike(name, pattern)));
  if (assets.length > 0 && !fits(assets)) return false;
  return datasets.length === 0 || (asset.kind === "dataset" && fits(datasets));
}

function isNameLike(name: string, pattern: string): boolean {
  return /[*?{]/u.test(pattern) ? isLike(name, pattern) : name === pattern;
}
