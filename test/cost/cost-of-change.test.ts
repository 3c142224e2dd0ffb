import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../src/base/json.ts";
import { costOfChange, type Compared } from "../../src/cost/cost-of-change.ts";
import { diagnose, type Diagnostic } from "../../src/diagnostic/diagnostic.ts";
import type { Declaration } from "../../src/model/claim.ts";
import type { AssetId } from "../../src/model/ids.ts";
import type { UsageLine } from "../../src/model/usage.ts";
import {
  always,
  asset,
  at,
  cpuRow,
  cron,
  factor,
  line,
  options,
  priceTable,
  rulesOf,
  runs,
  undeclared,
  usageOf,
} from "../support/costs.ts";

const app = (cores: string, name = "app"): Compared["assets"][number] =>
  asset(`workload:ml/${name}`, { usage: [line("cpu", [factor("size", cores), always])] });
const table = (price: string, spec: JsonObject = {}): Declaration =>
  priceTable([{ ...cpuRow, price }], spec);
const side = (
  cores: string,
  prices: Declaration,
  diagnostics: Compared["diagnostics"] = [],
): Compared => ({
  assets: cores === "" ? [] : [app(cores)],
  declarations: [prices],
  diagnostics,
});
const change = (base: Compared, head: Compared, currency?: string) =>
  costOfChange(base, head, { ...options, pairs: new Map(), currency });

test("the base is priced with its own table and again with head's", () => {
  const { diff, estimate, diagnostics } = change(
    side("1", table("0.10")),
    side("3", table("0.20")),
  );
  expect(diagnostics).toEqual([]);
  expect(
    [diff.before, diff.after, diff.change, diff.code, diff.price].map(({ expected }) => expected),
  ).toEqual(["73", "438", "365", "292", "73"]);
  expect(estimate.total).toEqual(diff.after);
});

test("the base at head's prices keeps its own usage entries", () => {
  const running = (hours: number, price: string): Compared => ({
    assets: [
      asset("job:ml/app", {
        usage: [line("cpu", [factor("size", "1"), factor("duration", "3600"), runs(undeclared)])],
      }),
    ],
    declarations: [table(price), usageOf({ match: { kind: "job" }, runsPerDay: hours })],
    diagnostics: [],
  });
  const { diff } = costOfChange(running(1, "0.10"), running(3, "0.20"), {
    ...options,
    pairs: new Map(),
    month: "2026-11",
  });
  // Each run is an hour, and November has 30 days.
  expect([diff.before, diff.code, diff.price].map(({ expected }) => expected)).toEqual([
    "3",
    "12",
    "3",
  ]);
});

test("an asset with another id is the same when the caller says so", () => {
  const pairs = new Map([["workload:ml/old" as AssetId, "workload:ml/app" as AssetId]]);
  const base = { ...side("1", table("0.10")), assets: [app("2", "old")] };
  const { diff } = costOfChange(base, side("1", table("0.10")), { ...options, pairs });
  expect(diff.changes).toMatchObject([
    { asset: "workload:ml/app", how: "changed", change: { expected: "-73" } },
  ]);
});

describe("another currency at the base", () => {
  test("makes the change unknown and is reported at head's table; the effect of code is known", () => {
    const { diff, diagnostics } = change(
      side("1", table("0.10", { currency: "USD" })),
      side("3", table("0.20")),
    );
    expect(diff.currency).toBe("EUR");
    expect(diff.changes).toMatchObject([
      { change: { state: "unknown" }, price: { state: "unknown" }, code: { expected: "292" } },
    ]);
    expect(diagnostics).toMatchObject([{ rule: "PRC-007", place: { pointer: "/spec/currency" } }]);
  });

  test("is the currency of the difference when head has no table any more", () => {
    const head: Compared = { assets: [app("1")], declarations: [], diagnostics: [] };
    const { diff } = change(side("1", table("0.10", { currency: "USD" })), head);
    expect(diff).toMatchObject({
      currency: "USD",
      before: { expected: "73" },
      change: { unknown: 1 },
    });
  });
});

const broken = (rule: `${string}-${string}`): Diagnostic =>
  diagnose(
    { id: rule, severity: "error" },
    { message: "unexpected end", place: at("k8s/app.yaml") },
  );

test("what an unreadable file of head no longer declares is no saving", () => {
  const base = side("1", table("0.10"));
  for (const rule of ["SYN-001", "SCH-001"] as const) {
    expect(change(base, side("", table("0.10"), [broken(rule)])).diff.change).toMatchObject({
      expected: "0",
      unknown: 1,
    });
  }
  expect(change(base, side("", table("0.10"), [broken("OWN-001")])).diff.change).toMatchObject({
    expected: "-73",
    unknown: 0,
  });
});

describe("what base and head have in common", () => {
  const lines = [
    line("cpu", [factor("size", "2"), always]),
    line("cpu", [factor("size", "2"), factor("duration", undeclared), runs("1")], {
      line: "step train",
    }),
    line("memory", [factor("size", "4"), factor("duration", "600"), cron("never")]),
    line("gpu", [factor("size", "1"), always], { dims: { gpuModel: "t4" } }),
  ];
  const owner = { team: "growth" };
  const schedules = [{}, { schedule: { runsPerDay: 2 } }, { schedule: { cron: "@daily" } }];
  const named = (
    name: string,
    facets: Record<string, Json>,
    usage: readonly UsageLine[],
    kind = "Pipeline",
  ) => {
    const keys = [`own:${kind}/ml/${name}`];
    return asset(`workload:ml/${name}`, { facets: { owner, ...facets }, usage, keys });
  };
  const rows = [cpuRow, { ...cpuRow, id: "cheap", price: "0.01", match: { env: "dev" } }];
  const declared = [priceTable(rows), usageOf({ match: { step: "train" }, duration: "PT5M" })];

  test("is found in both: what is wrong with the base is known, though head has the same", () => {
    const both: Compared = {
      assets: [named("a", {}, lines)],
      declarations: declared,
      diagnostics: [],
    };
    const { known, diagnostics } = change(both, { ...both });
    expect(rulesOf({ diagnostics })).toEqual(["PRC-001", "PRC-003", "PRC-009"]);
    expect(known).toEqual(diagnostics);
  });

  test("is priced anew where something else decides its price", () => {
    const of = (env: string): Compared => ({
      assets: [named("a", { env }, lines.slice(0, 1))],
      declarations: declared,
      diagnostics: [],
    });
    const { diff } = change(of("prod"), of("dev"));
    expect(diff.changes).toMatchObject([
      { how: "changed", before: { price: { id: "cpu" } }, after: { price: { id: "cheap" } } },
    ]);
  });

  test("changes nothing of the result, whichever objects the two sides share", () => {
    const some = fc.record({
      name: fc.constantFrom("a", "b"),
      env: fc.constantFrom("dev", "prod"),
      schedule: fc.constantFrom(...schedules),
      kind: fc.constantFrom("Pipeline", "Model"),
      usage: fc.constantFrom(lines, lines.slice(1), []),
    });
    const assets = fc
      .uniqueArray(some, { selector: ({ name }) => name, minLength: 1 })
      .map((all) =>
        all.map(({ name, env, schedule, usage, kind }) =>
          named(name, { env, ...schedule }, usage, kind),
        ),
      );
    const scans = usageOf({ match: { asset: "ml/*" }, runsPerDay: 3, bytesScanned: "1 TiB" });
    const dearer = priceTable([{ ...cpuRow, price: "0.07" }, rows[1]!]);
    const declarations = fc.constantFrom(
      declared,
      declared.slice(0, 1),
      [dearer],
      [priceTable([cpuRow]), scans],
    );
    const inNovember = { ...options, pairs: new Map(), month: "2026-11" };
    const sides = fc.record<Compared>({ assets, declarations, diagnostics: fc.constant([]) });
    fc.assert(
      fc.property(sides, sides, (base, head) => {
        const apart = [structuredClone(base), base].map((one) =>
          JSON.stringify(costOfChange(one, head, inNovember)),
        );
        expect(apart[0]).toBe(apart[1]);
      }),
      { numRuns: 1000 },
    );
  });
});
