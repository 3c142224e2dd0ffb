import { compareExact, minus, times, whole, type Exact } from "../base/decimal.ts";
import type { Spending } from "./budget-amounts.ts";
import type { Budget, BudgetRule } from "./budget.ts";

/** Whether a rule's limit is crossed; `open` where what is unknown could decide otherwise. */
export type Standing = "crossed" | "within" | "open";

/**
 * How a rule stands with what is spent. Costs are never negative: what is known is a lower bound, so
 * unknown ones keep a total from being within its amount, and never from being above it.
 */
export function standing(rule: BudgetRule, { amount }: Budget, spending: Spending): Standing {
  const { before, after, unknown } = spending;
  switch (rule.kind) {
    case "absolute":
      return above(after, amount, unknown.after);
    case "crossing":
      return compareExact(before, amount) > 0 ? "within" : above(after, amount, unknown.after);
    case "increase":
      return moved(minus(after, before), rule.threshold, spending.touched);
    case "decrease": {
      const { before: lost, after: added } = spending.touched;
      return moved(minus(before, after), rule.threshold, { before: added, after: lost });
    }
    case "increase_pct": {
      const rise = times(minus(after, before), whole(100));
      const limit = times(before, rule.threshold);
      // An unknown cost of the base, even one that stays, makes the percentage smaller than it looks.
      return moved(rise, limit, { before: unknown.before, after: spending.touched.after });
    }
  }
}

function above(value: Exact, limit: Exact, unknown: number): Standing {
  if (compareExact(value, limit) > 0) return "crossed";
  return unknown > 0 ? "open" : "within";
}

/** A difference: what is unknown where it ends only adds to it, where it starts it may take away. */
function moved(
  difference: Exact,
  limit: Exact,
  unknown: { readonly before: number; readonly after: number },
): Standing {
  const crossed = compareExact(difference, limit) > 0;
  if (crossed && unknown.before === 0) return "crossed";
  return unknown.before + unknown.after > 0 ? "open" : "within";
}

/** What is spent after the change, as a whole percentage of the amount, rounded down; undefined of nothing. */
export function percentOf(value: Exact, amount: Exact): bigint | undefined {
  if (amount.n === 0n) return undefined;
  return (value.n * amount.d * 100n) / (value.d * amount.n);
}

/** Whether the spending reaches the mark of the budget: half-open bands, the mark belongs to the upper one. */
export function isNear({ amount, warnAt }: Budget, { after }: Spending): boolean {
  if (amount.n === 0n) return false;
  return compareExact(times(after, whole(100)), times(amount, warnAt)) >= 0;
}
