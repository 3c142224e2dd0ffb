import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Failure } from "../../src/base/failure.ts";
import type { JsonObject } from "../../src/base/json.ts";
import type { Amount } from "../../src/model/amount.ts";
import type { CostLine } from "../../src/model/estimate.ts";
import { meters, type Factor, type UsageLine } from "../../src/model/usage.ts";
import {
  always,
  asset,
  cpuRow,
  cron,
  estimated,
  factor,
  line,
  priced,
  priceTable,
  rulesOf,
  runs,
  undeclared,
  type AssetFacts,
} from "../support/costs.ts";

const rows: readonly JsonObject[] = [
  cpuRow,
  { id: "mem", resource: "memory", unit: "GiB.h", price: "0.004" },
  { id: "disk", resource: "storage", unit: "GiB.mo", price: "0.10" },
  { id: "scan", resource: "bytes_scanned", unit: "TiB", price: "6.25", minimum: "10 MiB" },
  { id: "credit", resource: "warehouse_credit", unit: "credit", price: "2.60" },
  { id: "requests", resource: "requests", unit: "request.1e6", price: "0.20" },
];
const priceOf = (usage: UsageLine, facts: AssetFacts = {}, prices = rows): CostLine => {
  const { estimate } = priced(
    [asset("workload:ml/app", { ...facts, usage: [usage] })],
    [priceTable(prices)],
  );
  return estimate.lines[0]!;
};
const expectedOf = (amount: Amount): string =>
  "expected" in amount ? amount.expected : amount.state;
const known = (value: string): Amount => ({
  state: "known",
  low: value,
  expected: value,
  high: value,
});

/** Money in units of the twelfth decimal. */
const scaled = (text: string): bigint => {
  const [before = "", after = ""] = text.split(".");
  return BigInt(before + after.padEnd(12, "0"));
};

describe("a line", () => {
  test("is the product of its factors times the price, with a formula that says so", () => {
    const { quantity, cost, price, formula, unit } = priceOf(
      line("cpu", [factor("size", "2"), factor("count", "3"), always]),
    );
    expect(quantity).toEqual(known("4380"));
    expect(cost).toEqual(known("219"));
    expect(price).toMatchObject({ id: "cpu", unit: "vCPU.h", price: "0.05" });
    expect([formula, unit]).toEqual(["2 vCPU × 3 × 730 h", "vCPU.h"]);
  });

  test.each<[string, UsageLine, string, string]>([
    [
      "20 minutes a day, exactly",
      line("cpu", [factor("size", "3"), factor("duration", "1200"), runs("1")]),
      "30.436875",
      "3 vCPU × 20 min × 30.4369 runs",
    ],
    [
      "a schedule",
      line("cpu", [factor("size", "1"), factor("duration", "7200"), cron("@monthly")]),
      "2",
      "1 vCPU × 2 h × 1 run",
    ],
    [
      "runs of the month",
      line("cpu", [factor("size", "1"), factor("duration", "30"), runs("120", "month")]),
      "1",
      "1 vCPU × 30 s × 120 runs",
    ],
    [
      "storage lies there the whole month",
      line("storage", [factor("size", "50"), factor("count", "3")]),
      "150",
      "50 GiB × 3 × 1 month",
    ],
    [
      "storage that is always on",
      line("storage", [factor("size", "50"), always]),
      "50",
      "50 GiB × 730 h",
    ],
    [
      "storage for a part of the month",
      line("storage", [factor("size", "73"), factor("duration", "36000"), runs("1", "month")]),
      "1",
      "73 GiB × 10 h × 1 run",
    ],
    [
      "bytes per run",
      line("bytes_scanned", [factor("size", "0.5"), runs("4", "month")]),
      "2",
      "0.5 TiB × 4 runs",
    ],
    [
      "credits",
      line("warehouse_credit", [
        factor("size", "2"),
        factor("duration", "1800"),
        runs("10", "month"),
      ]),
      "10",
      "2 credit × 30 min × 10 runs",
    ],
  ])("%s", (_, usage, quantity, formula) => {
    const found = priceOf(usage);
    expect([expectedOf(found.quantity), found.formula]).toEqual([quantity, formula]);
  });

  test("ranges stay ranges, bound by bound", () => {
    const usage = line("cpu", [
      factor("size", "1"),
      factor("count", estimated("1", "2", "5")),
      always,
    ]);
    const { cost, formula } = priceOf(usage);
    expect(cost).toEqual({ state: "estimated", low: "36.5", expected: "73", high: "182.5" });
    expect(formula).toBe("1 vCPU × 2 (1 to 5) × 730 h");
  });

  test("the minimum is billed each time, not each month", () => {
    const usage = line("bytes_scanned", [factor("size", "0"), runs("1024", "month")]);
    expect(expectedOf(priceOf(usage).quantity)).toBe("0.009765625");
  });

  test("a third of an hour is rounded once, at the end", () => {
    const usage = line("cpu", [
      factor("size", "1"),
      factor("duration", "1200"),
      runs("1", "month"),
    ]);
    expect(expectedOf(priceOf(usage).quantity)).toBe("0.333333333333");
    expect(expectedOf(priceOf(usage).cost)).toBe("0.016666666667");
  });
});

describe("the four states", () => {
  test("an unknown factor makes quantity and cost unknown, and the total counts it", () => {
    const usage = [
      line("cpu", [factor("size", "1"), factor("duration", undeclared), runs("1")]),
      line("memory", [factor("size", "1"), always]),
    ];
    const { estimate } = priced([asset("workload:ml/app", { usage })], [priceTable(rows)]);
    expect(estimate.lines.map(({ cost }) => cost.state)).toEqual(["unknown", "known"]);
    expect(estimate.lines[0]?.formula).toBe("1 vCPU × ? h × 30.4369 runs");
    expect(estimate.total).toEqual({ low: "2.92", expected: "2.92", high: "2.92", unknown: 1 });
  });

  test("nothing times unknown is unknown, not nothing", () => {
    const usage = line("cpu", [factor("size", undeclared), factor("count", "0"), always]);
    expect(priceOf(usage).cost.state).toBe("unknown");
  });

  test("a suspended schedule is free, even of an unknown duration", () => {
    const usage = line("cpu", [
      factor("size", "1"),
      factor("duration", undeclared),
      cron("@daily", true),
    ]);
    expect(priceOf(usage).cost).toEqual({ state: "free", reason: "suspended" });
  });

  test("a free price is free with its reason and hides a less fitting price", () => {
    const sandbox = {
      id: "dev",
      resource: "*",
      match: { labels: { env: "sandbox" } },
      free: "flat contract",
    };
    const usage = line("cpu", [factor("size", "1"), always]);
    expect(priceOf(usage, { labels: { env: "sandbox" } }, [...rows, sandbox]).cost).toEqual({
      state: "free",
      reason: "flat contract",
    });
    expect(expectedOf(priceOf(usage, { labels: { env: "prod" } }, [...rows, sandbox]).cost)).toBe(
      "36.5",
    );
  });

  test("usage by the hour without any hours is unknown", () => {
    expect(priceOf(line("cpu", [factor("size", "1")])).cost.state).toBe("unknown");
  });
});

describe("the month", () => {
  const app = asset("workload:ml/app", {
    usage: [
      line("cpu", [factor("size", "1"), always]),
      line("memory", [factor("size", "1"), factor("duration", "3600"), cron("@daily")]),
    ],
  });
  test("of the calendar has its real hours and runs", () => {
    const { estimate } = priced([app], [priceTable(rows)], { month: "2026-02" });
    expect(estimate.hoursPerMonth).toBe("672");
    expect(estimate.lines.map(({ quantity }) => expectedOf(quantity))).toEqual(["672", "28"]);
  });

  test("a table made for another month is noted", () => {
    const table = priceTable([cpuRow, rows[1]!], { hoursPerMonth: 730 });
    expect(rulesOf(priced([app], [table]))).toEqual([]);
    expect(rulesOf(priced([app], [table], { hoursPerMonth: "720" }))).toEqual(["PRC-013"]);
  });

  test.each([{ hoursPerMonth: "0" }, { hoursPerMonth: "x" }, { month: "2026-13" }])(
    "%j is refused",
    (month) => {
      expect(() => priced([app], [], month)).toThrow(Failure);
    },
  );
});

test("equal texts are other numbers in other factors, and one number in equal ones", () => {
  const usage = [
    line("cpu", [factor("size", "3"), factor("count", "3"), factor("duration", "3"), runs("3")]),
    line("memory", [factor("size", "3"), factor("duration", "3"), runs("3", "month")]),
    line("bytes_scanned", [factor("size", "3"), runs("3")], { line: "step load" }),
    line("bytes_scanned", [factor("size", "3"), runs("3")], { line: "step train" }),
  ];
  const least = { ...rows[3]!, id: "least", minimum: "5 TiB", match: { step: "train" } };
  const all = priced([asset("job:ml/app", { usage })], [priceTable([...rows, least])]);
  expect(all.estimate.lines.map(({ line: name, formula }) => `${name}: ${formula}`)).toEqual([
    "container main: 3 vCPU × 3 × 3 s × 91.3106 runs",
    "container main: 3 GiB × 3 s × 3 runs",
    "step load: 3 TiB × 91.3106 runs",
    "step train: 5 TiB × 91.3106 runs",
  ]);
});

test("lines are sorted, whatever the order of assets, and their sum is the total", () => {
  const amount = fc.tuple(fc.nat(10_000), fc.nat(10_000), fc.nat(10_000)).map((all) => {
    const [low = 0, expected = 0, high = 0] = all.toSorted((a, b) => a - b);
    return estimated(String(low / 8), String(expected / 8), String(high / 8));
  });
  const factors: fc.Arbitrary<Factor[]> = fc.tuple(
    amount.map((size) => factor("size", size)),
    fc.oneof(amount, fc.constant(undeclared)).map((seconds) => factor("duration", seconds)),
    fc.oneof(
      amount.map((count) => runs(count)),
      fc.constantFrom(cron("@daily"), cron("@daily", true)),
    ),
  );
  const usage = fc
    .tuple(fc.constantFrom(...meters), factors)
    .map(([meter, all]) => line(meter, all));
  const assets = fc
    .uniqueArray(fc.nat(50), { maxLength: 8 })
    .chain((names) =>
      fc.tuple(
        ...names.map((name) => usage.map((one) => asset(`workload:ml/${name}`, { usage: [one] }))),
      ),
    );
  fc.assert(
    fc.property(assets, (all) => {
      const { estimate } = priced(all, [priceTable(rows)]);
      expect(priced(all.toReversed(), [priceTable(rows)]).estimate).toEqual(estimate);
      const costs = estimate.lines.map(({ cost }) => cost);
      for (const bound of ["low", "expected", "high"] as const) {
        const sum = costs.reduce(
          (total, cost) => total + ("low" in cost ? scaled(cost[bound]) : 0n),
          0n,
        );
        expect(scaled(estimate.total[bound])).toBe(sum);
      }
      for (const cost of costs) {
        if (!("low" in cost)) continue;
        expect(
          scaled(cost.low) <= scaled(cost.expected) && scaled(cost.expected) <= scaled(cost.high),
        ).toBe(true);
      }
      expect(estimate.total.unknown).toBe(costs.filter(({ state }) => state === "unknown").length);
    }),
    { numRuns: 200 },
  );
});
