import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/base/json.ts";
import { estimateIn } from "../../src/cost/estimate.ts";
import { periodOf, termsOf } from "../../src/cost/terms.ts";
import type { Diagnostic } from "../../src/diagnostic/diagnostic.ts";
import type { Declaration } from "../../src/model/claim.ts";
import type { Asset } from "../../src/model/snapshot.ts";
import type { Factor, UsageLine } from "../../src/model/usage.ts";
import {
  always,
  asset,
  cron,
  estimated,
  factor,
  line,
  options,
  runs,
  undeclared,
  usageOf,
} from "../support/costs.ts";

const step = (name: string, duration = undeclared): UsageLine =>
  line("cpu", [factor("size", "2"), factor("duration", duration), runs(undeclared)], {
    line: `step ${name}`,
  });
const pipeline = asset("job:growth/segmentation", {
  usage: [step("train"), step("extract")],
  labels: { product: "segmentation" },
});
const app = asset("workload:ml/segmentation", {
  usage: [line("cpu", [factor("size", "1"), factor("count", "3"), always])],
  keys: ["k8s:apps/Deployment/ml/segmentation"],
});
const table = asset("dataset:growth/segments", {
  labels: { platform: "snowflake" },
  facets: { materialization: "incremental" },
});

interface Applied {
  readonly lines: readonly UsageLine[];
  readonly diagnostics: readonly Diagnostic[];
}
const applied = (assets: readonly Asset[], ...entries: readonly JsonObject[]): Applied =>
  under([usageOf(...entries)], assets);
/** The lines that are priced and what is found in usage; nothing has a price here. */
const under = (usage: readonly Declaration[], assets: readonly Asset[]): Applied => {
  const terms = termsOf({ prices: [], usage }, options, periodOf(options));
  const { priced, diagnostics } = estimateIn(terms, assets);
  return {
    lines: [...priced.values()].flatMap(({ lines }) => lines),
    diagnostics: diagnostics.filter(({ rule }) => rule !== "PRC-001"),
  };
};
const factorsOf = (lines: readonly UsageLine[], name: string): readonly Factor[] =>
  lines.find((one) => one.line === name)?.factors ?? [];
const amountOf = (lines: readonly UsageLine[], name: string, of: Factor["of"]): unknown => {
  const found = factorsOf(lines, name).find((one) => one.of === of);
  return found !== undefined && "amount" in found ? found.amount : undefined;
};
const found = ({ diagnostics }: Applied): readonly string[] =>
  diagnostics.map(({ rule, place }) => `${rule} ${place.in === "node" ? place.pointer : ""}`);

describe("an entry fills what is unknown", () => {
  test("a step's duration and runs, and no other step's", () => {
    const match = { asset: "growth/segmentation", step: "train" };
    const result = applied([pipeline], {
      match,
      duration: { low: "PT10M", expected: "PT22M", high: "PT50M" },
      runsPerDay: 0.5,
    });
    expect(result.diagnostics).toEqual([]);
    expect(amountOf(result.lines, "step train", "duration")).toEqual(
      estimated("600", "1320", "3000"),
    );
    expect(amountOf(result.lines, "step train", "runs")).toEqual(estimated("0.5", "0.5", "0.5"));
    expect(amountOf(result.lines, "step extract", "duration")).toEqual(undeclared);
  });

  test("the place of the factor is then the entry's", () => {
    const { lines } = applied([pipeline], { match: { step: "train" }, duration: "PT1M" });
    expect(factorsOf(lines, "step train")[1]).toMatchObject({
      place: { path: "finops/usage.yaml", pointer: "/spec/entries/0/duration" },
    });
  });

  test("a range that leaves out a bound has the expected value there", () => {
    const { lines } = applied([pipeline], {
      match: { step: "train" },
      duration: { expected: "PT1M", high: "PT2M" },
    });
    expect(amountOf(lines, "step train", "duration")).toEqual(estimated("60", "60", "120"));
  });

  test("the most specific entry wins, quantity by quantity", () => {
    const { lines, diagnostics } = applied(
      [pipeline],
      { match: { labels: { product: "segmentation" } }, duration: "PT1H", runsPerDay: 2 },
      { match: { asset: "growth/segmentation", step: "train" }, duration: "PT1M" },
    );
    expect(diagnostics).toEqual([]);
    expect(amountOf(lines, "step train", "duration")).toEqual(estimated("60", "60", "60"));
    expect(amountOf(lines, "step train", "runs")).toEqual(estimated("2", "2", "2"));
    expect(amountOf(lines, "step extract", "duration")).toEqual(estimated("3600", "3600", "3600"));
  });

  test("a tie changes nothing and is reported with both entries", () => {
    const result = applied(
      [pipeline],
      { match: { step: "train" }, duration: "PT1M" },
      { match: { kind: "job" }, duration: "PT2M" },
    );
    expect(amountOf(result.lines, "step train", "duration")).toEqual(undeclared);
    expect(found(result)).toEqual(["PRC-002 /spec/entries/1/duration"]);
    expect(result.diagnostics[0]?.related[0]?.place).toMatchObject({
      pointer: "/spec/entries/0/duration",
    });
  });
});

describe("where the spec states the value itself", () => {
  test("a range of replicas replaces it", () => {
    const result = applied([app], {
      match: { asset: "ml/segmentation" },
      replicas: { low: 1, expected: 2, high: 5 },
    });
    expect(result.diagnostics).toEqual([]);
    expect(amountOf(result.lines, "container main", "count")).toEqual(estimated("1", "2", "5"));
  });

  test("another single number is a contradiction, and the spec stands", () => {
    const result = applied([app], { match: { asset: "ml/segmentation" }, replicas: 7 });
    expect(found(result)).toEqual(["PRC-010 /spec/entries/0/replicas"]);
    expect(amountOf(result.lines, "container main", "count")).toMatchObject({
      state: "known",
      expected: "3",
    });
  });

  test("the same number is none", () => {
    const result = applied([app], { match: { asset: "ml/segmentation" }, replicas: 3 });
    expect(result.diagnostics).toEqual([]);
  });

  test("a schedule stands against runs per day", () => {
    const job = asset("job:growth/nightly", {
      usage: [line("cpu", [factor("size", "1"), cron("@daily")])],
    });
    const result = applied([job], { match: { kind: "job" }, runsPerDay: 24 });
    expect(found(result)).toEqual(["PRC-010 /spec/entries/0/runsPerDay"]);
    expect(result.lines).toEqual(job.usage);
  });

  test("an estimate of the spec is replaced", () => {
    const job = asset("job:growth/j", { usage: [step("train", estimated("1", "2", "3"))] });
    const { lines } = applied([job], { match: { step: "train" }, duration: "PT1M" });
    expect(amountOf(lines, "step train", "duration")).toEqual(estimated("60", "60", "60"));
  });
});

describe("quantities that no spec carries make lines of their own", () => {
  const match = { labels: { platform: "snowflake" }, materialization: "incremental" };

  test("bytes scanned, in TiB, with runs that stay unknown until someone says them", () => {
    const { lines } = applied([table], { match, bytesScanned: { expected: "40 GiB" } });
    expect(lines).toMatchObject([{ line: "scan", meter: "bytes_scanned" }]);
    expect(amountOf(lines, "scan", "size")).toEqual(
      estimated("0.0390625", "0.0390625", "0.0390625"),
    );
    expect(amountOf(lines, "scan", "runs")).toEqual(undeclared);
  });

  test("runs come from the same entry, another entry, or the asset's schedule", () => {
    const same = applied([table], { match, bytesScanned: "1 TiB", runsPerDay: 4 });
    expect(amountOf(same.lines, "scan", "runs")).toEqual(estimated("4", "4", "4"));
    const other = applied(
      [table],
      { match, bytesScanned: "1 TiB" },
      { match: { kind: "dataset" }, runsPerDay: 3 },
    );
    expect(amountOf(other.lines, "scan", "runs")).toEqual(estimated("3", "3", "3"));
    const scheduled = asset("dataset:growth/segments", {
      labels: { platform: "snowflake" },
      facets: { materialization: "incremental", schedule: { cron: "@daily" } },
    });
    const own = applied([scheduled], { match, bytesScanned: "1 TiB" });
    expect(factorsOf(own.lines, "scan")[1]).toMatchObject({
      of: "schedule",
      schedule: { cron: "@daily", suspended: false },
    });
  });

  test("a warehouse takes credits by its size for the seconds it is busy", () => {
    const { lines, diagnostics } = applied([table], {
      match,
      warehouse: { size: "medium", secondsPerRun: 95 },
      runsPerDay: 2,
    });
    expect(diagnostics).toEqual([]);
    expect(lines).toMatchObject([{ line: "warehouse", meter: "warehouse_credit" }]);
    expect(amountOf(lines, "warehouse", "size")).toMatchObject({ state: "known", expected: "4" });
    expect(amountOf(lines, "warehouse", "duration")).toEqual(estimated("95", "95", "95"));
  });

  test("requests per second become millions an hour, always on", () => {
    const { lines } = applied([app], {
      match: { asset: "ml/segmentation" },
      requestsPerSecond: 12,
    });
    expect(amountOf(lines, "requests", "size")).toEqual(estimated("0.0432", "0.0432", "0.0432"));
    expect(factorsOf(lines, "requests")[1]).toEqual(always);
  });

  test("an entry about a step adds to that step, one about the pipeline adds once", () => {
    const ofStep = applied([pipeline], { match: { step: "train" }, bytesScanned: "1 TiB" });
    expect(
      ofStep.lines.filter(({ meter }) => meter === "bytes_scanned").map((one) => one.line),
    ).toEqual(["step train"]);
    const ofAll = applied([pipeline], { match: { kind: "job" }, bytesScanned: "1 TiB" });
    expect(
      ofAll.lines.filter(({ meter }) => meter === "bytes_scanned").map((one) => one.line),
    ).toEqual(["scan"]);
  });

  test("a line that the spec has already gets the size instead of a double", () => {
    const scan = line("bytes_scanned", [factor("size", undeclared), runs("1")], { line: "query" });
    const { lines } = applied([asset("dataset:growth/segments", { usage: [scan] })], {
      match: { kind: "dataset" },
      bytesScanned: "1 TiB",
    });
    expect(lines.map((one) => one.line)).toEqual(["query"]);
    expect(amountOf(lines, "query", "size")).toEqual(estimated("1", "1", "1"));
  });

  test("an unknown warehouse size is refused with a suggestion", () => {
    const result = applied([table], { match, warehouse: { size: "medum", secondsPerRun: 95 } });
    expect(found(result)).toEqual(["PRC-012 /spec/entries/0/warehouse/size"]);
    expect(result.diagnostics[0]?.help).toBe('did you mean "medium"?');
    expect(result.lines).toEqual([]);
  });
});

describe("an entry that applies to nothing", () => {
  test("is an error with the name that was probably meant", () => {
    const result = applied([pipeline], {
      match: { asset: "growth/segmentaton" },
      duration: "PT1M",
      runsPerDay: 1,
    });
    expect(found(result)).toEqual([
      "PRC-004 /spec/entries/0/match",
      "PRC-004 /spec/entries/0/match",
    ]);
    expect(result.diagnostics[0]).toMatchObject({
      severity: "error",
      message: 'usage entry matches nothing: asset "growth/segmentaton"',
      help: 'did you mean "growth/segmentation"?',
    });
  });

  test("is an error for a misspelt step too", () => {
    const result = applied([pipeline], {
      match: { asset: "growth/segmentation", step: "trian" },
      duration: "PT1M",
    });
    expect(result.diagnostics).toMatchObject([
      { rule: "PRC-004", help: 'did you mean step "train"?' },
    ]);
  });

  test("is a warning when the asset is there, but has no such factor", () => {
    const result = applied([app], { match: { asset: "ml/segmentation" }, duration: "PT1M" });
    expect(result.diagnostics).toMatchObject([
      { rule: "PRC-004", severity: "warning", place: { pointer: "/spec/entries/0/duration" } },
    ]);
  });
});

test.each<[string, JsonObject, string]>([
  [
    "out of order",
    { duration: { low: "PT5M", expected: "PT1M" } },
    "PRC-012 /spec/entries/0/duration",
  ],
  [
    "a bound that is not readable",
    { duration: { expected: "PT1M", high: "soon" } },
    "PRC-012 /spec/entries/0/duration",
  ],
  ["no duration", { duration: "P1M" }, "PRC-012 /spec/entries/0/duration"],
  ["negative", { runsPerDay: -1 }, "PRC-012 /spec/entries/0/runsPerDay"],
])("a quantity that is %s is refused and fills nothing", (_, quantity, finding) => {
  const result = applied([pipeline], { match: { kind: "job" }, ...quantity });
  expect(found(result)).toEqual([finding]);
  expect(result.lines).toEqual(pipeline.usage);
});

test("without usage documents lines stay as they are", () => {
  expect(under([], [pipeline, table]).lines).toEqual(pipeline.usage);
});

test("no entry makes it throw, whatever it holds", () => {
  const leaf = fc.oneof(
    fc.constantFrom("PT1M", "train", "growth/*", "1 TiB", "small", "job"),
    fc.string(),
    fc.double(),
    fc.constant(null),
  );
  const key = fc.constantFrom(
    "asset",
    "step",
    "kind",
    "low",
    "expected",
    "high",
    "size",
    "secondsPerRun",
    "labels",
  );
  const value = fc.oneof(leaf, fc.dictionary(key, leaf));
  const names = fc.constantFrom(
    "match",
    "duration",
    "runsPerDay",
    "replicas",
    "bytesScanned",
    "warehouse",
    "requestsPerSecond",
  );
  fc.assert(
    fc.property(fc.array(fc.dictionary(names, value), { maxLength: 5 }), (entries) => {
      const { lines } = applied([pipeline, app, table], ...entries);
      expect(lines.length).toBeGreaterThanOrEqual(3);
    }),
    { numRuns: 1000 },
  );
});
