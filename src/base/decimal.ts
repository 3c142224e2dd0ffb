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
const grammar = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/u;

export const zero: Exact = { n: 0n, d: 1n };
export const one: Exact = { n: 1n, d: 1n };

/**
 * The number that a plain decimal names: optional minus, digits without leading zeros, optional
 * fraction. No exponent, no plus sign, no white space.
 *
 * @returns undefined for any other text, and for more than 120 digits
 */
export function parseDecimal(text: string): Exact | undefined {
  if (text.length > digitsMax || !grammar.test(text)) return undefined;
  const point = text.indexOf(".");
  if (point < 0) return { n: BigInt(text), d: 1n };
  const digits = text.slice(0, point) + text.slice(point + 1);
  return { n: BigInt(digits), d: powerOfTen(text.length - point - 1) };
}

function powerOfTen(exponent: number): bigint {
  return powers[exponent] ?? 10n ** BigInt(exponent);
}

export function whole(value: number | bigint): Exact {
  return { n: BigInt(value), d: 1n };
}

export function plus(a: Exact, b: Exact): Exact {
  if (a.n === 0n) return b;
  if (b.n === 0n) return a;
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
  const difference = a.d === b.d ? a.n - b.n : a.n * b.d - b.n * a.d;
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}

export function largest(a: Exact, b: Exact): Exact {
  return compareExact(a, b) < 0 ? b : a;
}

export function isNegative(a: Exact): boolean {
  return a.n < 0n;
}

/**
 * The number as decimal text with at most `scale` fraction digits, a tie going to the even digit;
 * no exponent and no superfluous zeros. Rounding keeps order: a ≤ b stays a ≤ b.
 */
export function roundedText(value: Exact, scale: number): string {
  const { n, d } = rounded(value, scale);
  return d === 1n ? n.toString() : textOf(n, scale);
}

/** The number with at most `scale` fraction digits, a tie going to the even digit. */
export function rounded({ n, d }: Exact, scale: number): Exact {
  const unit = powerOfTen(scale);
  if (d === 1n || d === unit) return { n, d };
  const scaled = (n < 0n ? -n : n) * unit;
  const quotient = scaled / d;
  const twice = (scaled % d) * 2n;
  const up = twice > d || (twice === d && quotient % 2n === 1n);
  const digits = up ? quotient + 1n : quotient;
  return { n: n < 0n ? -digits : digits, d: unit };
}

/** The number as decimal text without any rounding; undefined when its decimals never end (1/3). */
export function exactText(value: Exact): string | undefined {
  const { n, d } = value;
  if (n % d === 0n) return (n / d).toString();
  const decimals = powers.indexOf(d);
  if (decimals >= 0) return roundedText(value, decimals);
  const scale = scaleOf(d / commonDivisor(n < 0n ? -n : n, d));
  return scale === undefined ? undefined : roundedText(value, scale);
}

/** Decimal text cut for people to this many fraction digits, half to even, zeros kept: `"3.50"`. */
export function fixedText(text: string, scale: number): string {
  const shown = roundedText(parseDecimal(text) ?? zero, scale);
  const [before = "0", after = ""] = shown.split(".");
  return scale === 0 ? before : `${before}.${after.padEnd(scale, "0")}`;
}

function textOf(n: bigint, scale: number): string {
  const padded = (n < 0n ? -n : n).toString().padStart(scale + 1, "0");
  const point = padded.length - scale;
  let end = padded.length;
  while (end > point && padded[end - 1] === "0") end -= 1;
  const before = `${n < 0n ? "-" : ""}${padded.slice(0, point)}`;
  return end === point ? before : `${before}.${padded.slice(point, end)}`;
}

/** Fraction digits of 1 / d; undefined when they have no end. */
function scaleOf(d: bigint): number | undefined {
  const twos = multiplicity(d, 2n);
  const fives = multiplicity(d, 5n);
  return 2n ** BigInt(twos) * 5n ** BigInt(fives) === d ? Math.max(twos, fives) : undefined;
}

function commonDivisor(a: bigint, b: bigint): bigint {
  // The factors two first: bytes and their units have many.
  const both = a | b;
  const twos = both & -both;
  let [x, y] = [a / twos, b / twos];
  while (y > 1n) [x, y] = [y, x % y];
  return twos * (y === 0n ? x : y);
}

function multiplicity(value: bigint, prime: bigint): number {
  let count = 0;
  for (let rest = value; rest % prime === 0n; rest /= prime) count += 1;
  return count;
}
