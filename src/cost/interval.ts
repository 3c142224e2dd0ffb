import {
  compareExact,
  isNegative,
  parseDecimal,
  roundedText,
  times,
  type Exact,
} from "../base/decimal.ts";
import type { Amount, Range } from "../model/amount.ts";

/** Least, expected and greatest value, exactly. */
export interface Interval {
  readonly low: Exact;
  readonly expected: Exact;
  readonly high: Exact;
}

/** An amount while it is computed with: as `Amount`, but exact until it is written down. */
export type Computed =
  | ({ readonly state: "known" | "estimated" } & Interval)
  | Exclude<Amount, { readonly state: "known" | "estimated" }>;

/** Fraction digits that results keep; a leaf is rounded once, and sums add rounded leaves. */
export const resultScale = 12;

export function point(value: Exact): Interval {
  return { low: value, expected: value, high: value };
}

/** The numbers of a range; undefined unless 0 ≤ low ≤ expected ≤ high, all plain decimals. */
export function intervalOf(range: Range): Interval | undefined {
  const expected = parseDecimal(range.expected);
  const low = range.low === range.expected ? expected : parseDecimal(range.low);
  const high = range.high === range.expected ? expected : parseDecimal(range.high);
  if (low === undefined || expected === undefined || high === undefined) return undefined;
  const inOrder = compareExact(low, expected) <= 0 && compareExact(expected, high) <= 0;
  return isNegative(low) || !inOrder ? undefined : { low, expected, high };
}

/** Applies an increasing function to all three values. */
export function mapped(interval: Interval, of: (value: Exact) => Exact): Interval {
  const expected = of(interval.expected);
  const low = interval.low === interval.expected ? expected : of(interval.low);
  const high = interval.high === interval.expected ? expected : of(interval.high);
  return { low, expected, high };
}

/** Product of two intervals without negative numbers. */
export function product(a: Interval, b: Interval): Interval {
  const expected = times(a.expected, b.expected);
  if (isPoint(a) && isPoint(b)) return point(expected);
  return { low: times(a.low, b.low), expected, high: times(a.high, b.high) };
}

/** The amount with its numbers as text, rounded half to even at `resultScale`. */
export function written(amount: Computed): Amount {
  if (amount.state === "unknown" || amount.state === "free") return amount;
  const expected = roundedText(amount.expected, resultScale);
  const textOf = (value: Exact): string =>
    value === amount.expected ? expected : roundedText(value, resultScale);
  return { state: amount.state, low: textOf(amount.low), expected, high: textOf(amount.high) };
}

export function isPoint(a: Interval): boolean {
  return a.low === a.expected && a.high === a.expected;
}
