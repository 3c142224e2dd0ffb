import { parseDecimal, plus, roundedText, zero, type Exact } from "../base/decimal.ts";
import type { Amount, DecimalText } from "../model/amount.ts";
import type { Total } from "../model/estimate.ts";
import { isPoint, point, resultScale, type Computed, type Interval } from "./interval.ts";

/** What some amounts add up to, exactly, and how many of them are unknown. */
export interface Sum {
  readonly of: Interval;
  readonly unknown: number;
}

/** The sum of amounts. What is free adds nothing; what is unknown is counted. */
export function sumOf(amounts: readonly Computed[]): Sum {
  let [sum, unknown] = [none, 0];
  for (const amount of amounts) {
    if (amount.state === "unknown") unknown += 1;
    else sum = both(sum, numbersOf(amount));
  }
  return { of: sum, unknown };
}

/** The sum of sums, written down. */
export function totalOf(sums: readonly Sum[]): Total {
  let [total, unknown] = [none, 0];
  for (const sum of sums) {
    total = both(total, sum.of);
    unknown += sum.unknown;
  }
  const { low, expected, high } = total;
  return { low: decimal(low), expected: decimal(expected), high: decimal(high), unknown };
}

/** The numbers of an amount; zeros for what is free, and for what is unknown and counted apart. */
export function numbersOf(amount: Computed): Interval {
  return amount.state === "unknown" || amount.state === "free" ? none : amount;
}

/** The amount as it was before it was written down. */
export function exact(amount: Amount): Computed {
  if (amount.state === "unknown" || amount.state === "free") return amount;
  const expected = read(amount.expected);
  const low = amount.low === amount.expected ? expected : read(amount.low);
  const high = amount.high === amount.expected ? expected : read(amount.high);
  return { state: amount.state, low, expected, high };
}

export function decimal(value: Exact): DecimalText {
  return roundedText(value, resultScale);
}

const none = point(zero);

function both(a: Interval, b: Interval): Interval {
  if (a === none) return b;
  const expected = plus(a.expected, b.expected);
  if (isPoint(a) && isPoint(b)) return point(expected);
  return { low: plus(a.low, b.low), expected, high: plus(a.high, b.high) };
}

function read(text: DecimalText): Exact {
  return parseDecimal(text) ?? zero;
}
