import { Failure } from "../base/failure.ts";
import type { Day } from "../base/ports.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { DecimalText } from "../model/amount.ts";
import type { Declaration } from "../model/claim.ts";
import type { Currency } from "../model/estimate.ts";
import { readRates, withFallback, type Rates } from "./exchange.ts";
import { askedBy, type Asked } from "./facts.ts";
import type { Measures } from "./factor.ts";
import { indexRows, type MatchIndex } from "./match.ts";
import { averageMonth, calendarMonth, type Month } from "./month.ts";
import type { PriceRow } from "./price-row.ts";
import { readPrices, type Discount, type Prices } from "./prices.ts";
import { runsIn, type Runs } from "./schedule.ts";
import { choiceOf, type Choice } from "./usage-choice.ts";
import { readUsage, type Declared } from "./usage-entries.ts";

export interface EstimateOptions {
  /** Currency of the result; undefined: that of the first price table. */
  readonly currency?: Currency | undefined;
  /** Hours of an average month, for what is always on. */
  readonly hoursPerMonth: DecimalText;
  /** A month of the calendar, `YYYY-MM`, in place of the average one. */
  readonly month?: string | undefined;
  readonly asOf: Day;
}

/** A month with what has been counted in it so far: all estimates of one run share it. */
export interface Period {
  readonly month: Month;
  readonly runs: (cron: string) => Runs;
  readonly measures: Measures;
}

/** Everything that decides about the cost of an asset beside what the asset itself says. */
export interface Terms extends Period {
  readonly currency: Currency;
  readonly prices: Prices;
  /** What prices in other currencies are converted with. */
  readonly rates: Rates;
  readonly asOf: Day;
  readonly rows: MatchIndex<PriceRow>;
  readonly discounts: MatchIndex<Discount>;
  readonly usage: {
    readonly declared: readonly Declared[];
    readonly diagnostics: readonly Diagnostic[];
  };
  readonly choice: Choice;
  /** What all of them ask of an asset and its lines. */
  readonly asked: Asked;
}

/** ISO 4217 for "no currency": there is no price, and nobody has named one. */
const noCurrency: Currency = "XXX";

/** @throws Failure CONFIG when hoursPerMonth or month is not one */
export function periodOf({ hoursPerMonth, month: text }: EstimateOptions): Period {
  const month = text === undefined ? averageMonth(hoursPerMonth) : calendarMonth(text);
  if (month !== undefined) return { month, runs: runsIn(month), measures: new Map() };
  const message =
    text === undefined
      ? `a month of ${hoursPerMonth} hours: expected a decimal above 0 and at most 744`
      : `"${text}" is not a month: expected YYYY-MM`;
  throw new Failure("CONFIG", message);
}

interface TermDeclarations {
  /** Price tables and exchange rates. */
  readonly prices: readonly Declaration[];
  readonly usage: readonly Declaration[];
  /** Rates for pairs of currencies that `prices` has none for. */
  readonly otherRates?: readonly Declaration[];
}

/** The terms that the price tables of one tree and the usage documents of one tree make. */
export function termsOf(
  declarations: TermDeclarations,
  options: EstimateOptions,
  period: Period,
): Terms {
  const { asOf } = options;
  const prices = readPrices(declarations.prices, asOf);
  const ratesIn = (some: readonly Declaration[]): Rates => readRates(some, asOf);
  const usage = readUsage(declarations.usage);
  const rows = indexRows(prices.rows);
  const discounts = indexRows(prices.discounts);
  const choice = choiceOf(usage.declared);
  return {
    ...period,
    currency: options.currency ?? prices.tables[0]?.currency ?? noCurrency,
    prices,
    rates: withFallback(ratesIn(declarations.prices), ratesIn(declarations.otherRates ?? [])),
    asOf,
    rows,
    discounts,
    usage,
    choice,
    asked: askedBy([rows, discounts, ...choice.values()]),
  };
}
