import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/base/json.ts";
import { costOfChange, type Compared } from "../../src/cost/cost-of-change.ts";
import { diagnose, type Diagnostic } from "../../src/diagnostic/diagnostic.ts";
import type { Declaration } from "../../src/model/claim.ts";
import type { AssetId } from "../../src/model/ids.ts";
import { always, asset, at, cpuRow, factor, line, options, priceTable } from "../support/costs.ts";

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
