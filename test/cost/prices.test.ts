import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exactText } from "../../src/base/decimal.ts";
import type { Json, JsonObject } from "../../src/base/json.ts";
import type { Day } from "../../src/base/ports.ts";
import { readPrices, type Prices } from "../../src/cost/prices.ts";
import type { Diagnostic } from "../../src/diagnostic/diagnostic.ts";
import { cpuRow, priceTable, today } from "../support/costs.ts";

const read = (rows: readonly JsonObject[], spec: JsonObject = {}, day = today): Prices =>
  readPrices([priceTable(rows, spec)], day);
const ids = ({ rows }: Prices): readonly string[] => rows.map(({ id }) => id);
const shown = ({
  diagnostics,
}: {
  readonly diagnostics: readonly Diagnostic[];
}): readonly string[] =>
  diagnostics.map(({ rule, place }) => `${rule} ${place.in === "node" ? place.pointer : ""}`);

test("a row keeps its id, unit, exact price and place", () => {
  const { rows, diagnostics } = read([cpuRow]);
  expect(diagnostics).toEqual([]);
  expect(rows).toMatchObject([
    {
      id: "cpu",
      used: { id: "cpu", unit: "vCPU.h", price: "0.05" },
      charge: { of: "flat", price: { n: 5n, d: 100n } },
      conditional: false,
    },
  ]);
  expect(rows[0]?.place).toMatchObject({
    path: "finops/prices.yaml",
    pointer: "/spec/prices/0/id",
  });
});

describe("intervals", () => {
  const row = { ...cpuRow, effective: { from: "2026-07-01", to: "2027-01-01" } };
  test.each([
    ["2026-06-30", []],
    ["2026-07-01", ["cpu"]],
    ["2026-12-31", ["cpu"]],
    ["2027-01-01", []],
  ] as const)("on %s the rows %j hold", (day, expected) => {
    expect(ids(read([row], {}, day as Day))).toEqual(expected);
  });

  test("an end of null is open", () => {
    expect(ids(read([{ ...cpuRow, effective: { from: "2026-07-01", to: null } }]))).toEqual([
      "cpu",
    ]);
  });

  test("an interval without a day is an error", () => {
    const empty = { ...cpuRow, effective: { from: "2026-07-01", to: "2026-07-01" } };
    expect(shown(read([empty]))).toEqual(["PRC-005 /spec/prices/0/effective/to"]);
  });
});

const tiered = (tiers: Json): JsonObject => ({
  id: "s3",
  resource: "storage",
  unit: "GiB.mo",
  tiers,
});

describe("rows that cannot be used are reported, and still match so that no other row steps in", () => {
  test.each<[string, JsonObject, string]>([
    ["a negative price", { ...cpuRow, price: "-1" }, "PRC-005 /spec/prices/0/price"],
    ["an exponent", { ...cpuRow, price: "1e999" }, "PRC-005 /spec/prices/0/price"],
    [
      "an absurdly long price",
      { ...cpuRow, price: "9".repeat(500) },
      "PRC-005 /spec/prices/0/price",
    ],
    ["a number in place of text", { ...cpuRow, price: 0.05 }, "PRC-005 /spec/prices/0/price"],
    ["no price", { id: "cpu", resource: "cpu", unit: "vCPU.h" }, "PRC-005 /spec/prices/0/price"],
    ["a unit of something else", { ...cpuRow, unit: "GiB.h" }, "PRC-006 /spec/prices/0/unit"],
    [
      "a monthly unit for what runs by the hour",
      { id: "m", resource: "memory", unit: "GiB.mo", price: "3" },
      "PRC-006 /spec/prices/0/unit",
    ],
    ["a unit that is none", { ...cpuRow, unit: "vCPU.year" }, "PRC-006 /spec/prices/0/unit"],
    ["one unit for every resource", { ...cpuRow, resource: "*" }, "PRC-006 /spec/prices/0/unit"],
    ["a misspelt resource", { ...cpuRow, resource: "cpuu" }, "PRC-006 /spec/prices/0/resource"],
    [
      "a minimum of something else",
      { ...cpuRow, minimum: "10 MiB" },
      "PRC-006 /spec/prices/0/minimum",
    ],
    [
      "falling tiers",
      tiered([{ upTo: "50 TiB", price: "1" }, { upTo: "10 TiB", price: "1" }, { price: "1" }]),
      "PRC-005 /spec/prices/0/tiers/1",
    ],
    [
      "a last tier that ends",
      tiered([{ upTo: "50 TiB", price: "1" }]),
      "PRC-005 /spec/prices/0/tiers/0",
    ],
    [
      "an open tier before the last",
      tiered([{ price: "1" }, { price: "2" }]),
      "PRC-005 /spec/prices/0/tiers/0",
    ],
    [
      "a tier in another unit",
      tiered([{ upTo: "50 vCPU", price: "1" }, { price: "1" }]),
      "PRC-006 /spec/prices/0/tiers/0/upTo",
    ],
    ["a negative tier", tiered([{ price: "-1" }]), "PRC-005 /spec/prices/0/tiers/0/price"],
  ])("%s", (_, row, finding) => {
    const prices = read([row]);
    expect(shown(prices)).toEqual([finding]);
    expect(prices.rows).toMatchObject([{ charge: { of: "invalid" } }]);
  });

  test("a misspelt resource gets a suggestion", () => {
    expect(read([{ ...cpuRow, resource: "memroy" }]).diagnostics[0]?.help).toBe(
      'did you mean "memory"?',
    );
  });
});

test("a free row needs neither unit nor price", () => {
  const { rows, diagnostics } = read([
    { id: "dev", resource: "*", free: "flat contract", match: { env: "dev" } },
  ]);
  expect(diagnostics).toEqual([]);
  expect(rows).toMatchObject([{ charge: { of: "free", reason: "flat contract" } }]);
});

test("an id used twice is reported at its second place with the first", () => {
  const prices = read([cpuRow, { ...cpuRow, resource: "cpu" }]);
  expect(shown(prices)).toEqual(["PRC-008 /spec/prices/1/id"]);
  expect(prices.diagnostics[0]?.related[0]?.place).toMatchObject({ pointer: "/spec/prices/0/id" });
  expect(
    shown(readPrices([priceTable([cpuRow]), priceTable([cpuRow], {}, "b.yaml")], today)),
  ).toEqual([]);
});

describe("discounts", () => {
  test("a percentage becomes an exact factor", () => {
    const { discounts } = read([cpuRow], {
      discounts: [{ id: "edp", percent: "12.5", from: "2026-01-01" }],
    });
    expect(discounts.map(({ factor }) => exactText(factor))).toEqual(["0.875"]);
  });

  test("one that does not hold yet is left out", () => {
    expect(
      read([cpuRow], { discounts: [{ id: "edp", percent: "5", from: "2027-01-01" }] }).discounts,
    ).toEqual([]);
  });

  test.each(["101", "-1", "abc", "100.01"])("%s percent is refused", (percent) => {
    const prices = read([cpuRow], { discounts: [{ id: "edp", percent }] });
    expect(shown(prices)).toEqual(["PRC-005 /spec/discounts/0/percent"]);
    expect(prices.discounts).toEqual([]);
  });
});

test("no document makes reading throw, whatever it holds", () => {
  const words = fc.constantFrom(
    "cpu",
    "*",
    "vCPU.h",
    "GiB.mo",
    "0.05",
    "-1",
    "50 TiB",
    "2026-01-01",
    "",
  );
  const leaf = fc.oneof(words, fc.string(), fc.double(), fc.boolean(), fc.constant(null));
  const row = fc.dictionary(
    fc.constantFrom(
      "id",
      "resource",
      "unit",
      "price",
      "tiers",
      "upTo",
      "minimum",
      "match",
      "effective",
      "free",
    ),
    fc.oneof(
      leaf,
      fc.array(fc.dictionary(fc.constantFrom("price", "upTo"), leaf)),
      fc.dictionary(words, leaf),
    ),
  );
  fc.assert(
    fc.property(fc.array(row), fc.array(row), (prices, discounts) => {
      const found = readPrices([priceTable(prices, { discounts })], today);
      expect(found.rows.length).toBeLessThanOrEqual(prices.length);
    }),
    { numRuns: 1000 },
  );
});
