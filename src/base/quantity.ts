import {
  exactText,
  one,
  over,
  parseDecimal,
  plus,
  times,
  whole,
  zero,
  type Exact,
} from "./decimal.ts";

const suffixes: Readonly<Record<string, Exact>> = {
  n: over(one, whole(10n ** 9n)),
  u: over(one, whole(10n ** 6n)),
  m: over(one, whole(10n ** 3n)),
  "": one,
  k: whole(10n ** 3n),
  M: whole(10n ** 6n),
  G: whole(10n ** 9n),
  T: whole(10n ** 12n),
  P: whole(10n ** 15n),
  E: whole(10n ** 18n),
  Ki: whole(2n ** 10n),
  Mi: whole(2n ** 20n),
  Gi: whole(2n ** 30n),
  Ti: whole(2n ** 40n),
  Pi: whole(2n ** 50n),
  Ei: whole(2n ** 60n),
};
const byteUnits: Readonly<Record<string, Exact>> = {
  KB: whole(10n ** 3n),
  MB: whole(10n ** 6n),
  GB: whole(10n ** 9n),
  TB: whole(10n ** 12n),
  KiB: whole(2n ** 10n),
  MiB: whole(2n ** 20n),
  GiB: whole(2n ** 30n),
  TiB: whole(2n ** 40n),
};
/** No real quantity has more digits or a wider exponent; beyond them a number is refused. */
const digitsMax = 30;
const exponentMax = 30;

const kubernetesGrammar = /^\+?(\d+\.?\d*|\.\d+)(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d{1,3}))?$/u;
const bytesGrammar = /^(\d+(?:\.\d+)?) ?([KMGT]i?B)$/u;
const cpuGrammar = /^(\d+(?:\.\d+)?)(m?)$/u;
const durationGrammar =
  /^P(?=[\dT])(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?=\d)(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/u;
const secondsIn = [604_800n, 86_400n, 3600n, 60n, 1n];

/**
 * A Kubernetes quantity in its base unit (cores, bytes, devices) as exact decimal text: `500m` is
 * `"0.5"`, `2Gi` is `"2147483648"`. YAML numbers are taken as written.
 *
 * @returns undefined for a negative, malformed or absurdly large quantity
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function kubernetesQuantity(value: unknown): string | undefined {
  const match = kubernetesGrammar.exec(scalar(value));
  if (match === null) return undefined;
  const [, digits = "", suffix = "", exponent] = match;
  const number = plain(digits);
  if (number === undefined) return undefined;
  const factor = exponent === undefined ? suffixes[suffix] : powerOfTen(Number(exponent));
  return factor && exactText(times(number, factor));
}

function powerOfTen(power: number): Exact | undefined {
  if (Math.abs(power) > exponentMax) return undefined;
  const factor = whole(10n ** BigInt(Math.abs(power)));
  return power < 0 ? over(one, factor) : factor;
}

/** A size with its unit, `"120 GiB"` or `"5 GB"`, as bytes in exact decimal text; else undefined. */
export function byteSize(value: unknown): string | undefined {
  const [, digits = "", unit = ""] = bytesGrammar.exec(scalar(value)) ?? [];
  const [number, factor] = [plain(digits), byteUnits[unit]];
  if (number === undefined || factor === undefined) return undefined;
  return exactText(times(number, factor));
}

/** CPU of own kinds, `"0.5"`, `2` or `"500m"`, as cores in exact decimal text; else undefined. */
export function cpuCores(value: unknown): string | undefined {
  const [, digits = "", milli = ""] = cpuGrammar.exec(scalar(value)) ?? [];
  const number = plain(digits);
  return number && exactText(over(number, whole(milli === "" ? 1 : 1000)));
}

/** Bytes as GiB in exact decimal text: a division by a power of two always ends. */
export function inGiB(bytes: string): string | undefined {
  return divided(bytes, 2n ** 30n);
}

/** Bytes as TiB in exact decimal text. */
export function inTiB(bytes: string): string | undefined {
  return divided(bytes, 2n ** 40n);
}

/**
 * An ISO 8601 duration (`PT20M`, `P1DT2H`, `PT1.5S`) in seconds as exact decimal text. Seconds and
 * not hours, because a third of an hour has no end in decimals.
 *
 * @returns undefined for other text, and for years and months, which have no fixed length
 */
export function durationSeconds(value: unknown): string | undefined {
  const match = durationGrammar.exec(scalar(value));
  if (match === null) return undefined;
  let seconds = zero;
  for (const [index, length] of secondsIn.entries()) {
    const part = match[index + 1];
    const number = part === undefined ? zero : plain(part);
    if (number === undefined) return undefined;
    seconds = plus(seconds, times(number, whole(length)));
  }
  return exactText(seconds);
}

function divided(text: string, divisor: bigint): string | undefined {
  const value = parseDecimal(text);
  return value && exactText(over(value, whole(divisor)));
}

/** Digits in the looser writing of quantities: leading zeros, `5.` and `.5` are numbers too. */
function plain(digits: string): Exact | undefined {
  if (digits.length > digitsMax) return undefined;
  const strict = parseDecimal(digits);
  if (strict !== undefined || digits === "") return strict;
  const [before = "", after = ""] = digits.split(".");
  const integer = before.replace(/^0+(?=\d)/u, "") || "0";
  return parseDecimal(after === "" ? integer : `${integer}.${after}`);
}

function scalar(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** A number of a YAML or JSON file, 0 or more, as exact decimal text: 1e-7 is `"0.0000001"`. */
export function plainNumber(value: unknown): string | undefined {
  return typeof value === "number" ? kubernetesQuantity(value) : undefined;
}
