import { by, byCodeUnit } from "../base/compare.ts";
import { grouped } from "../base/group.ts";
import type { Day } from "../base/ports.ts";
import { counted } from "../base/text.ts";
import { diagnose, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { placeKey } from "../diagnostic/place.ts";
import {
  PRC_001,
  PRC_002,
  PRC_003,
  PRC_007,
  PRC_009,
  PRC_011,
  PRC_012,
  PRC_013,
} from "../diagnostic/rules/prc.ts";
import type { CostLine, Currency } from "../model/estimate.ts";
import { nameOf } from "../model/ids.ts";
import type { Factor, UsageLine } from "../model/usage.ts";
import { rateBetween, staleRate, type Rate, type Rates } from "./exchange.ts";
import type { AmountFactor } from "./factor.ts";
import type { Noted, Unpriced } from "./notes.ts";
import type { PriceRow, PriceTable } from "./price-row.ts";
import type { Discount, Prices } from "./prices.ts";

export interface Circumstances {
  readonly prices: Prices;
  /** What is used at all. */
  readonly lines: readonly CostLine[];
  readonly currency: Currency;
  readonly hoursPerMonth: string;
  readonly rates: Rates;
  readonly asOf: Day;
}

/** Places listed with one finding; the message counts the rest. */
const relatedMax = 10;

export function badSchedule(
  { schedule, place }: Factor & { readonly of: "schedule" },
  problem: string,
): Diagnostic {
  const message = `schedule "${schedule.cron}" cannot be priced: ${problem}`;
  return diagnose(PRC_009, { message, place });
}

export function badAmount({ of, place }: AmountFactor): Diagnostic {
  const message = `${of} is no amount of 0 or more with low ≤ expected ≤ high`;
  return diagnose(PRC_012, { message, place });
}

export function implausible({ of, place }: AmountFactor): Diagnostic {
  return diagnose(PRC_011, { message: `${of} is above a thousand million`, place });
}

export function tiedDiscounts(tied: readonly Discount[]): readonly Diagnostic[] {
  const [first, second] = tied.toSorted(by(({ place }) => placeKey(place)));
  if (first === undefined || second === undefined) return [];
  const message = `discounts "${first.id}" and "${second.id}" match equally well; none is applied`;
  const related = [{ message: `discount "${first.id}"`, place: first.place }];
  return [diagnose(PRC_002, { message, place: second.place, related })];
}

/** What is wrong with the prices of a whole tree: one cause gives one finding. */
export function priceFindings(
  { met, unpriced, findings }: Noted,
  circumstances: Circumstances,
): readonly Diagnostic[] {
  const groups = grouped(unpriced, ({ line, tied }) =>
    tied.length === 0 ? usageKey(line) : tied.map(rowKey).toSorted(byCodeUnit).join("\n"),
  );
  const metRows = new Set([...met].flatMap(({ rows }) => rows));
  return [
    ...findings,
    ...[...groups.values()].flatMap((lines) => unpricedFinding(lines, circumstances.prices)),
    ...tableFindings(circumstances, metRows),
  ];
}

function usageKey({ meter, dims }: UsageLine): string {
  return `${meter} ${dimsText(dims)}`;
}

function dimsText(dims: UsageLine["dims"]): string {
  const pairs = Object.entries(dims).toSorted(by(([dim]) => dim));
  return pairs.map(([dim, value]) => `${dim} ${value}`).join(", ");
}

function rowKey(row: PriceRow): string {
  return placeKey(row.place);
}

/** Lines of equal usage, or that the same rows match. */
function unpricedFinding(
  [first, ...more]: readonly Unpriced[],
  prices: Prices,
): readonly Diagnostic[] {
  if (first === undefined) return [];
  const { asset, line, tied: rows } = first;
  const dims = dimsText(line.dims);
  const what = `${line.meter}${dims === "" ? "" : ` (${dims})`}`;
  const others = more.length === 0 ? "" : ` and ${counted(more.length, "more line")}`;
  const whose = `${line.line} of ${nameOf(asset.id)}${others}`;
  const about = { asset: asset.id, subject: asset.toolKey };
  const [winner, ...tied] = rows.toSorted(by(rowKey));
  if (winner === undefined) {
    const severity = prices.rows.length === 0 ? "info" : "warning";
    const message = `no price for ${what}: ${whose}`;
    return [diagnose(PRC_001, { message, place: line.place, severity, ...about })];
  }
  const names = [winner, ...tied].slice(0, relatedMax).map(({ id }) => `"${id}"`);
  const finding = diagnose(PRC_002, {
    message: `prices ${names.join(" and ")} match ${what} equally well: ${whose}`,
    place: winner.place,
    help: "add a condition to the one that should win",
    asset: asset.id,
    related: [
      ...tied
        .slice(0, relatedMax - 1)
        .map(({ id, place }) => ({ message: `price "${id}"`, place })),
      { message: "used here", place: line.place },
    ],
  });
  return [finding];
}

function tableFindings(
  circumstances: Circumstances,
  met: ReadonlySet<PriceRow>,
): readonly Diagnostic[] {
  const { prices, lines, hoursPerMonth } = circumstances;
  const unmet = prices.rows.filter((row) => row.conditional && !met.has(row));
  const meters = new Set<string>(unmet.length === 0 ? [] : lines.map(({ meter }) => meter));
  const idle = unmet.filter(({ resource }) => resource === "*" || meters.has(resource));
  return [
    ...currencyFindings(circumstances),
    ...prices.tables.flatMap((table) => [
      ...otherMonth(table, hoursPerMonth),
      ...idleRows(
        table,
        idle.filter((row) => row.table === table),
      ),
    ]),
  ];
}

/** PRC-007 for each table that no rate converts, and what is wrong with the rates of the others. */
function currencyFindings({ prices, currency, rates, asOf }: Circumstances): readonly Diagnostic[] {
  const others = prices.tables.filter((table) => table.currency !== currency);
  const used = new Set<Rate>();
  const lost = others.filter((table) => {
    const rate = rateBetween(rates, table.currency, currency);
    if (rate !== undefined) used.add(rate);
    return rate === undefined;
  });
  return [
    ...lost.map((table) => otherCurrency(table, currency, asOf)),
    ...[...used].flatMap((rate) => staleRate(rate, asOf)),
  ];
}

function otherCurrency(table: PriceTable, currency: Currency, asOf: Day): Diagnostic {
  return diagnose(PRC_007, {
    message: `prices of ${table.name} are in ${table.currency}, the estimate is in ${currency}, and no rate up to ${asOf} is declared`,
    place: table.currencyPlace,
    help: `declare the rate in an FxTable: {quote: ${table.currency}, rate: …, date: …} on base ${currency}`,
  });
}

function otherMonth(table: PriceTable, hoursPerMonth: string): readonly Diagnostic[] {
  const { hoursPerMonth: made = hoursPerMonth, name, currencyPlace: place } = table;
  if (made === hoursPerMonth || (made === "calendar" && hoursPerMonth !== "730")) return [];
  const message = `${name} was made for months of ${made} h; this estimate uses ${hoursPerMonth} h`;
  return [diagnose(PRC_013, { message, place })];
}

/**
 * Rows with conditions that no line meets although their resource is used: most likely a word is
 * misspelt. A table for a whole company names many resources that one repository does not use.
 */
function idleRows(table: PriceTable, idle: readonly PriceRow[]): readonly Diagnostic[] {
  if (idle.length === 0) return [];
  const names = idle.slice(0, relatedMax).map(({ id }) => id);
  const rest = idle.length > relatedMax ? `, and ${idle.length - relatedMax} more` : "";
  return [
    diagnose(PRC_003, {
      message: `no usage meets the conditions of ${counted(idle.length, "price")} of ${table.name}: ${names.join(", ")}${rest}`,
      place: table.place,
      related: idle
        .slice(0, relatedMax)
        .map(({ id, place }) => ({ message: `price "${id}"`, place })),
    }),
  ];
}
