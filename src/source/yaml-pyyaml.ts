import type { ScalarTag } from "yaml";
import { integerOf } from "./number.ts";
import { decimalOf } from "./yaml-core.ts";
import { booleans, nothing, numbers, plainText } from "./yaml-scalar.ts";

const integer =
  /^[-+]?(?:0b[01_]+|0[0-7_]+|0x[\da-fA-F_]+|0|[1-9][\d_]*|[1-9][\d_]*(?::[0-5]?\d)+)$/u;
const float =
  /^(?:[-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]\d+)?|\.\d[\d_]*(?:[eE][-+]\d+)?|[-+]?\d[\d_]*(?::[0-5]?\d)+\.[\d_]*)$/u;

/**
 * YAML 1.1 as PyYAML's SafeLoader has it: yes, no, on, off (but not y and n); 0777 but not 0o777;
 * base 60; an exponent only with its sign (1.0e+3, not 1e3). Dates stay text here: JSON has none.
 *
 * @see fixtures/source/differential/README.md
 */
export const pyyamlTags: readonly ScalarTag[] = [
  plainText,
  nothing,
  booleans(/^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/u),
  ...numbers(new RegExp(`${integer.source}|${float.source}`, "u"), pythonNumber),
];

function pythonNumber(text: string): number | string {
  const digits = text.replaceAll("_", "");
  if (digits.includes(":")) return sexagesimal(digits, text);
  if (!integer.test(text)) return decimalOf(digits, text);
  const [, sign, prefix, numeral = ""] = /^([-+]?)(0[bx]|0(?=.))?(.*)$/u.exec(digits) ?? [];
  if (numeral === "") return text;
  const radix = prefix === "0b" ? 2 : prefix === "0x" ? 16 : prefix === "0" ? 8 : 10;
  return integerOf(numeral, radix, sign === "-") ?? text;
}

/** The number that `1:30:00.5` is in base 60; the text where it is too large to be exact. */
function sexagesimal(digits: string, written: string): number | string {
  const parts = digits.replace(/^[-+]/u, "").split(":");
  const size = parts.reduce((total, part) => total * 60 + Number(part), 0);
  const value = digits.startsWith("-") ? 0 - size : size;
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : written;
}
