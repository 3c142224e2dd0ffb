import { describe, expect, test } from "vitest";
import type { Amount } from "../../src/model/amount.ts";
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
} from "../support/costs.ts";

const memoryRow = { id: "mem", resource: "memory", unit: "GiB.h", price: "0.004" };
const rows = [cpuRow, memoryRow];
const known = (value: string): Amount => ({
  state: "known",
  low: value,
  expected: value,
  high: value,
});
const expectedOf = (amount: Amount): string =>
  "expected" in amount ? amount.expected : amount.state;

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

  test("a row for what this repository does not use is no finding", () => {
    const gpu = {
      id: "l4",
      resource: "gpu",
      unit: "GPU.h",
      price: "1",
      match: { dims: { gpuModel: "L4" } },
    };
    expect(rulesOf(priced([app], [priceTable([...rows, gpu])]))).toEqual([]);
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

describe("bad input", () => {
  test("10^12 replicas are priced as written, and reported", () => {
    const usage = line("cpu", [factor("size", "1"), factor("count", "1000000000000"), always]);
    const found = priced([asset("workload:ml/app", { usage: [usage] })], [priceTable(rows)]);
    expect(found.estimate.total.expected).toBe("36500000000000");
    expect(found.diagnostics).toMatchObject([
      { rule: "PRC-011", place: { pointer: "/spec/count" } },
    ]);
  });

  test("is reported at each place that has it", () => {
    const many = (path: string) => factor("count", "1000000000000", path);
    const usage = (path: string) => line("cpu", [factor("size", "1"), many(path), always]);
    const apps = ["a", "b"].map((name) =>
      asset(`workload:ml/${name}`, { usage: [usage(`k8s/${name}.yaml`)] }),
    );
    expect(priced(apps, [priceTable(rows)]).diagnostics).toMatchObject([
      { rule: "PRC-011", place: { path: "k8s/a.yaml" } },
      { rule: "PRC-011", place: { path: "k8s/b.yaml" } },
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
