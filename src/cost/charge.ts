import { compareExact, largest, minus, plus, times, zero, type Exact } from "../base/decimal.ts";
import { mapped, type Interval } from "./interval.ts";

/** A step of a graduated price; the last one has no end. */
export interface Tier {
  readonly upTo?: Exact;
  readonly price: Exact;
  readonly text: string;
}

/** How a row turns a quantity into money. */
export type Charge =
  | { readonly of: "flat"; readonly price: Exact; readonly text: string }
  | { readonly of: "tiers"; readonly mode: "excess" | "whole"; readonly tiers: readonly Tier[] }
  | { readonly of: "free"; readonly reason: string }
  /** Reported where it was read; what it matches has no price. */
  | { readonly of: "invalid" };

export type Paid = Extract<Charge, { readonly of: "flat" | "tiers" }>;

/**
 * The money for a monthly quantity. Tiers are filled by each line on its own: a provider that adds
 * up a whole account may charge less, never more, where prices fall with quantity.
 */
export function costOf(quantity: Interval, charge: Paid): Interval {
  if (charge.of === "flat") return mapped(quantity, (value) => times(value, charge.price));
  if (charge.mode === "excess") return mapped(quantity, (value) => excess(value, charge.tiers));
  return wholeRange(quantity, charge.tiers);
}

/** The unit price that the last unit of this quantity costs, as it is written in the table. */
export function priceText(quantity: Exact | undefined, charge: Charge): string {
  if (charge.of === "flat") return charge.text;
  if (charge.of !== "tiers") return "0";
  return reached(quantity ?? zero, charge.tiers)?.text ?? "0";
}

/** Each tier prices the part of the quantity that lies in it. */
function excess(quantity: Exact, tiers: readonly Tier[]): Exact {
  let cost = zero;
  let from = zero;
  for (const { upTo, price } of tiers) {
    const full = upTo !== undefined && compareExact(quantity, upTo) > 0;
    const to = full ? upTo : quantity;
    cost = plus(cost, times(minus(to, from), price));
    if (!full) return cost;
    from = to;
  }
  return cost;
}

function whole(quantity: Exact, tiers: readonly Tier[]): Exact {
  return times(quantity, reached(quantity, tiers)?.price ?? zero);
}

/** The tier that the quantity ends in; its upper end belongs to it. */
function reached(quantity: Exact, tiers: readonly Tier[]): Tier | undefined {
  return tiers.find(({ upTo }) => upTo === undefined || compareExact(quantity, upTo) <= 0);
}

/**
 * Where one tier prices everything, more can cost less: the bounds are the extremes over the
 * interval, which lie at its ends or on either side of a tier's end.
 */
function wholeRange(quantity: Interval, tiers: readonly Tier[]): Interval {
  const expected = whole(quantity.expected, tiers);
  const costs = [expected, whole(quantity.low, tiers), whole(quantity.high, tiers)];
  for (const [index, { upTo, price }] of tiers.entries()) {
    if (upTo === undefined || compareExact(upTo, quantity.low) < 0) continue;
    if (compareExact(upTo, quantity.high) >= 0) break;
    costs.push(times(upTo, price), times(upTo, tiers[index + 1]?.price ?? price));
  }
  const low = costs.reduce((least, cost) => (compareExact(cost, least) < 0 ? cost : least));
  return { low, expected, high: costs.reduce(largest) };
}
