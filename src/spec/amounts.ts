import { isObject, memberOf, type Json } from "../base/json.ts";
import { isTemplated } from "./templated.ts";
import { unknown, type Amount, type DecimalText } from "../model/amount.ts";

/**
 * The quantity of a field that holds one value or `{low, expected, high}`; bounds that are left out
 * are the expected value. A range is an estimate, a single value is known.
 *
 * @param read  one value as exact decimal text in the factor's unit; undefined if it is none
 * @returns     unknown where the field is absent, and where it cannot be read
 */
export function amountOf(
  value: Json | undefined,
  read: (value: Json) => DecimalText | undefined,
): Amount {
  if (value === undefined) return unknown("undeclared");
  if (!isObject(value)) return amountFrom(value, read);
  const fallback = memberOf(value, "expected") ?? null;
  const bound = (name: string): DecimalText | undefined => read(memberOf(value, name) ?? fallback);
  const [low, expected, high] = [bound("low"), bound("expected"), bound("high")];
  if (low === undefined || expected === undefined || high === undefined)
    return unknown("unreadable");
  return ranged(low, expected, high);
}

function amountFrom(value: Json, read: (value: Json) => DecimalText | undefined): Amount {
  if (isTemplated(value)) return unknown("templated");
  const text = read(value);
  return text === undefined ? unknown("unreadable") : ranged(text, text, text);
}

/** Known when the three agree, else estimated. */
export function ranged(low: DecimalText, expected: DecimalText, high: DecimalText): Amount {
  const state = low === high && low === expected ? "known" : "estimated";
  return { state, low, expected, high };
}
