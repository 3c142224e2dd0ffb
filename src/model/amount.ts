import type { UnknownReason } from "./kinds.ts";

/** Exact decimal as text, no exponent, no superfluous zeros: `"0.0316"`. Never a float. */
export type DecimalText = string;

/** Lower bound, expected value, upper bound. */
export interface Range {
  readonly low: DecimalText;
  readonly expected: DecimalText;
  readonly high: DecimalText;
}

/**
 * A quantity in one of four states. Unknown is never zero: whatever is computed from an unknown
 * amount is unknown too, and is counted.
 */
export type Amount =
  | ({ readonly state: "known" | "estimated" } & Range)
  | { readonly state: "unknown"; readonly reason: UnknownReason }
  | { readonly state: "free"; readonly reason: string };

export function exactly(value: DecimalText): Amount {
  return { state: "known", low: value, expected: value, high: value };
}

export function unknown(reason: UnknownReason): Amount {
  return { state: "unknown", reason };
}
