import { by } from "../base/compare.ts";
import { times } from "../base/decimal.ts";
import { Failure } from "../base/failure.ts";
import type { Day } from "../base/ports.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { unknown, type DecimalText } from "../model/amount.ts";
import type { Declaration } from "../model/claim.ts";
import type { CostLine, Currency, Estimate } from "../model/estimate.ts";
import type { Asset, Snapshot } from "../model/snapshot.ts";
import type { UsageLine } from "../model/usage.ts";
import { costOf, priceText } from "./charge.ts";
import { lineFacts } from "./facts.ts";
import { mapped, written, type Computed } from "./interval.ts";
import {
  indexRows,
  matching,
  mostSpecific,
  narrowed,
  type MatchIndex,
  type Subject,
} from "./match.ts";
import { averageMonth, calendarMonth, type Month } from "./month.ts";
import { findingsOf, type Findings } from "./estimate-findings.ts";
import type { PriceRow } from "./price-row.ts";
import { readPrices, type Discount } from "./prices.ts";
import { monthlyQuantity, type QuantityContext } from "./quantity.ts";
import { runsPerMonth, type Runs } from "./schedule.ts";
import { decimal, totalOf } from "./total.ts";
import { unitOfMeter } from "./units.ts";
import { withUsage } from "./usage.ts";

export interface EstimateOptions {
  /** Currency of the result; undefined: that of the first price table. */
  readonly currency?: Currency | undefined;
  /** Hours of an average month, for what is always on. */
  readonly hoursPerMonth: DecimalText;
  /** A month of the calendar, `YYYY-MM`, in place of the average one. */
  readonly month?: string | undefined;
  readonly asOf: Day;
  /** Price tables to use in place of those that the snapshot declares. */
  readonly prices?: readonly Declaration[] | undefined;
}

export interface Estimated {
  readonly estimate: Estimate;
  readonly diagnostics: readonly Diagnostic[];
}

export type Priceable = Pick<Snapshot, "assets" | "declarations">;

/** ISO 4217 for "no currency": there is no price, and nobody has named one. */
const noCurrency: Currency = "XXX";

interface Pricing extends QuantityContext {
  readonly currency: Currency;
  readonly rows: MatchIndex<PriceRow>;
  readonly discounts: MatchIndex<Discount>;
  readonly found: Findings;
}

/**
 * The monthly cost of everything that a snapshot uses, line by line. Each line is computed exactly
 * and rounded once to 12 decimals; the total adds the rounded lines and so equals their sum.
 *
 * @throws Failure CONFIG when hoursPerMonth or month is not one
 */
export function estimate(snapshot: Priceable, options: EstimateOptions): Estimated {
  const month = monthOf(options);
  const prices = readPrices(options.prices ?? snapshot.declarations, options.asOf);
  const currency = options.currency ?? prices.tables[0]?.currency ?? noCurrency;
  const { usage, diagnostics } = withUsage(snapshot.assets, snapshot.declarations);
  const pricing: Pricing = {
    currency,
    month,
    rows: indexRows(prices.rows),
    discounts: indexRows(prices.discounts),
    runs: remembered(month),
    found: findingsOf(prices),
  };
  const lines = usage
    .flatMap(({ facts, lines: own }) => {
      const { asset } = facts;
      const about = narrowed(facts, [pricing.rows, pricing.discounts]);
      return own.map((line) => priced({ asset, about, line }, pricing));
    })
    .toSorted(
      by(
        ({ asset }) => asset,
        ({ line }) => line,
        ({ meter }) => meter,
      ),
    );
  const meters = new Set(lines.map(({ meter }) => meter));
  const hoursPerMonth = decimal(month.hours);
  return {
    estimate: { currency, hoursPerMonth, lines, total: totalOf(lines.map(({ cost }) => cost)) },
    diagnostics: [
      ...prices.diagnostics,
      ...diagnostics,
      ...pricing.found.diagnostics({ prices, meters, currency, hoursPerMonth }),
    ],
  };
}

function monthOf({ hoursPerMonth, month }: EstimateOptions): Month {
  const found = month === undefined ? averageMonth(hoursPerMonth) : calendarMonth(month);
  if (found !== undefined) return found;
  const message =
    month === undefined
      ? `a month of ${hoursPerMonth} hours: expected a decimal above 0 and at most 744`
      : `"${month}" is not a month: expected YYYY-MM`;
  throw new Failure("CONFIG", message);
}

function remembered(month: Month): QuantityContext["runs"] {
  const known = new Map<string, Runs>();
  return ({ cron }) => {
    const runs = known.get(cron) ?? runsPerMonth(cron, month);
    known.set(cron, runs);
    return runs;
  };
}

interface Use {
  readonly asset: Asset;
  readonly about: Subject["asset"];
  readonly line: UsageLine;
}

function priced({ asset, about, line }: Use, pricing: Pricing): CostLine {
  const subject = { asset: about, own: lineFacts(line) };
  const matched = matching(pricing.rows, subject);
  pricing.found.matched(matched);
  const { winner, tied } = mostSpecific(matched);
  const { quantity, formula } = monthlyQuantity(line, pricing, winner?.minimum);
  const base = {
    asset: asset.id,
    line: line.line,
    meter: line.meter,
    quantity: written(quantity),
    unit: unitOfMeter[line.meter],
    formula,
    place: line.place,
  };
  if (winner !== undefined)
    return { ...base, ...paid({ row: winner, quantity, subject }, pricing) };
  if (quantity.state === "free") return { ...base, cost: quantity };
  pricing.found.unpriced({ asset, line }, tied);
  return { ...base, cost: unknown("no-price") };
}

interface Purchase {
  readonly row: PriceRow;
  readonly quantity: Computed;
  readonly subject: Subject;
}

/** The price that a row asks for a quantity, less the discount that fits best. */
function paid(
  { row, quantity, subject }: Purchase,
  pricing: Pricing,
): Pick<CostLine, "cost" | "price"> {
  const { charge, id, unit, place } = row;
  const expected = "expected" in quantity ? quantity.expected : undefined;
  const price = { id, unit, price: priceText(expected, charge), place };
  if (quantity.state === "free") return { cost: quantity, price };
  if (row.table.currency !== pricing.currency) return { cost: unknown("no-price") };
  if (charge.of === "invalid") return { cost: unknown("no-price") };
  if (charge.of === "free") return { cost: { state: "free", reason: charge.reason }, price };
  if (quantity.state === "unknown") return { cost: quantity, price };
  const full = costOf(quantity, charge);
  const discount = discountOf(row, subject, pricing);
  if (discount === undefined) return { cost: written({ state: quantity.state, ...full }), price };
  const less = mapped(full, (value) => times(value, discount.factor));
  return {
    cost: written({ state: quantity.state, ...less }),
    price: { ...price, discount: { id: discount.id, place: discount.place } },
  };
}

function discountOf(
  row: PriceRow,
  { asset, own }: Subject,
  pricing: Pricing,
): Discount | undefined {
  if (pricing.discounts.byResource.size === 0) return undefined;
  const found = matching(pricing.discounts, { asset, own: [...own, row.table.fact] });
  const { winner, tied } = mostSpecific(found);
  if (tied.length > 0) pricing.found.tiedDiscounts(tied);
  return winner;
}
