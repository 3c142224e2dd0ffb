import type { Place } from "../diagnostic/place.ts";
import type { Amount, DecimalText, Range } from "./amount.ts";
import type { AssetId } from "./ids.ts";
import type { Meter } from "./usage.ts";

/** ISO 4217 code. */
export type Currency = string;

/** One usage line with its price. `cost` has the state of its weakest factor. */
export interface CostLine {
  readonly asset: AssetId;
  readonly line: string;
  readonly meter: Meter;
  /** Product of the factors for one month, in the price's unit. */
  readonly quantity: Amount;
  readonly unit: string;
  readonly price?: PriceUsed;
  /** Money per month. */
  readonly cost: Amount;
  /** How it came about, for people: `2 vCPU × 3 × 730 h`. */
  readonly formula: string;
  readonly place: Place;
}

export interface PriceUsed {
  readonly id: string;
  readonly unit: string;
  /** As the table states it; of a graduated price, the tier that the expected quantity reaches. */
  readonly price: DecimalText;
  readonly place: Place;
  readonly discount?: { readonly id: string; readonly place: Place };
  /** How a price in another currency became money of the estimate. */
  readonly exchange?: ExchangeUsed;
}

export interface ExchangeUsed {
  /** Of the price as stated. */
  readonly currency: Currency;
  /** `1 EUR = 1.0832 USD` */
  readonly rate: string;
  readonly day: string;
  readonly place: Place;
}

/** Sum of lines: at least this much, when some are unknown. */
export interface Total extends Range {
  readonly unknown: number;
}

export interface Estimate {
  readonly currency: Currency;
  readonly hoursPerMonth: DecimalText;
  /** Sorted by (asset, line, meter). */
  readonly lines: readonly CostLine[];
  readonly total: Total;
}

/**
 * One line on both sides. `code` is what changes at head's prices, `price` what the change of the
 * price tables does to the base; where both are known they sum to `change`. Differences are taken
 * bound by bound (low with low, high with high), so that they add up; the `low` of a difference may
 * therefore exceed its `high`.
 */
export interface CostChange {
  readonly asset: AssetId;
  readonly line: string;
  readonly meter: Meter;
  readonly how: "added" | "removed" | "changed" | "same" | "moved";
  readonly before?: CostLine;
  readonly after?: CostLine;
  readonly change: Amount;
  readonly code: Amount;
  readonly price: Amount;
}

export interface CostDiff {
  readonly currency: Currency;
  readonly hoursPerMonth: DecimalText;
  readonly before: Total;
  readonly after: Total;
  /** after − before, over lines known on both sides; `unknown` counts the others. */
  readonly change: Total;
  /** The part of `change` that the changes themselves cause, and the part that new prices cause. */
  readonly code: Total;
  readonly price: Total;
  /** Sorted by (asset, line, meter). */
  readonly changes: readonly CostChange[];
}
