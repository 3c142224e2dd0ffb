import {
  compareExact,
  isNegative,
  parseDecimal,
  rounded,
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

export const undeclared: Computed = { state: "unknown", reason: "undeclared" };

/** The interval as an amount that is known or estimated. */
export function computed(
  state: "known" | "estimated",
  { low, expected, high }: Interval,
): Computed {
  return { state, low, expected, high };
}

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

/** The amount with its numbers rounded half to even at `resultScale`. */
export function leaf(amount: Computed): Computed {
  if (amount.state === "unknown" || amount.state === "free") return amount;
  return computed(
    amount.state,
    mapped(amount, (value) => rounded(value, resultScale)),
  );
}

/** The amount with its numbers as text, rounded as those of a leaf are. */
export function written(amount: Computed): Amount {
  if (amount.state === "unknown" || amount.state === "free") return amount;
  const expected = roundedText(amount.expected, resultScale);
  const low = amount.low === amount.expected ? expected : roundedText(amount.low, resultScale);
  const high = amount.high === amount.expected ? expected : roundedText(amount.high, resultScale);
  return { state: amount.state, low, expected, high };
}

export function isPoint(a: Interval): boolean {
  return a.low === a.expected && a.high === a.expected;
}
