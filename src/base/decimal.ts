/**
 * An exact number: `n / d` with `d > 0`, not always in lowest terms. Money and quantities are
 * computed with these and become text once, at the end; no float takes part.
 */
export interface Exact {
  readonly n: bigint;
  readonly d: bigint;
}

/** Longest number that is read. Longer ones are mistakes or attacks. */
const digitsMax = 120;
const powers: readonly bigint[] = Array.from({ length: 21 }, (_, index) => 10n ** BigInt(index));
const grammar = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?$/u;

export const zero: Exact = { n: 0n, d: 1n };
export const one: Exact = { n: 1n, d: 1n };

/**
 * The number that a plain decimal names: optional minus, digits without leading zeros, optional
 * fraction. No exponent, no plus sign, no white space.
 *
 * @returns undefined for any other text, and for more than 120 digits
 */
export function parseDecimal(text: string): Exact | undefined {
  if (text.length > digitsMax) return undefined;
  const match = grammar.exec(text);
  if (match === null) return undefined;
  const [, sign = "", before = "", after = ""] = match;
  const digits = BigInt(before + after);
  return { n: sign === "" ? digits : -digits, d: powerOfTen(after.length) };
}

function powerOfTen(exponent: number): bigint {
  return powers[exponent] ?? 10n ** BigInt(exponent);
}

export function whole(value: number | bigint): Exact {
  return { n: BigInt(value), d: 1n };
}

export function plus(a: Exact, b: Exact): Exact {
  if (a.d === b.d) return { n: a.n + b.n, d: a.d };
  // Of two powers of ten one divides the other: long sums of decimals keep a small denominator.
  if (b.d % a.d === 0n) return { n: a.n * (b.d / a.d) + b.n, d: b.d };
  if (a.d % b.d === 0n) return { n: a.n + b.n * (a.d / b.d), d: a.d };
  return { n: a.n * b.d + b.n * a.d, d: a.d * b.d };
}

export function negated(a: Exact): Exact {
  return { n: -a.n, d: a.d };
}

export function minus(a: Exact, b: Exact): Exact {
  return plus(a, negated(b));
}

export function times(a: Exact, b: Exact): Exact {
  return { n: a.n * b.n, d: a.d * b.d };
}

/** a / b, exactly. @throws RangeError when b is zero */
export function over(a: Exact, b: Exact): Exact {
  if (b.n === 0n) throw new RangeError("division by zero");
  const n = a.n * b.d;
  const d = a.d * b.n;
  return d < 0n ? { n: -n, d: -d } : { n, d };
}

/** Negative, zero or positive, as a is smaller than, equal to or greater than b. */
export function compareExact(a: Exact, b: Exact): number {
  const difference = a.n * b.d - b.n * a.d;
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}

export function largest(a: Exact, b: Exact): Exact {
  return compareExact(a, b) < 0 ? b : a;
}

export function isNegative(a: Exact): boolean {
  return a.n < 0n;
}

export function isZero(a: Exact): boolean {
  return a.n === 0n;
}

/**
 * The number as decimal text with at most `scale` fraction digits, a tie going to the even digit;
 * no exponent and no superfluous zeros. Rounding keeps order: a ≤ b stays a ≤ b.
 */
export function roundedText(value: Exact, scale: number): string {
  const magnitude = value.n < 0n ? -value.n : value.n;
  const scaled = magnitude * powerOfTen(scale);
  const quotient = scaled / value.d;
  const twice = (scaled % value.d) * 2n;
  const up = twice > value.d || (twice === value.d && quotient % 2n === 1n);
  return textOf(value.n < 0n, up ? quotient + 1n : quotient, scale);
}

/** The number as decimal text without any rounding; undefined when its decimals never end (1/3). */
export function exactText(value: Exact): string | undefined {
  const d = value.d / commonDivisor(value.n < 0n ? -value.n : value.n, value.d);
  const twos = multiplicity(d, 2n);
  const fives = multiplicity(d, 5n);
  if (2n ** BigInt(twos) * 5n ** BigInt(fives) !== d) return undefined;
  return roundedText(value, Math.max(twos, fives));
}

/** Decimal text cut for people to this many fraction digits, half to even, zeros kept: `"3.50"`. */
export function fixedText(text: string, scale: number): string {
  const rounded = roundedText(parseDecimal(text) ?? zero, scale);
  const [before = "0", after = ""] = rounded.split(".");
  return scale === 0 ? before : `${before}.${after.padEnd(scale, "0")}`;
}

function textOf(negative: boolean, digits: bigint, scale: number): string {
  const unit = powerOfTen(scale);
  if (digits % unit === 0n) return `${negative && digits > 0n ? "-" : ""}${digits / unit}`;
  const padded = digits.toString().padStart(scale + 1, "0");
  const before = padded.slice(0, padded.length - scale);
  const after = padded.slice(padded.length - scale).replace(/0+$/u, "");
  return `${negative ? "-" : ""}${before}${after === "" ? "" : `.${after}`}`;
}

function commonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

function multiplicity(value: bigint, prime: bigint): number {
  let count = 0;
  for (let rest = value; rest % prime === 0n; rest /= prime) count += 1;
  return count;
}
