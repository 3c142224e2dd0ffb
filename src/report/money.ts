import { fixedText } from "../base/decimal.ts";
import type { Amount, Range } from "../model/amount.ts";
import type { Currency, Total } from "../model/estimate.ts";
import type { Paint } from "./paint.ts";

/** ISO 4217 for "no currency": what an estimate without any price table has. */
export const noCurrency = "XXX";

/** The heading of a table of monthly costs. */
export function costTitle(currency: Currency): string {
  return currency === noCurrency ? "Cost per month, without prices" : `Cost per month, ${currency}`;
}

/** `1,240.10`: two decimals, rounded half to even, thousands apart. Only for people's eyes. */
export function moneyText(text: string): string {
  const rounded = fixedText(text, 2);
  const sign = rounded.startsWith("-") ? "-" : "";
  const [whole = "", cents = "00"] = rounded.slice(sign.length).split(".");
  return `${sign}${whole.replaceAll(/\B(?=(?:\d{3})+$)/gu, ",")}.${cents}`;
}

/** With a sign: `+412.30`, `−12.00`, `±0.00`. */
export function changeText(text: string, { signs }: Paint): string {
  const money = moneyText(text);
  if (/^-?0\.00$/u.test(money)) return `${signs.plusMinus}0.00`;
  return money.startsWith("-") ? `${signs.minus}${money.slice(1)}` : `+${money}`;
}

/** One amount in a table's cell; unknown is a word, never a number. */
export function amountText(amount: Amount | undefined, show: (text: string) => string): string {
  if (amount === undefined) return "";
  switch (amount.state) {
    case "known":
      return show(amount.expected);
    case "estimated":
      return `~${show(amount.expected)}`;
    case "unknown":
      return "unknown";
    case "free":
      return "free";
  }
}

/** `low to high`, where they differ from what is expected. */
export function rangeText({ low, expected, high }: Range): string | undefined {
  const [a, b, c] = [moneyText(low), moneyText(expected), moneyText(high)];
  return a === b && b === c ? undefined : `${a} to ${c}`;
}

/** What a total leaves out: `at least; 2 items unknown`. */
export function leftOutText({ unknown }: Pick<Total, "unknown">): string | undefined {
  if (unknown === 0) return undefined;
  return `at least; ${unknown} ${unknown === 1 ? "item" : "items"} unknown`;
}
