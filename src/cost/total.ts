import { parseDecimal, plus, roundedText, zero, type Exact } from "../base/decimal.ts";
import type { Amount, DecimalText } from "../model/amount.ts";
import type { Total } from "../model/estimate.ts";
import { resultScale } from "./interval.ts";

/** The sum of amounts. What is free adds nothing; what is unknown is counted. */
export function totalOf(amounts: readonly Amount[]): Total {
  let [low, expected, high, unknown] = [zero, zero, zero, 0];
  for (const amount of amounts) {
    if (amount.state === "unknown") unknown += 1;
    const numbers = numbersOf(amount);
    low = plus(low, numbers.low);
    expected = plus(expected, numbers.expected);
    high = plus(high, numbers.high);
  }
  return { low: decimal(low), expected: decimal(expected), high: decimal(high), unknown };
}

/** The numbers of an amount; zeros for what is free, and for what is unknown and counted apart. */
export function numbersOf(amount: Amount): Readonly<Record<"low" | "expected" | "high", Exact>> {
  if (amount.state === "unknown" || amount.state === "free") {
    return { low: zero, expected: zero, high: zero };
  }
  const expected = read(amount.expected);
  const low = amount.low === amount.expected ? expected : read(amount.low);
  const high = amount.high === amount.expected ? expected : read(amount.high);
  return { low, expected, high };
}

export function decimal(value: Exact): DecimalText {
  return roundedText(value, resultScale);
}

function read(text: DecimalText): Exact {
  return parseDecimal(text) ?? zero;
}
