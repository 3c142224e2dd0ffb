import fc from "fast-check";
import { expect, test } from "vitest";
import { compareExact, one, times } from "../../src/base/decimal.ts";
import type { JsonObject } from "../../src/base/json.ts";
import type { RepoPath } from "../../src/base/path.ts";
import type { Day } from "../../src/base/ports.ts";
import { costOfChange } from "../../src/cost/cost-of-change.ts";
import { rateBetween, readRates } from "../../src/cost/exchange.ts";
import type { Declaration } from "../../src/model/claim.ts";
import {
  always,
  asset,
  cpuRow,
  factor,
  line,
  options,
  priced,
  priceTable,
  rulesOf,
  today,
} from "../support/costs.ts";

type Row = readonly [quote: string, rate: string, date: string];

function fxTable(base: string, rows: readonly Row[], path = "finops/fx.yaml"): Declaration {
  const rates = rows.map(([quote, rate, date]) => ({ quote, rate, date }));
  const value: JsonObject = { kind: "FxTable", metadata: { name: "fx" }, spec: { base, rates } };
  return { kind: "FxTable", name: "default/fx", path: path as RepoPath, document: 0, value };
}

const cores = asset("workload:ml/app", { usage: [line("cpu", [factor("size", "2"), always])] });
const dollars = priceTable([cpuRow], { currency: "USD" });
const euros = { currency: "EUR" } as const;

function costIn(tables: readonly Declaration[], more = {}): unknown {
  const { estimate, diagnostics } = priced([cores], tables, { ...euros, ...more });
  return [estimate.total.expected, estimate.total.unknown, rulesOf({ diagnostics })];
}

test("a price in another currency is converted by the declared rate, exactly", () => {
  // 2 × 730 × 0.05 = 73 USD, 1.0832 USD to the euro: 67.392909896602… EUR.
  const fx = fxTable("EUR", [["USD", "1.0832", "2026-11-20"]]);
  expect(costIn([dollars, fx])).toEqual(["67.392909896603", 0, []]);
  const back = fxTable("USD", [["EUR", "0.5", "2026-11-20"]]);
  expect(costIn([dollars, back])).toEqual(["36.5", 0, []]);
});

test("a line says by which rate its price was converted", () => {
  const fx = fxTable("EUR", [["USD", "1.0832", "2026-11-20"]]);
  const [shown] = priced([cores], [dollars, fx], euros).estimate.lines;
  expect(shown?.price?.exchange).toMatchObject({
    currency: "USD",
    rate: "1 EUR = 1.0832 USD",
    day: "2026-11-20",
    place: { path: "finops/fx.yaml", pointer: "/spec/rates/0/rate" },
  });
});

test("without a rate the amount is unknown and the table is named", () => {
  expect(costIn([dollars])).toEqual(["0", 1, ["PRC-007"]]);
  const other = fxTable("EUR", [["GBP", "0.83", "2026-11-20"]]);
  expect(costIn([dollars, other])).toEqual(["0", 1, ["PRC-007"]]);
});

test("the newest rate up to the day of the run holds, and none of later days", () => {
  const fx = fxTable("EUR", [
    ["USD", "4", "2026-11-25"],
    ["USD", "2", "2026-11-24"],
    ["USD", "1", "2026-11-23"],
  ]);
  expect(costIn([dollars, fx])).toEqual(["36.5", 0, []]);
  expect(costIn([dollars, fx], { asOf: "2026-11-22" as Day })).toEqual(["0", 1, ["PRC-007"]]);
});

test("two rates of one day that differ convert nothing; equal ones do, whichever way round", () => {
  const pair = (a: Row, b: Row, base = "EUR"): readonly Declaration[] => [
    dollars,
    fxTable("EUR", [a]),
    fxTable(base, [b], "finops/more.yaml"),
  ];
  const two: Row = ["USD", "2", "2026-11-20"];
  expect(costIn(pair(two, ["USD", "2.1", "2026-11-20"]))).toEqual(["0", 1, ["PRC-007", "PRC-014"]]);
  expect(costIn(pair(two, two))).toEqual(["36.5", 0, []]);
  expect(costIn(pair(two, ["EUR", "0.5", "2026-11-20"], "USD"))).toEqual(["36.5", 0, []]);
  expect(costIn(pair(two, ["EUR", "0.4", "2026-11-20"], "USD"))).toEqual([
    "0",
    1,
    ["PRC-007", "PRC-014"],
  ]);
});

test("a rate is computed over one third currency where no table states it", () => {
  const fx = fxTable("EUR", [
    ["USD", "1.25", "2026-11-20"],
    ["GBP", "0.5", "2026-11-18"],
  ]);
  const rate = rateBetween(readRates([fx], today), "USD", "GBP");
  expect(rate).toMatchObject({
    day: "2026-11-18",
    text: "1 EUR = 1.25 USD, 1 EUR = 0.5 GBP",
  });
  expect(costIn([dollars, fx], { currency: "GBP" })).toEqual(["29.2", 0, []]);
});

test("a rate from more than a quarter ago is used and reported", () => {
  const at = (date: string): unknown => costIn([dollars, fxTable("EUR", [["USD", "2", date]])]);
  expect(at("2026-08-24")).toEqual(["36.5", 0, []]);
  expect(at("2026-08-23")).toEqual(["36.5", 0, ["PRC-015"]]);
});

const texts = fc
  .tuple(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 0, max: 4 }))
  .map(([digits, scale]) =>
    scale === 0
      ? String(digits)
      : `${Math.floor(digits / 10 ** scale)}.${String(digits % 10 ** scale).padStart(scale, "0")}`,
  );

test("there and back again is the amount itself, over a third currency too", () => {
  const property = fc.property(texts, texts, (dollar, pound) => {
    fc.pre(/[1-9]/u.test(dollar) && /[1-9]/u.test(pound));
    const rates = readRates(
      [
        fxTable("EUR", [
          ["USD", dollar, "2026-11-20"],
          ["GBP", pound, "2026-11-20"],
        ]),
      ],
      today,
    );
    for (const [from, to] of [
      ["EUR", "USD"],
      ["USD", "GBP"],
      ["GBP", "EUR"],
    ] as const) {
      const [there, back] = [rateBetween(rates, from, to), rateBetween(rates, to, from)];
      expect(there && back && compareExact(times(there.factor, back.factor), one)).toBe(0);
    }
  });
  fc.assert(property);
});

test("documents of any form give rates or none, and never throw", () => {
  const property = fc.property(fc.jsonValue({ maxDepth: 3 }), (spec) => {
    const value = { kind: "FxTable", spec } as JsonObject;
    const declaration = { ...fxTable("EUR", []), value };
    expect(readRates([declaration], today).diagnostics).toEqual([]);
  });
  fc.assert(property);
});

test("a change of currency with a rate is a change of prices, and without one is unknown", () => {
  const price = (currency: string): Declaration => priceTable([cpuRow], { currency });
  const fx = fxTable("EUR", [["USD", "2", "2026-11-20"]]);
  const of = (declarations: readonly Declaration[]) => ({
    assets: [cores],
    declarations,
    diagnostics: [],
  });
  const change = (rates: readonly Declaration[]) =>
    costOfChange(of([price("USD")]), of([price("EUR"), ...rates]), {
      ...options,
      pairs: new Map(),
    });
  expect(change([fx]).diff).toMatchObject({
    before: { expected: "36.5", unknown: 0 },
    after: { expected: "73", unknown: 0 },
    code: { expected: "0" },
    price: { expected: "36.5" },
  });
  expect(rulesOf(change([fx]))).toEqual([]);
  expect(change([]).diff.change.unknown).toBe(1);
  expect(rulesOf(change([]))).toEqual(["PRC-007"]);
});
