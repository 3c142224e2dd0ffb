import { minus, plus, times, zero, type Exact } from "../base/decimal.ts";
import type { CostChange, CostDiff, CostLine } from "../model/estimate.ts";
import type { AssetId } from "../model/ids.ts";
import type { Asset } from "../model/snapshot.ts";
import type { Scope } from "./budget.ts";
import { scopedAssets } from "./budget-scope.ts";
import { exact, numbersOf } from "./total.ts";

/** What the scope of a budget costs on both sides, expected, in the budget's currency and period. */
export interface Spending {
  readonly before: Exact;
  readonly after: Exact;
  /** Costs that are unknown, of all lines and of those lines only that the change touches. */
  readonly unknown: { readonly before: number; readonly after: number };
  readonly touched: { readonly before: number; readonly after: number };
  /** The lines of the scope whose cost rises, the greatest rise first. */
  readonly causes: readonly Cause[];
}

export interface Cause {
  readonly line: CostLine;
  /** In the estimate's currency, for a month. */
  readonly rise: Exact;
}

export interface Sides {
  readonly before: readonly Asset[];
  readonly after: readonly Asset[];
}

/** The lines of a budget's scope, each side by its own assets. */
export interface Scoped {
  readonly changes: readonly CostChange[];
  readonly before: ReadonlySet<AssetId>;
  readonly after: ReadonlySet<AssetId>;
}

export function scoped({ changes }: Pick<CostDiff, "changes">, scope: Scope, sides: Sides): Scoped {
  return {
    changes,
    before: scopedAssets(scope, sides.before),
    after: scopedAssets(scope, sides.after),
  };
}

/**
 * The sums of the scope. A line that is missing because its file could not be read is unknown and
 * not gone.
 *
 * @param factor  what an amount of a month in the estimate's currency is multiplied with
 */
export function spendingOf(scope: Scoped, factor: Exact): Spending {
  const { changes } = scope;
  const old = changes.map((change) => sideOf(change, "before", scope));
  const now = changes.map((change) => sideOf(change, "after", scope));
  const [first, second] = [summed(old), summed(now)];
  const touched = (side: readonly Part[]): number =>
    side.filter(({ state }, index) => state === "unknown" && changes[index]?.how !== "same").length;
  return {
    before: times(first.known, factor),
    after: times(second.known, factor),
    unknown: { before: first.unknown, after: second.unknown },
    touched: { before: touched(old), after: touched(now) },
    causes: changes
      .flatMap((change, index) => causeOf(change, old[index], now[index]))
      .toSorted(byRise),
  };
}

interface Part {
  readonly state: "known" | "unknown" | "none";
  readonly cost: Exact;
}

const nothing: Part = { state: "none", cost: zero };
const lost: Part = { state: "unknown", cost: zero };

function sideOf(change: CostChange, side: "before" | "after", scope: Scoped): Part {
  const line = change[side];
  if (line === undefined) {
    const other = side === "before" ? "after" : "before";
    const there = change[other];
    const unreadable = change.change.state === "unknown" && change.change.reason === "unreadable";
    return unreadable && there !== undefined && scope[other].has(there.asset) ? lost : nothing;
  }
  if (!scope[side].has(line.asset)) return nothing;
  if (line.cost.state === "unknown") return lost;
  return { state: "known", cost: numbersOf(exact(line.cost)).expected };
}

function summed(parts: readonly Part[]): { readonly known: Exact; readonly unknown: number } {
  const known = parts.reduce((sum, { cost }) => plus(sum, cost), zero);
  return { known, unknown: parts.filter(({ state }) => state === "unknown").length };
}

function causeOf(
  { after }: CostChange,
  old: Part = nothing,
  now: Part = nothing,
): readonly Cause[] {
  const rise = minus(now.cost, old.cost);
  return after === undefined || rise.n <= 0n || old.state === "unknown"
    ? []
    : [{ line: after, rise }];
}

function byRise(a: Cause, b: Cause): number {
  const difference = minus(b.rise, a.rise).n;
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}
