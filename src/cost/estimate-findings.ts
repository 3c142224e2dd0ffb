import { by, byCodeUnit } from "../base/compare.ts";
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
import type { Currency } from "../model/estimate.ts";
import { nameOf } from "../model/ids.ts";
import type { Asset } from "../model/snapshot.ts";
import type { UsageLine } from "../model/usage.ts";
import type { Candidate } from "./match.ts";
import type { PriceRow, PriceTable } from "./price-row.ts";
import type { Discount, Prices } from "./prices.ts";
import type { QuantityFindings } from "./quantity.ts";

/** A line of usage with whose it is. */
export interface Used {
  readonly asset: Asset;
  readonly line: UsageLine;
}

export interface Circumstances {
  readonly prices: Prices;
  /** What is used at all. */
  readonly meters: ReadonlySet<string>;
  readonly currency: Currency;
  readonly hoursPerMonth: string;
}

/** Gathers what goes wrong line by line, so that one cause gives one finding. */
export interface Findings extends QuantityFindings {
  /** What matches a line, whether or not it wins it. */
  readonly matched: (candidates: readonly Candidate<PriceRow>[]) => void;
  /** A line that no row matches, or several equally well. */
  readonly unpriced: (used: Used, tied: readonly PriceRow[]) => void;
  readonly tiedDiscounts: (tied: readonly Discount[]) => void;
  readonly diagnostics: (circumstances: Circumstances) => readonly Diagnostic[];
}

interface Group {
  readonly first: Used;
  readonly rows: readonly PriceRow[];
  readonly lines: number;
}

/** Places listed with one finding; the message counts the rest. */
const relatedMax = 10;

export function findingsOf(prices: Prices): Findings {
  const direct: Diagnostic[] = [];
  const groups = new Map<string, Group>();
  const matched = new Set<Candidate<PriceRow>>();
  return {
    badSchedule: ({ schedule, place }, problem) => {
      const message = `schedule "${schedule.cron}" cannot be priced: ${problem}`;
      direct.push(diagnose(PRC_009, { message, place }));
    },
    badAmount: ({ of, place }) => {
      const message = `${of} is no amount of 0 or more with low ≤ expected ≤ high`;
      direct.push(diagnose(PRC_012, { message, place }));
    },
    implausible: ({ of, place }) => {
      const message = `${of} is above a thousand million`;
      direct.push(diagnose(PRC_011, { message, place }));
    },
    matched: (candidates) => {
      for (const candidate of candidates) matched.add(candidate);
    },
    unpriced: (first, rows) => {
      const key =
        rows.length === 0 ? usageKey(first.line) : rows.map(rowKey).toSorted(byCodeUnit).join("\n");
      const lines = (groups.get(key)?.lines ?? 0) + 1;
      groups.set(key, { first: groups.get(key)?.first ?? first, rows, lines });
    },
    tiedDiscounts: (tied) => {
      const [first, second] = tied.toSorted(by(({ place }) => placeKey(place)));
      if (first === undefined || second === undefined) return;
      const message = `discounts "${first.id}" and "${second.id}" match equally well; none is applied`;
      const related = [{ message: `discount "${first.id}"`, place: first.place }];
      direct.push(diagnose(PRC_002, { message, place: second.place, related }));
    },
    diagnostics: (circumstances) => [
      ...direct,
      ...[...groups.values()].map((group) => unpricedFinding(group, prices)),
      ...tableFindings(circumstances, new Set([...matched].flatMap(({ rows }) => rows))),
    ],
  };
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

function unpricedFinding({ first, rows, lines }: Group, prices: Prices): Diagnostic {
  const { asset, line } = first;
  const dims = dimsText(line.dims);
  const what = `${line.meter}${dims === "" ? "" : ` (${dims})`}`;
  const others = lines === 1 ? "" : ` and ${counted(lines - 1, "more line")}`;
  const whose = `${line.line} of ${nameOf(asset.id)}${others}`;
  const about = { asset: asset.id, subject: asset.toolKey };
  const [winner, ...tied] = rows.toSorted(by(rowKey));
  if (winner === undefined) {
    const severity = prices.rows.length === 0 ? "info" : "warning";
    return diagnose(PRC_001, {
      message: `no price for ${what}: ${whose}`,
      place: line.place,
      severity,
      ...about,
    });
  }
  const names = [winner, ...tied].slice(0, relatedMax).map(({ id }) => `"${id}"`);
  return diagnose(PRC_002, {
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
}

function tableFindings(
  { prices, meters, currency, hoursPerMonth }: Circumstances,
  matched: ReadonlySet<PriceRow>,
): readonly Diagnostic[] {
  const isIdle = (row: PriceRow): boolean =>
    row.conditional && !matched.has(row) && (row.resource === "*" || meters.has(row.resource));
  return prices.tables.flatMap((table) => {
    const rows = prices.rows.filter((row) => row.table === table);
    return [
      ...(table.currency === currency ? [] : [otherCurrency(table, currency)]),
      ...otherMonth(table, hoursPerMonth),
      ...idleRows(table, rows.filter(isIdle)),
    ];
  });
}

function otherCurrency(table: PriceTable, currency: Currency): Diagnostic {
  return diagnose(PRC_007, {
    message: `prices of ${table.name} are in ${table.currency}, the estimate is in ${currency}`,
    place: table.currencyPlace,
    help: "amounts of different currencies are never added; use one currency for all tables",
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
