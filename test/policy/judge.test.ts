import { expect, test } from "vitest";
import type { JsonObject } from "../../src/base/json.ts";
import type { PolicyResult } from "../../src/model/judgement.ts";
import type { Asset, Edge } from "../../src/model/snapshot.ts";
import { rules } from "../../src/policy/generated/rules.mjs";
import { judge, type JudgeRequest } from "../../src/policy/judge.ts";
import { loadPack } from "../../src/policy/pack.ts";
import type { Rule } from "../../src/policy/rule.ts";
import { asOf, assetWith, edge, idOf, packOf, placesOf, ruleWith, snapshotOf, viewOf, type Ways } from "../support/policies.ts";

interface Trial {
  readonly assets: readonly Asset[];
  readonly edges?: readonly Edge[];
  readonly ways?: Ways;
  readonly more?: Partial<JudgeRequest>;
}

function judged(rule: Rule | JsonObject, { assets, edges = [], ways = {}, more = {} }: Trial): PolicyResult {
  const isRule = (value: Rule | JsonObject): value is Rule => "kinds" in value;
  return judge({
    pack: packOf(isRule(rule) ? rule : ruleWith(rule)),
    snapshot: snapshotOf(assets, edges),
    view: viewOf(ways),
    asOf,
    ...more,
  });
}

function only(result: PolicyResult): { verdict: string; rule: string; message: string; at: string; severity: string } {
  const [judgement, ...others] = result.judgements;
  if (judgement === undefined || judgement.verdict === "pass" || others.length > 0) throw new Error("expected one judgement");
  const { diagnostic, verdict } = judgement;
  const { place, message, rule, severity } = diagnostic;
  return { verdict, rule, message, severity, at: place.in === "node" ? `${place.path}${place.pointer} ${place.on}` : place.path };
}

const builtin = await loadPack({ builtin: rules, version: "1", declarations: [] });
const priv008 = builtin.rules.find(({ id }) => id === "PRIV-008")!;
const priv019 = builtin.rules.find(({ id }) => id === "PRIV-019")!;

const personal = (id: string, days?: number): Asset =>
  assetWith(id, { tags: ["pii.contact"], ...(days !== undefined && { facets: { privacy: { retentionDays: days } } }) });

/** shop/customers → job → growth/mid → growth/segments; the middle holds nothing personal. */
function retention(source: Asset, result: Asset): Trial {
  const mid = assetWith("dataset:growth/mid");
  return {
    assets: [result, mid, source],
    edges: [
      edge(source.id, "reads", "job:growth/load"),
      edge("job:growth/load", "writes", mid.id),
      edge(mid.id, "derives", result.id),
    ],
    ways: { upstream: { [result.id]: [mid.id], [mid.id]: [source.id] } },
  };
}

test("data kept longer than at a source behind a job fails, at the field and with the way to it", () => {
  const result = judged(priv008, retention(personal("dataset:shop/customers", 180), personal("dataset:growth/segments", 365)));
  expect(result.counts).toEqual({ pass: 1, fail: 1, undecided: 0, error: 0 });
  expect(only(result)).toEqual({
    verdict: "fail",
    rule: "PRIV-008",
    severity: "error",
    message: "segments keeps personal data for 365 days, its source customers only for 180",
    at: "growth/segments.yaml/spec/privacy/retentionDays value",
  });
  const [judgement] = result.judgements;
  const diagnostic = judgement?.verdict === "fail" ? judgement.diagnostic : undefined;
  expect(diagnostic?.related).toEqual([
    { message: "privacy.retentionDays of shop/customers", place: placesOf("shop/customers.yaml").value("spec", "privacy", "retentionDays") },
  ]);
  expect(diagnostic?.flow.map(({ message }) => message)).toEqual([
    "shop/customers → growth/load (reads)",
    "growth/load → growth/mid (writes)",
    "growth/mid → growth/segments (derives)",
  ]);
  expect(diagnostic?.asset).toBe("dataset:growth/segments");
});

test("equal retention passes", () => {
  const result = judged(priv008, retention(personal("dataset:shop/customers", 365), personal("dataset:growth/segments", 365)));
  expect([result.judgements, result.counts.pass]).toEqual([[], 2]);
});

test.each([
  ["the derived dataset", 180, undefined, "growth/segments.yaml/metadata/name value"],
  ["the source", undefined, 365, "growth/segments.yaml/metadata/name value"],
])("retention that %s does not declare leaves the rule undecided", (_, source, own) => {
  const bare = assetWith("dataset:shop/customers", { tags: ["pii.contact"], ...(source !== undefined && { facets: { privacy: { retentionDays: source } } }) });
  const result = only(judged(priv008, retention(bare, personal("dataset:growth/segments", own))));
  expect(result).toMatchObject({ verdict: "undecided", rule: "PRIV-008", severity: "warning" });
  expect(result.message).toContain("does not declare privacy.retentionDays");
});

test("lineage that led nowhere leaves the rule undecided, at the reference that is lost", () => {
  const place = placesOf("pipeline.yaml").value("spec", "steps", 0, "reads", 0);
  const job = assetWith("job:growth/load", { unresolved: [{ edge: "reads", text: "shop/\u202egone", reason: "absent", place }] });
  const segments = personal("dataset:growth/segments", 30);
  const result = only(
    judged(priv008, {
      assets: [segments, job],
      edges: [edge(job.id, "writes", segments.id)],
      ways: { unresolved: [segments.id] },
    }),
  );
  expect(result).toMatchObject({ verdict: "undecided", at: "pipeline.yaml/spec/steps/0/reads/0 value" });
  expect(result.message).toContain('"shop/\\u202egone" was not found');
});

test("a failure that is proved stays one, however incomplete the rest of the lineage is", () => {
  const trial = retention(personal("dataset:shop/customers", 180), personal("dataset:growth/segments", 365));
  const ways = { ...trial.ways, unresolved: ["dataset:growth/segments"] };
  expect(only(judged(priv008, { ...trial, ways }))).toMatchObject({ verdict: "fail" });
});

test("a rule may demand a relation to be complete", () => {
  const spec = { inputs: [{ field: "upstream", undeclared: "fail" }], assert: "upstream(asset).size() >= 0" };
  const result = judged(spec, { assets: [assetWith("dataset:a/b")], ways: { unresolved: ["dataset:a/b"] } });
  expect(only(result)).toMatchObject({ verdict: "fail", rule: "TEAM-001" });
});

const origin = assetWith("dataset:shop/customers", { columns: [{ name: "email", tags: ["pii.contact"] }] });
const model = assetWith("ml_model:growth/churn", { facets: { training: [{ ref: "growth/input" }] } });
const hops = [
  { from: { asset: origin.id, column: "email" }, to: { asset: idOf("dataset:growth/input"), column: "mail" }, place: placesOf("input.yaml").value("spec", "columns", 0) },
  { from: { asset: idOf("dataset:growth/input"), column: "mail" }, to: { asset: model.id }, place: placesOf("growth/churn.yaml").value("spec", "training", 0) },
];
const arriving = { tag: "pii.contact", origin: { asset: origin.id, column: "email" }, certain: true, masked: false, path: hops };

test("a tag that reaches a model unmasked fails where it last was a column, naming tag, column and way", () => {
  const result = judged(priv019, { assets: [origin, model], ways: { carried: { [model.id]: [arriving] } } });
  expect(only(result)).toEqual({
    verdict: "fail",
    rule: "PRIV-019",
    severity: "error",
    message: "pii.contact of email reaches churn unmasked: shop/customers#email → growth/input#mail → growth/churn",
    at: "input.yaml/spec/columns/0 value",
  });
  const [judgement] = result.judgements;
  const diagnostic = judgement?.verdict === "fail" ? judgement.diagnostic : undefined;
  expect(diagnostic?.related.map(({ message }) => message)).toEqual([
    "pii.contact is declared on shop/customers#email",
    "growth/churn is defined here",
  ]);
  expect(diagnostic?.flow.map(({ message }) => message)).toEqual([
    "shop/customers#email → growth/input#mail",
    "growth/input#mail → growth/churn",
  ]);
});

test("a tag that may or may not arrive leaves the rule undecided", () => {
  const ways = { carried: { [model.id]: [{ ...arriving, certain: false }] } };
  expect(only(judged(priv019, { assets: [origin, model], ways }))).toMatchObject({
    verdict: "undecided",
    at: "input.yaml/spec/columns/0 value",
    message: expect.stringContaining("whether pii.contact arrives from shop/customers#email is uncertain"),
  });
});

test("an input whose presence is the point fails before the expression runs, at the nearest parent", () => {
  const spec = {
    inputs: [{ field: "asset.owner.email", undeclared: "fail" }],
    assert: "asset.owner.nothing == ''",
  };
  const result = judged(spec, { assets: [assetWith("dataset:a/b", { facets: { owner: { team: "x" } } })] });
  expect(only(result)).toMatchObject({ verdict: "fail", at: "a/b.yaml/spec/owner key", message: "Team rule: dataset:a/b is missing owner.email" });
});

test("every element of a list has to declare the input", () => {
  const spec = { inputs: [{ field: "asset.columns[].masking", undeclared: "fail" }], assert: "true" };
  const asset = assetWith("dataset:a/b", { columns: [{ name: "a", masking: "none" }, { name: "b" }] });
  expect(only(judged(spec, { assets: [asset] }))).toMatchObject({ verdict: "fail", at: "a/b.yaml/spec/columns/1 key" });
});

test("an input may be demanded of the assets upstream", () => {
  const spec = { inputs: [{ field: "upstream.classification", undeclared: "fail" }], assert: "true" };
  const assets = [assetWith("dataset:a/b"), assetWith("dataset:a/up", { facets: { tier: 1 } })];
  const result = judged(spec, { assets, ways: { upstream: { "dataset:a/b": ["dataset:a/up"] } } });
  expect(only(result)).toMatchObject({ verdict: "fail", at: "a/up.yaml/metadata/name value" });
});

test("without a field to blame a failure points at what was read last", () => {
  const spec = { assert: "asset.owner.team != '' && asset.columns.all(c, c.name != 'bad' || c.type == 'int')", message: "{{culprit.name}}" };
  const asset = assetWith("dataset:a/b", {
    facets: { owner: { team: "x" } },
    columns: [{ name: "good" }, { name: "bad", type: "text" }, { name: "other" }],
  });
  expect(only(judged(spec, { assets: [asset] }))).toMatchObject({ at: "a/b.yaml/spec/columns/1/type value", message: "bad" });
});

test("a field that is read but not there is named as missing", () => {
  const asset = assetWith("dataset:a/b", { facets: { owner: { team: "x" } } });
  expect(only(judged({ assert: "asset.owner.email != ''", message: "who?" }, { assets: [asset] }))).toMatchObject({
    at: "a/b.yaml/spec/owner key",
    message: "who? (missing: owner.email)",
  });
});

test("an expression that breaks is an error of its own and neither pass nor failure", () => {
  const result = judged({ assert: "lookup(asset.license).tier == 1" }, { assets: [assetWith("dataset:a/b")] });
  expect(result.counts).toEqual({ pass: 0, fail: 0, undecided: 0, error: 1 });
  expect(only(result)).toMatchObject({ verdict: "error", rule: "POL-009", message: expect.stringContaining("TEAM-001 could not be evaluated on dataset:a/b: no asset") });
});

test("a condition that yields no boolean is an error, not a failure", () => {
  expect(only(judged({ assert: "params.word" }, { assets: [assetWith("dataset:a/b")], more: { params: { word: "yes" } } }))).toMatchObject({ verdict: "error" });
});

test("a rule that would run for ever on this tree is an error", () => {
  const columns = Array.from({ length: 2_000 }, (_, index) => ({ name: `c${index}` }));
  const spec = { assert: "asset.columns.all(x, asset.columns.all(y, x.name == y.name || x.name != y.name))" };
  const result = judged(spec, { assets: [assetWith("dataset:a/wide", { columns })] });
  expect(only(result)).toMatchObject({ verdict: "error", rule: "POL-009", message: expect.stringContaining("more than 1000000 steps") });
});

test("only assets that this tree defines, of the rule's kinds, that meet its condition are judged", () => {
  const assets = [
    assetWith("dataset:a/one"),
    assetWith("dataset:a/two", { facets: { zone: "marts" } }),
    assetWith("dataset:a/referred", { facets: { zone: "marts" }, isDefined: false }),
    assetWith("ml_model:a/three", { facets: { zone: "marts" } }),
  ];
  const { judgements } = judged({ match: { kinds: ["dataset"], when: "asset.zone == 'marts'" }, assert: "false" }, { assets });
  expect(judgements.map(({ asset }) => asset)).toEqual(["dataset:a/two"]);
});

test("a policy that met nothing says so, louder where it expected something", () => {
  const trial = { assets: [assetWith("job:a/b")] };
  expect(judged({}, trial).diagnostics).toMatchObject([{ rule: "POL-010", severity: "info", message: "TEAM-001 met no asset" }]);
  expect(judged({ minSubjects: 2 }, { assets: [assetWith("dataset:a/b")] }).diagnostics).toMatchObject([
    { rule: "POL-010", severity: "warning", message: "TEAM-001 met only 1 asset, at least 2 expected", place: { pointer: "/spec/match" } },
  ]);
  expect(judged({ minSubjects: 1 }, { assets: [assetWith("dataset:a/b")] }).diagnostics).toEqual([]);
  expect(judged(priv019, trial).diagnostics).toEqual([]);
});

test("old is the asset of the base under any shared key, and no asset where it is new", () => {
  const spec = { assert: "!old.exists || old.tier == asset.tier", message: "was {{old.tier}}" };
  const now = assetWith("dataset:a/b", { facets: { tier: 2 } });
  const before = { ...assetWith("dataset:formerly/b", { facets: { tier: 1 } }), keys: now.keys };
  const base = { snapshot: snapshotOf([before]), view: viewOf() };
  expect(only(judged(spec, { assets: [now], more: { base } }))).toMatchObject({ verdict: "fail", message: "was 1", at: "a/b.yaml/spec/tier value" });
  expect(judged(spec, { assets: [now] }).counts.pass).toBe(1);
});

test("parameters are laid over the defaults, whole numbers as integers", () => {
  const spec = { assert: "asset.privacy.retention_days <= params.max_retention_days && params.mine == 3" };
  const trial = { assets: [assetWith("dataset:a/b", { facets: { privacy: { retentionDays: 400 } } })] };
  expect(judged(spec, { ...trial, more: { params: { mine: 3 } } }).counts.pass).toBe(1);
  expect(judged(spec, { ...trial, more: { params: { mine: 3, max_retention_days: 365 } } }).counts.fail).toBe(1);
});

test.each([
  [{}, "error"],
  [{ rollout: { warnFrom: "2026-11-01", errorFrom: "2027-01-15" } }, "warning"],
  [{ rollout: { errorFrom: "2026-11-24" } }, "error"],
  [{ rollout: { errorFrom: "2026-11-25" } }, "warning"],
  [{ rollout: { warnFrom: "2026-11-25" } }, undefined],
])("a roll-out of %j makes a failure weigh %s", (spec, severity) => {
  const { judgements } = judged({ ...spec, assert: "false" }, { assets: [assetWith("dataset:a/b")] });
  expect(judgements.map((one) => (one.verdict === "pass" ? "" : one.severity))).toEqual(severity === undefined ? [] : [severity]);
});

test("configuration overrules the severity, and can switch a rule off", () => {
  const trial = { assets: [assetWith("dataset:a/b")] };
  const weighed = (severity: "info" | "off"): unknown =>
    judged({ assert: "false" }, { ...trial, more: { severities: { "TEAM-001": severity } } }).judgements.length;
  expect([weighed("info"), weighed("off")]).toEqual([1, 0]);
});

test("a fix is told with its value", () => {
  const spec = { assert: "asset.tier == 1", blame: "asset.tier", fix: { set: "asset.tier", to: "params.tier" } };
  const { judgements } = judged(spec, { assets: [assetWith("dataset:a/b", { facets: { tier: 3 } })], more: { params: { tier: 1 } } });
  expect(judgements).toMatchObject([{ diagnostic: { help: "set tier to 1" } }]);
});

test("a name that breaks does no harm where it is not needed", () => {
  const spec = { let: { other: "lookup(asset.license)" }, assert: "asset.license == '' || other.tier == 1" };
  expect(judged(spec, { assets: [assetWith("dataset:a/b")] }).counts.pass).toBe(1);
});

test("judgements are in the order of rules and assets, whatever the order of rules", () => {
  const [first, second] = [ruleWith({ assert: "false" }, "AAA-001"), ruleWith({ assert: "false" }, "BBB-001")];
  const request = { snapshot: snapshotOf([assetWith("dataset:a/a"), assetWith("dataset:a/b")]), view: viewOf(), asOf };
  const order = (...rulesOf: readonly Rule[]): readonly string[] =>
    judge({ ...request, pack: packOf(...rulesOf) }).judgements.map(({ rule, asset }) => `${rule} ${asset}`);
  expect(order(second, first)).toEqual(["AAA-001 dataset:a/a", "AAA-001 dataset:a/b", "BBB-001 dataset:a/a", "BBB-001 dataset:a/b"]);
  expect(order(first, second)).toEqual(order(second, first));
});
