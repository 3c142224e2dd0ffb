import { over, whole, type Exact } from "../base/decimal.ts";
import type { UsageLine } from "../model/usage.ts";
import { measured, type FactorContext } from "./factor.ts";
import { computed, mapped, point, product, undeclared, type Computed } from "./interval.ts";
import { unitOfMeter } from "./units.ts";

export interface MonthlyQuantity {
  readonly quantity: Computed;
  readonly formula: string;
}

/**
 * The product of a line's factors for one month, in the unit of its meter, and how it came about.
 * What is free or suspended makes the whole product free, else anything unknown makes it unknown.
 */
export function monthlyQuantity(
  { meter, factors }: UsageLine,
  { terms, notes, minimum }: Omit<FactorContext, "meter">,
): MonthlyQuantity {
  const context = { terms, notes, meter, minimum };
  const texts: string[] = [];
  let total = once;
  let timed = false;
  for (const factor of factors) {
    const { value, text } = measured(factor, context);
    texts.push(text);
    total = total === once ? value : combined(total, value);
    timed ||= factor.of === "duration" || factor.of === "month";
  }
  const formula = texts.join(" × ");
  const unit = unitOfMeter[meter];
  if (unit.endsWith(".mo")) {
    if (timed) return { quantity: perMonth(total, terms.month.hours), formula };
    return { quantity: total, formula: withPart(formula, "1 month") };
  }
  if (!unit.endsWith(".h") || timed) return { quantity: total, formula };
  const quantity = total.state === "free" ? total : undeclared;
  return { quantity, formula: withPart(formula, "? h") };
}

const once = computed("known", point(whole(1)));

function withPart(formula: string, part: string): string {
  return formula === "" ? part : `${formula} × ${part}`;
}

/** Things kept for a time that are billed by the month: hours become their part of a month. */
function perMonth(total: Computed, hours: Exact): Computed {
  if (total.state === "unknown" || total.state === "free") return total;
  return computed(
    total.state,
    mapped(total, (value) => over(value, hours)),
  );
}

function combined(a: Computed, b: Computed): Computed {
  if (a.state === "free" || b.state === "free") return a.state === "free" ? a : b;
  if (a.state === "unknown" || b.state === "unknown") return a.state === "unknown" ? a : b;
  const state = a.state === "known" && b.state === "known" ? "known" : "estimated";
  return computed(state, product(a, b));
}
