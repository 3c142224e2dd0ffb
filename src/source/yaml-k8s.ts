import type { ScalarTag } from "yaml";
import { integerOf } from "./number.ts";
import { decimalOf } from "./yaml-core.ts";
import { booleans, nothing, numbers, plainText } from "./yaml-scalar.ts";

/**
 * What the Kubernetes readers make of a scalar (sigs.k8s.io/yaml, which is go-yaml v2): YAML 1.1
 * booleans, y and n included; 0755, 0o755 and 0b11; `_` anywhere after a number's first character.
 * Base 60 and dates stay text.
 *
 * @see fixtures/source/differential/README.md
 */
export const k8sTags: readonly ScalarTag[] = [
  plainText,
  nothing,
  booleans(
    /^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/u,
  ),
  ...numbers(/^[-+.\d][-+.\w]*$/u, goNumber),
];

const radixes = { x: 16, o: 8, b: 2 } as const;
const float = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/u;

function goNumber(text: string): number | string {
  // A number that begins with its point goes another way, where `_` must stand between digits.
  const digits = text.startsWith(".")
    ? text.replaceAll(/(?<=\d)_(?=\d)/gu, "")
    : text.replaceAll("_", "");
  const based = /^[-+]?0(?:([xob])([\da-f]+)|([0-7]+))$/iu.exec(digits);
  if (based === null) return float.test(digits) ? decimalOf(digits, text) : text;
  const [, letter, ofLetter, ofNone] = based;
  return integerOfRadix(ofLetter ?? ofNone ?? "", letter?.toLowerCase(), digits) ?? text;
}

function integerOfRadix(
  digits: string,
  letter: string | undefined,
  signed: string,
): number | string | undefined {
  const radix = letter === "x" || letter === "o" || letter === "b" ? radixes[letter] : 8;
  const valid = { 16: /^[\da-fA-F]+$/u, 8: /^[0-7]+$/u, 2: /^[01]+$/u }[radix];
  return valid.test(digits) ? integerOf(digits, radix, signed.startsWith("-")) : undefined;
}
