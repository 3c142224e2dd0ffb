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
const one = (usage: UsageLine, facts: AssetFacts = {}, prices = rows): CostLine => {
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

describe("a line", () => {
  test("is the product of its factors times the price, with a formula that says so", () => {
    const { quantity, cost, price, formula, unit } = one(
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
    const found = one(usage);
    expect([expectedOf(found.quantity), found.formula]).toEqual([quantity, formula]);
  });

  test("ranges stay ranges, bound by bound", () => {
    const usage = line("cpu", [
      factor("size", "1"),
      factor("count", estimated("1", "2", "5")),
      always,
    ]);
    const { cost, formula } = one(usage);
    expect(cost).toEqual({ state: "estimated", low: "36.5", expected: "73", high: "182.5" });
    expect(formula).toBe("1 vCPU × 2 (1 to 5) × 730 h");
  });

  test("the minimum is billed each time, not each month", () => {
    const usage = line("bytes_scanned", [factor("size", "0"), runs("1024", "month")]);
    expect(expectedOf(one(usage).quantity)).toBe("0.009765625");
  });

  test("a third of an hour is rounded once, at the end", () => {
    const usage = line("cpu", [
      factor("size", "1"),
      factor("duration", "1200"),
      runs("1", "month"),
    ]);
    expect(expectedOf(one(usage).quantity)).toBe("0.333333333333");
    expect(expectedOf(one(usage).cost)).toBe("0.016666666667");
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
    expect(one(usage).cost.state).toBe("unknown");
  });

  test("a suspended schedule is free, even of an unknown duration", () => {
    const usage = line("cpu", [
      factor("size", "1"),
      factor("duration", undeclared),
      cron("@daily", true),
    ]);
    expect(one(usage).cost).toEqual({ state: "free", reason: "suspended" });
  });

  test("a free price is free with its reason and hides a less fitting price", () => {
    const sandbox = {
      id: "dev",
      resource: "*",
      match: { labels: { env: "sandbox" } },
      free: "flat contract",
    };
    const usage = line("cpu", [factor("size", "1"), always]);
    expect(one(usage, { labels: { env: "sandbox" } }, [...rows, sandbox]).cost).toEqual({
      state: "free",
      reason: "flat contract",
    });
    expect(expectedOf(one(usage, { labels: { env: "prod" } }, [...rows, sandbox]).cost)).toBe(
      "36.5",
    );
  });

  test("usage by the hour without any hours is unknown", () => {
    expect(one(line("cpu", [factor("size", "1")])).cost.state).toBe("unknown");
  });
});

describe("prices", () => {
  const cpu = line("cpu", [factor("size", "1"), always], {
    dims: { capacity: "spot", region: "eu" },
  });
  const app = asset("workload:ml/app", { usage: [cpu] });

  test("no price is unknown and said once for equal usage", () => {
    const gpus = ["a", "b", "c"].map((name) =>
      asset(`workload:ml/${name}`, {
        usage: [line("gpu", [factor("size", "1"), always], { dims: { gpuModel: "L4" } })],
      }),
    );
    const found = priced(gpus, [priceTable(rows)]);
    expect(found.estimate.total.unknown).toBe(3);
    const [finding, ...more] = found.diagnostics;
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ rule: "PRC-001", severity: "warning", asset: "workload:ml/a" });
    expect(finding?.message).toBe(
      "no price for gpu (gpuModel L4): container main of ml/a and 2 more lines",
    );
  });

  test("without any price table it is only a note", () => {
    expect(priced([app], []).diagnostics).toMatchObject([{ rule: "PRC-001", severity: "info" }]);
  });

  test("two rows that match equally well are an error with both places, and price nothing", () => {
    const spot = { ...cpuRow, id: "spot", match: { dims: { capacity: "spot" } } };
    const region = { ...cpuRow, id: "eu", match: { dims: { region: "eu" } } };
    const found = priced([app], [priceTable([cpuRow, spot, region])]);
    expect(found.estimate.lines[0]?.cost).toEqual({ state: "unknown", reason: "no-price" });
    expect(found.diagnostics).toMatchObject([{ rule: "PRC-002", severity: "error" }]);
    expect(found.diagnostics[0]?.place).toMatchObject({ pointer: "/spec/prices/1/id" });
    expect(found.diagnostics[0]?.related.map(({ message }) => message)).toEqual([
      'price "eu"',
      "used here",
    ]);
    const both = {
      ...cpuRow,
      id: "both",
      price: "0.01",
      match: { dims: { capacity: "spot", region: "eu" } },
    };
    expect(rulesOf(priced([app], [priceTable([cpuRow, spot, region, both])]))).toEqual([]);
  });

  test("overlapping rows are no error while nothing meets both", () => {
    const other = { ...cpuRow, id: "gold", match: { tags: ["gold"] } };
    const second = { ...cpuRow, id: "silver", match: { tags: ["silver"] } };
    expect(rulesOf(priced([app], [priceTable([cpuRow, other, second])]))).toEqual(["PRC-003"]);
  });

  test("rows whose conditions nothing meets are named, one finding for a table", () => {
    const idle = { ...cpuRow, id: "spott", match: { dims: { capacity: "spott" } } };
    const found = priced([app], [priceTable([...rows, idle])]);
    expect(found.diagnostics.map(({ rule, message }) => [rule, message])).toEqual([
      ["PRC-003", "no usage meets the conditions of 1 price of default/acme: spott"],
    ]);
  });

  test("a broken row does not let a less fitting one price its usage", () => {
    const broken = { ...cpuRow, id: "spot", price: "-1", match: { dims: { capacity: "spot" } } };
    const found = priced([app], [priceTable([cpuRow, broken])]);
    expect(found.estimate.lines[0]?.cost.state).toBe("unknown");
    expect(rulesOf(found)).toEqual(["PRC-005"]);
  });

  test("the most specific discount of the row's own table is taken off", () => {
    const discounts = [
      { id: "all", percent: "10" },
      { id: "spot", percent: "50", match: { dims: { capacity: "spot" } } },
    ];
    const [found] = priced([app], [priceTable([cpuRow], { discounts })]).estimate.lines;
    expect(found?.cost).toEqual(known("18.25"));
    expect(found?.price?.discount?.id).toBe("spot");
    const elsewhere = priceTable(
      [{ id: "m", resource: "memory", unit: "GiB.h", price: "1" }],
      { discounts },
      "b.yaml",
    );
    expect(
      expectedOf(priced([app], [priceTable([cpuRow]), elsewhere]).estimate.lines[0]!.cost),
    ).toBe("36.5");
  });

  test("discounts that tie are reported, and none is taken off", () => {
    const discounts = [
      { id: "a", percent: "10" },
      { id: "b", percent: "20" },
    ];
    const found = priced([app], [priceTable([cpuRow], { discounts })]);
    expect(rulesOf(found)).toEqual(["PRC-002"]);
    expect(expectedOf(found.estimate.lines[0]!.cost)).toBe("36.5");
  });
});

describe("currency", () => {
  const app = asset("workload:ml/app", { usage: [line("cpu", [factor("size", "1"), always])] });
  const dollars = priceTable([cpuRow], { currency: "USD" }, "usd.yaml");

  test("is that of the table when none is asked for", () => {
    expect(priced([app], [dollars])).toMatchObject({
      estimate: { currency: "USD", total: { unknown: 0 } },
      diagnostics: [],
    });
    expect(priced([app], []).estimate.currency).toBe("XXX");
  });

  test("another one is an error, and its prices are unknown", () => {
    const found = priced([app], [dollars], { currency: "EUR" });
    expect(rulesOf(found)).toEqual(["PRC-007"]);
    expect(found.estimate.total).toEqual({ low: "0", expected: "0", high: "0", unknown: 1 });
  });

  test("two tables of two currencies are never added up", () => {
    const euros = priceTable(
      [{ id: "mem", resource: "memory", unit: "GiB.h", price: "1" }],
      {},
      "eur.yaml",
    );
    const both = asset("workload:ml/app", {
      usage: [...app.usage, line("memory", [factor("size", "1"), always])],
    });
    const { estimate, diagnostics } = priced([both], [euros, dollars]);
    expect(estimate.total).toMatchObject({ expected: "730", unknown: 1 });
    expect(diagnostics).toMatchObject([{ rule: "PRC-007", place: { path: "usd.yaml" } }]);
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

describe("bad input", () => {
  test("10^12 replicas are priced as written, and reported", () => {
    const usage = line("cpu", [factor("size", "1"), factor("count", "1000000000000"), always]);
    const found = priced([asset("workload:ml/app", { usage: [usage] })], [priceTable(rows)]);
    expect(found.estimate.total.expected).toBe("36500000000000");
    expect(found.diagnostics).toMatchObject([
      { rule: "PRC-011", place: { pointer: "/spec/count" } },
    ]);
  });

  test.each<[string, Amount]>([
    ["negative", known("-1")],
    ["no number", known("1e999")],
    ["too long", known("9".repeat(1000))],
    ["out of order", estimated("3", "2", "1")],
  ])("an amount that is %s is unknown, and reported", (_, amount) => {
    const usage = line("cpu", [factor("size", amount), always]);
    const found = priced([asset("workload:ml/app", { usage: [usage] })], [priceTable(rows)]);
    expect(found.estimate.total.unknown).toBe(1);
    expect(found.diagnostics).toMatchObject([
      { rule: "PRC-012", place: { pointer: "/spec/size" } },
    ]);
  });

  test.each(["0 0 0 4 * *", "nonsense", "61 * * * *"])(
    "schedule %j is unknown, and reported",
    (text) => {
      const usage = line("cpu", [factor("size", "1"), factor("duration", "60"), cron(text)]);
      const found = priced([asset("workload:ml/app", { usage: [usage] })], [priceTable(rows)]);
      expect(found.estimate.total.unknown).toBe(1);
      expect(found.diagnostics).toMatchObject([
        { rule: "PRC-009", place: { pointer: "/spec/schedule" } },
      ]);
    },
  );

  test("a schedule that never comes costs nothing, and is reported", () => {
    const usage = line("cpu", [factor("size", "1"), factor("duration", "60"), cron("0 0 31 2 *")]);
    const found = priced([asset("workload:ml/app", { usage: [usage] })], [priceTable(rows)]);
    expect(found.estimate.total).toEqual({ low: "0", expected: "0", high: "0", unknown: 0 });
    expect(rulesOf(found)).toEqual(["PRC-009"]);
  });
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
      const scaled = (text: string): bigint => {
        const [before = "", after = ""] = text.split(".");
        return BigInt(before + after.padEnd(12, "0"));
      };
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
