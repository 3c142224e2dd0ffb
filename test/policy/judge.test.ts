import { expect, test } from "vitest";
import { rules } from "../../src/policy/generated/rules.mjs";
import { judge } from "../../src/policy/judge.ts";
import { loadPack } from "../../src/policy/pack.ts";
import type { Rule } from "../../src/policy/rule.ts";
import {
  asOf,
  assetWith,
  judged,
  only,
  packOf,
  ruleWith,
  snapshotOf,
  viewOf,
} from "../support/policies.ts";

const builtin = await loadPack({ builtin: rules, version: "1", declarations: [] });
const priv019 = builtin.rules.find(({ id }) => id === "PRIV-019")!;

test("an expression that breaks is an error of its own and neither pass nor failure", () => {
  const result = judged(
    { assert: "lookup(asset.license).tier == 1" },
    { assets: [assetWith("dataset:a/b")] },
  );
  expect(result.counts).toEqual({ pass: 0, fail: 0, undecided: 0, error: 1 });
  expect(only(result)).toMatchObject({
    verdict: "error",
    rule: "POL-009",
    message: expect.stringContaining("TEAM-001 could not be evaluated on dataset:a/b: no asset"),
  });
});

test("a condition that yields no boolean is an error, not a failure", () => {
  expect(
    only(
      judged(
        { assert: "params.word" },
        { assets: [assetWith("dataset:a/b")], more: { params: { word: "yes" } } },
      ),
    ),
  ).toMatchObject({ verdict: "error" });
});

test("a rule that would run for ever on this tree is an error", () => {
  const columns = Array.from({ length: 2_000 }, (_, index) => ({ name: `c${index}` }));
  const spec = {
    assert: "asset.columns.all(x, asset.columns.all(y, x.name == y.name || x.name != y.name))",
  };
  const result = judged(spec, { assets: [assetWith("dataset:a/wide", { columns })] });
  expect(only(result)).toMatchObject({
    verdict: "error",
    rule: "POL-009",
    message: expect.stringContaining("more than 1000000 steps"),
  });
});

test("only assets that this tree defines, of the rule's kinds, that meet its condition are judged", () => {
  const assets = [
    assetWith("dataset:a/one"),
    assetWith("dataset:a/two", { facets: { zone: "marts" } }),
    assetWith("dataset:a/referred", { facets: { zone: "marts" }, isDefined: false }),
    assetWith("ml_model:a/three", { facets: { zone: "marts" } }),
  ];
  const { judgements } = judged(
    { match: { kinds: ["dataset"], when: "asset.zone == 'marts'" }, assert: "false" },
    { assets },
  );
  expect(judgements.map(({ asset }) => asset)).toEqual(["dataset:a/two"]);
});

test("a policy that met nothing says so, louder where it expected something", () => {
  const trial = { assets: [assetWith("job:a/b")] };
  expect(judged({}, trial).diagnostics).toMatchObject([
    { rule: "POL-010", severity: "info", message: "TEAM-001 met no asset" },
  ]);
  expect(
    judged({ minSubjects: 2 }, { assets: [assetWith("dataset:a/b")] }).diagnostics,
  ).toMatchObject([
    {
      rule: "POL-010",
      severity: "warning",
      message: "TEAM-001 met only 1 asset, at least 2 expected",
      place: { pointer: "/spec/match" },
    },
  ]);
  expect(judged({ minSubjects: 1 }, { assets: [assetWith("dataset:a/b")] }).diagnostics).toEqual(
    [],
  );
  expect(judged(priv019, trial).diagnostics).toEqual([]);
});

test("old is the asset of the base under any shared key, and no asset where it is new", () => {
  const spec = { assert: "!old.exists || old.tier == asset.tier", message: "was {{old.tier}}" };
  const now = assetWith("dataset:a/b", { facets: { tier: 2 } });
  const before = { ...assetWith("dataset:formerly/b", { facets: { tier: 1 } }), keys: now.keys };
  const base = { snapshot: snapshotOf([before]), view: viewOf() };
  expect(only(judged(spec, { assets: [now], more: { base } }))).toMatchObject({
    verdict: "fail",
    message: "was 1",
    at: "a/b.yaml/spec/tier value",
  });
  expect(judged(spec, { assets: [now] }).counts.pass).toBe(1);
});

test("parameters are laid over the defaults, whole numbers as integers", () => {
  const spec = {
    assert: "asset.privacy.retention_days <= params.max_retention_days && params.mine == 3",
  };
  const trial = {
    assets: [assetWith("dataset:a/b", { facets: { privacy: { retentionDays: 400 } } })],
  };
  expect(judged(spec, { ...trial, more: { params: { mine: 3 } } }).counts.pass).toBe(1);
  expect(
    judged(spec, { ...trial, more: { params: { mine: 3, max_retention_days: 365 } } }).counts.fail,
  ).toBe(1);
});

test.each([
  [{}, "error"],
  [{ rollout: { warnFrom: "2026-11-01", errorFrom: "2027-01-15" } }, "warning"],
  [{ rollout: { errorFrom: "2026-11-24" } }, "error"],
  [{ rollout: { errorFrom: "2026-11-25" } }, "warning"],
  [{ rollout: { warnFrom: "2026-11-25" } }, undefined],
])("a roll-out of %j makes a failure weigh %s", (spec, severity) => {
  const { judgements } = judged(
    { ...spec, assert: "false" },
    { assets: [assetWith("dataset:a/b")] },
  );
  expect(judgements.map((one) => (one.verdict === "pass" ? "" : one.severity))).toEqual(
    severity === undefined ? [] : [severity],
  );
});

test("configuration overrules the severity, and can switch a rule off", () => {
  const trial = { assets: [assetWith("dataset:a/b")] };
  const weighed = (severity: "info" | "off"): unknown =>
    judged({ assert: "false" }, { ...trial, more: { severities: { "TEAM-001": severity } } })
      .judgements.length;
  expect([weighed("info"), weighed("off")]).toEqual([1, 0]);
});

test("a fix is told with its value", () => {
  const spec = {
    assert: "asset.tier == 1",
    blame: "asset.tier",
    fix: { set: "asset.tier", to: "params.tier" },
  };
  const { judgements } = judged(spec, {
    assets: [assetWith("dataset:a/b", { facets: { tier: 3 } })],
    more: { params: { tier: 1 } },
  });
  expect(judgements).toMatchObject([{ diagnostic: { help: "set tier to 1" } }]);
});

test("a name that breaks does no harm where it is not needed", () => {
  const spec = {
    let: { other: "lookup(asset.license)" },
    assert: "asset.license == '' || other.tier == 1",
  };
  expect(judged(spec, { assets: [assetWith("dataset:a/b")] }).counts.pass).toBe(1);
});

test("judgements are in the order of rules and assets, whatever the order of rules", () => {
  const [first, second] = [
    ruleWith({ assert: "false" }, "AAA-001"),
    ruleWith({ assert: "false" }, "BBB-001"),
  ];
  const request = {
    snapshot: snapshotOf([assetWith("dataset:a/a"), assetWith("dataset:a/b")]),
    view: viewOf(),
    asOf,
  };
  const order = (...rulesOf: readonly Rule[]): readonly string[] =>
    judge({ ...request, pack: packOf(...rulesOf) }).judgements.map(
      ({ rule, asset }) => `${rule} ${asset}`,
    );
  expect(order(second, first)).toEqual([
    "AAA-001 dataset:a/a",
    "AAA-001 dataset:a/b",
    "BBB-001 dataset:a/a",
    "BBB-001 dataset:a/b",
  ]);
  expect(order(first, second)).toEqual(order(second, first));
});
