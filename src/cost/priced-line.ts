import { times, type Exact } from "../base/decimal.ts";
import type { CostLine, PriceUsed } from "../model/estimate.ts";
import type { Asset } from "../model/snapshot.ts";
import type { UsageLine } from "../model/usage.ts";
import { costOf, priceText } from "./charge.ts";
import { rateBetween } from "./exchange.ts";
import { tiedDiscounts } from "./estimate-findings.ts";
import { lineFacts } from "./facts.ts";
import { computed, leaf, mapped, written, type Computed } from "./interval.ts";
import { matching, mostSpecific, type Best, type Subject } from "./match.ts";
import type { Note } from "./notes.ts";
import type { PriceRow } from "./price-row.ts";
import type { Discount } from "./prices.ts";
import { monthlyQuantity } from "./quantity.ts";
import type { Terms } from "./terms.ts";
import { unitOfMeter } from "./units.ts";

/** A line of usage and whose it is. */
export interface Use {
  readonly asset: Asset;
  readonly about: Subject["asset"];
  readonly line: UsageLine;
}

export interface PricedLine {
  readonly shown: CostLine;
  /** Its cost as a number, rounded as it is shown. */
  readonly cost: Computed;
}

/** What a line costs: computed exactly and rounded once. */
export function pricedLine(use: Use, terms: Terms, notes: Note[]): PricedLine {
  const { meter, line, place } = use.line;
  const subject = { asset: use.about, own: lineFacts(use.line, terms.asked) };
  const { winner, tied } = bestRow(subject, terms, notes);
  const made = monthlyQuantity(use.line, { terms, notes, minimum: winner?.minimum });
  const bought = { quantity: made.quantity, row: winner, subject };
  const { cost, price } = paid(bought, terms, notes);
  if (winner === undefined && cost.state !== "free") {
    notes.push({ of: "unpriced", unpriced: { asset: use.asset, line: use.line, tied } });
  }
  const asset = use.asset.id;
  const quantity = written(made.quantity);
  const unit = unitOfMeter[meter];
  const { formula } = made;
  const amount = written(cost);
  // Written out twice: there are tens of thousands, and a spread object takes more time and room.
  const shown: CostLine =
    price === undefined
      ? { asset, line, meter, quantity, unit, formula, place, cost: amount }
      : { asset, line, meter, quantity, unit, formula, place, cost: amount, price };
  return { shown, cost };
}

function bestRow(subject: Subject, terms: Terms, notes: Note[]): Best<PriceRow> {
  const matched = matching(terms.rows, subject);
  for (const candidate of matched) {
    if (candidate.rows.some(({ conditional }) => conditional)) notes.push({ of: "met", candidate });
  }
  return mostSpecific(matched);
}

interface Purchase {
  readonly quantity: Computed;
  readonly row: PriceRow | undefined;
  readonly subject: Subject;
}

interface Paid {
  readonly cost: Computed;
  readonly price?: PriceUsed;
}

const noPrice: Computed = { state: "unknown", reason: "no-price" };

/** The price that a row asks for a quantity, less the discount that fits best, in the estimate's currency. */
function paid({ quantity, row, subject }: Purchase, terms: Terms, notes: Note[]): Paid {
  if (row === undefined) return { cost: quantity.state === "free" ? quantity : noPrice };
  const { charge } = row;
  const price = priceOf(row, quantity);
  if (quantity.state === "free") return { cost: quantity, price };
  if (charge.of === "free") return { cost: { state: "free", reason: charge.reason }, price };
  const exchange = exchangeOf(row, terms);
  if (charge.of === "invalid" || exchange === undefined) return { cost: noPrice };
  const used = { ...price, ...exchange.shown };
  if (quantity.state === "unknown") return { cost: quantity, price: used };
  const full = costOf(quantity, charge);
  const discount = discountOf(row, subject, terms, notes);
  const factor = factorOf(discount?.factor, exchange.factor);
  const cost = factor === undefined ? full : mapped(full, (value) => times(value, factor));
  const taken = discount && { discount: { id: discount.id, place: discount.place } };
  return {
    cost: leaf(computed(quantity.state, cost)),
    price: taken ? { ...used, ...taken } : used,
  };
}

interface Exchange {
  /** Undefined for a price in the currency of the estimate. */
  readonly factor: Exact | undefined;
  readonly shown: Pick<PriceUsed, "exchange">;
}

const none: Exchange = { factor: undefined, shown: {} };

/** What the row's amounts are converted with; undefined where no rate is declared. */
function exchangeOf({ table: { currency } }: PriceRow, terms: Terms): Exchange | undefined {
  if (currency === terms.currency) return none;
  const rate = rateBetween(terms.rates, currency, terms.currency);
  if (rate === undefined) return undefined;
  const { factor, text, day, place } = rate;
  return { factor, shown: { exchange: { currency, rate: text, day, place } } };
}

function factorOf(discount: Exact | undefined, exchange: Exact | undefined): Exact | undefined {
  if (discount === undefined || exchange === undefined) return discount ?? exchange;
  return times(discount, exchange);
}

function priceOf({ charge, used }: PriceRow, quantity: Computed): PriceUsed {
  if (charge.of !== "tiers" || !("expected" in quantity)) return used;
  return { ...used, price: priceText(quantity.expected, charge) };
}

function discountOf(
  row: PriceRow,
  { asset, own }: Subject,
  { discounts }: Terms,
  notes: Note[],
): Discount | undefined {
  if (discounts.byResource.size === 0) return undefined;
  const found = matching(discounts, { asset, own: [...own, row.table.fact] });
  const { winner, tied } = mostSpecific(found);
  for (const diagnostic of tiedDiscounts(tied)) notes.push({ of: "finding", diagnostic });
  return winner;
}
