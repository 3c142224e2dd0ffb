/** Longer numerals stay as written: turning a million digits into decimals takes quadratic time. */
const digitsMax = 1_000;
const prefixes = { 2: "0b", 8: "0o", 16: "0x" } as const;

/**
 * The integer of these digits: a number where it is exact (within ±2^53), else its decimal text, so
 * that nothing is lost. Undefined where there is no such text (a thousand digits of another base).
 */
export function integerOf(
  digits: string,
  radix: 2 | 8 | 10 | 16,
  negative: boolean,
): number | string | undefined {
  const value = Number.parseInt(digits, radix);
  if (Number.isSafeInteger(value)) return negative ? 0 - value : value;
  const decimal = radix === 10 ? digits.replace(/^0+/u, "") : decimalOf(digits, radix);
  return decimal === undefined ? undefined : `${negative ? "-" : ""}${decimal}`;
}

function decimalOf(digits: string, radix: 2 | 8 | 16): string | undefined {
  return digits.length > digitsMax ? undefined : String(BigInt(`${prefixes[radix]}${digits}`));
}

/** The number of the text, 0 for -0; the text itself where it is too large for a number. */
export function floatOf(text: string): number | string {
  const value = Number(text);
  return Number.isFinite(value) ? value + 0 : text;
}
