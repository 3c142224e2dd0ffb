import { compareExact, exactText, over, parseDecimal, plus, whole } from "../base/decimal.ts";
import type { Amount, DecimalText } from "../model/amount.ts";
import { ranged } from "./amounts.ts";

/**
 * `4`, `1..5` or `1..5@2` (from, to, expected). Without an expected value the middle stands for it.
 *
 * @param read  one value as decimal text
 * @returns     undefined for other text, and for a range out of order
 */
export function rangeFromText(
  text: string,
  read: (value: string) => DecimalText | undefined,
): Amount | undefined {
  const [span = "", normal, ...more] = text.trim().split("@");
  const [from = "", to, ...others] = span.split("..");
  if (more.length > 0 || others.length > 0) return undefined;
  const low = read(from);
  const high = to === undefined ? low : read(to);
  if (low === undefined || high === undefined) return undefined;
  const expected = normal === undefined ? middle(low, high) : read(normal);
  if (expected === undefined || !inOrder(low, expected) || !inOrder(expected, high))
    return undefined;
  return ranged(low, expected, high);
}

function middle(low: DecimalText, high: DecimalText): DecimalText | undefined {
  const [a, b] = [parseDecimal(low), parseDecimal(high)];
  return a && b && exactText(over(plus(a, b), whole(2)));
}

function inOrder(a: DecimalText, b: DecimalText): boolean {
  const [left, right] = [parseDecimal(a), parseDecimal(b)];
  return left !== undefined && right !== undefined && compareExact(left, right) <= 0;
}

/** The estimate, of which nothing lasts longer than the deadline; both in seconds. */
export function cutOff(amount: Amount, deadline: DecimalText | undefined): Amount {
  if (deadline === undefined || amount.state !== "estimated") return amount;
  const cuts = inOrder(deadline, amount.high) && inOrder(amount.expected, deadline);
  return cuts ? { ...amount, high: deadline } : amount;
}
