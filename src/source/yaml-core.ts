import type { ScalarTag } from "yaml";
import { floatOf, integerOf } from "./number.ts";
import { booleans, nothing, numbers, plainText } from "./yaml-scalar.ts";

/** YAML 1.2, 10.3.2. What JSON has no number for (.inf, .nan, 1e999) stays text. */
export const coreTags: readonly ScalarTag[] = [
  plainText,
  nothing,
  booleans(/^(?:true|True|TRUE|false|False|FALSE)$/u),
  ...numbers(
    /^(?:0o[0-7]+|0x[\da-fA-F]+|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?)$/u,
    coreNumber,
  ),
];

function coreNumber(text: string): number | string {
  if (text.startsWith("0o")) return integerOf(text.slice(2), 8, false) ?? text;
  if (text.startsWith("0x")) return integerOf(text.slice(2), 16, false) ?? text;
  return decimalOf(text, text);
}

/** The decimal number of the digits; what was written where it is too large for a number. */
export function decimalOf(digits: string, written: string): number | string {
  const integer = /^[-+]?(\d+)$/u.exec(digits)?.[1];
  if (integer !== undefined) return integerOf(integer, 10, digits.startsWith("-")) ?? written;
  const value = floatOf(digits);
  return typeof value === "number" ? value : written;
}
