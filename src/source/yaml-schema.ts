import { Schema, type ScalarTag } from "yaml";
import type { Profile } from "./document.ts";
import { floatOf, integerOf } from "./number.ts";

const tagged = "tag:yaml.org,2002:";

/**
 * Most plain scalars begin with a letter that no null, boolean or number has: one test decides them
 * instead of five.
 */
const plainText: ScalarTag = {
  tag: `${tagged}str`,
  default: true,
  test: /^[^-+.~\dnNtTfFyYoO]/u,
  resolve: (text) => text,
};

const nothing: ScalarTag = {
  tag: `${tagged}null`,
  default: true,
  test: /^(?:~|null|Null|NULL|)$/u,
  resolve: () => null,
};

/** YAML 1.2, 10.3.2. What JSON has no number for (.inf, .nan, 1e999) stays text. */
const core: readonly ScalarTag[] = [
  plainText,
  nothing,
  booleans(/^(?:true|True|TRUE|false|False|FALSE)$/u),
  ...numbers(
    /^(?:[-+]?\d+|0o[0-7]+|0x[\da-fA-F]+)$/u,
    /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/u,
    coreNumber,
  ),
];

/**
 * What the Kubernetes readers make of a scalar (go-yaml v2): YAML 1.1 booleans without y and n,
 * which only typed fields take for booleans; 0755, 0o755 and 0b11; `_` inside numbers. Base 60 and
 * dates stay text.
 */
const k8s: readonly ScalarTag[] = [
  plainText,
  nothing,
  booleans(/^(?:true|True|TRUE|false|False|FALSE|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$/u),
  ...numbers(
    /^[-+]?(?:0[xX][\da-fA-F_]*[\da-fA-F]_*|0[oO][0-7_]*[0-7]_*|0[bB][01_]*[01]_*|[1-9][\d_]*|0[0-7_]*)$/u,
    /^[-+]?(?:\.\d+|\d[\d_]*(?:\.[\d_]*)?)(?:[eE][-+]?\d+)?$/u,
    goNumber,
  ),
];

/** The schema of a profile: what YAML's own three node kinds and the scalars below mean. */
export const schemas: Readonly<Record<Profile, Schema>> = {
  core: schemaOf(core),
  k8s: schemaOf(k8s),
};

/** Reads every scalar as the text it is written as: enough to find places. */
export const textSchema: Schema = schemaOf([]);

function schemaOf(tags: readonly ScalarTag[]): Schema {
  return new Schema({ schema: "failsafe", customTags: [...tags], resolveKnownTags: false });
}

function booleans(test: RegExp): ScalarTag {
  return {
    tag: `${tagged}bool`,
    default: true,
    test,
    resolve: (text) => /^(?:t|y|on$)/iu.test(text),
  };
}

/** Plain numbers by their form, and the explicit tags, which complain where the text is none. */
function numbers(
  integer: RegExp,
  float: RegExp,
  read: (text: string) => number | string,
): readonly ScalarTag[] {
  const demanded: ScalarTag["resolve"] = (text, onError) => {
    if (!integer.test(text) && !float.test(text)) onError(`not a number: ${text.slice(0, 60)}`);
    return read(text);
  };
  return [
    { tag: `${tagged}int`, default: true, test: integer, resolve: read },
    { tag: `${tagged}float`, default: true, test: float, resolve: read },
    { tag: `${tagged}int`, default: false, resolve: demanded },
    { tag: `${tagged}float`, default: false, resolve: demanded },
  ];
}

function coreNumber(text: string): number | string {
  if (text.startsWith("0o")) return integerOf(text.slice(2), 8, false) ?? text;
  if (text.startsWith("0x")) return integerOf(text.slice(2), 16, false) ?? text;
  return decimalOf(text, text);
}

const goRadix = { x: 16, o: 8, b: 2 } as const;

function goNumber(text: string): number | string {
  const digits = text.replaceAll("_", "");
  const based = /^[-+]?0(?:([xob])([\da-f]+)|([0-7]+))$/iu.exec(digits);
  if (based === null) return decimalOf(digits, text);
  const letter = based[1]?.toLowerCase();
  const radix = letter === "x" || letter === "o" || letter === "b" ? goRadix[letter] : 8;
  return integerOf(based[2] ?? based[3] ?? "", radix, digits.startsWith("-")) ?? text;
}

function decimalOf(digits: string, written: string): number | string {
  const integer = /^[-+]?(\d+)$/u.exec(digits)?.[1];
  if (integer !== undefined) return integerOf(integer, 10, digits.startsWith("-")) ?? written;
  const value = floatOf(digits);
  return typeof value === "number" ? value : written;
}
