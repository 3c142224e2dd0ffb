import { byCodeUnit } from "../base/compare.ts";
import { minus } from "../base/decimal.ts";
import { exactly, unknown, type Amount } from "../model/amount.ts";
import type { CostChange, CostDiff, Estimate, Total } from "../model/estimate.ts";
import type { AssetId } from "../model/ids.ts";
import { byLine } from "./line-order.ts";
import { pairLines, type LinePair } from "./pair.ts";
import { decimal, exact, numbersOf, sumOf, totalOf } from "./total.ts";

/** Both sides of a change, priced. All three in the currency of `after`, or unknown. */
export interface Sides {
  /** The base at its own prices. */
  readonly before: Estimate;
  /** The base at head's prices: what separates the effect of code from that of prices. */
  readonly repriced: Estimate;
  readonly after: Estimate;
  /** Base assets and the head assets that they are, where the ids may differ. */
  readonly pairs: ReadonlyMap<AssetId, AssetId>;
  /** Files that could not be read on a side: what is missing there is unknown, not gone. */
  readonly unread: { readonly before: ReadonlySet<string>; readonly after: ReadonlySet<string> };
}

interface Effects {
  readonly change: Amount;
  readonly code: Amount;
  readonly price: Amount;
}

/**
 * The difference that a change makes to the monthly cost, line by line. Each line's change is
 * head at head's prices less base at base's prices; of it, code is head less base both at head's
 * prices, and price is what new prices do to the base. A line whose cost is unknown on one side has
 * an unknown change, never a saving. Rounded lines are subtracted, so the parts sum to the total.
 */
export function diffEstimates(sides: Sides): CostDiff {
  const { before, after } = sides;
  const changes = pairLines(sides).map((pair) => changeOf(pair, sides));
  const moving = changes.filter(
    ({ change, code, price }) => change !== nothing || code !== nothing || price !== nothing,
  );
  return {
    currency: after.currency,
    hoursPerMonth: after.hoursPerMonth,
    before: before.total,
    after: after.total,
    change: added(moving.map(({ change }) => change)),
    code: added(moving.map(({ code }) => code)),
    price: added(moving.map(({ price }) => price)),
    changes: changes.toSorted((a, b) => byLine(a, b) || byCodeUnit(a.how, b.how)),
  };
}

function added(amounts: readonly Amount[]): Total {
  return totalOf([sumOf(amounts.map(exact))]);
}

function changeOf(pair: LinePair, sides: Sides): CostChange {
  const { asset, shown, before, after } = pair;
  const { line, meter } = shown;
  const effects = effectsOf(pair, sides);
  const { change, code, price } = effects;
  const how = pair.how ?? (isSame(pair, effects) ? "same" : "changed");
  if (before !== undefined && after !== undefined) {
    return { asset, line, meter, how, before, after, change, code, price };
  }
  const there = before === undefined ? after !== undefined && { after } : { before };
  return { asset, line, meter, how, ...there, ...effects };
}

function effectsOf(pair: LinePair, { unread }: Sides): Effects {
  const { before, after, shown } = pair;
  if (before === undefined && unread.before.has(shown.place.path)) return unreadable;
  if (after === undefined && unread.after.has(shown.place.path)) return unreadable;
  const then = before?.cost ?? nothing;
  const middle = middleOf(pair);
  const now = after?.cost ?? nothing;
  return {
    change: difference(now, then),
    code: difference(now, middle),
    price: difference(middle, then),
  };
}

/** The base at head's prices; a removed line that head no longer prices keeps the price it had. */
function middleOf({ before, repriced, after }: LinePair): Amount {
  if (before === undefined) return nothing;
  const dropped = after === undefined && repriced?.cost.state === "unknown";
  return repriced === undefined || dropped ? before.cost : repriced.cost;
}

const nothing: Amount = exactly("0");
const estimatedNothing: Amount = { state: "estimated", low: "0", expected: "0", high: "0" };
const unreadable: Effects = {
  change: unknown("unreadable"),
  code: unknown("unreadable"),
  price: unknown("unreadable"),
};

function isSame({ before, after }: LinePair, { change }: Effects): boolean {
  if (before === after) return true;
  if (before?.formula !== after?.formula || before?.cost.state !== after?.cost.state) return false;
  if (change.state === "unknown" || change.state === "free") return true;
  return change.low === "0" && change.expected === "0" && change.high === "0";
}

/** Bound by bound; unknown as soon as one side is. */
function difference(now: Amount, then: Amount): Amount {
  if (now.state === "unknown") return now;
  if (then.state === "unknown") return then;
  const estimated = now.state === "estimated" || then.state === "estimated";
  // Most lines of both sides are one and the same.
  if (now === then) return estimated ? estimatedNothing : nothing;
  const [a, b] = [numbersOf(exact(now)), numbersOf(exact(then))];
  return {
    state: estimated ? "estimated" : "known",
    low: decimal(minus(a.low, b.low)),
    expected: decimal(minus(a.expected, b.expected)),
    high: decimal(minus(a.high, b.high)),
  };
}
