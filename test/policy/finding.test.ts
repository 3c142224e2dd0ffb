import { expect, test } from "vitest";
import type { Asset } from "../../src/model/snapshot.ts";
import { rules } from "../../src/policy/generated/rules.mjs";
import { loadPack } from "../../src/policy/pack.ts";
import { assetWith, edge, idOf, judged, only, placesOf, type Trial } from "../support/policies.ts";

const builtin = await loadPack({ builtin: rules, version: "1", declarations: [] });
const priv008 = builtin.rules.find(({ id }) => id === "PRIV-008")!;
const priv019 = builtin.rules.find(({ id }) => id === "PRIV-019")!;

const personal = (id: string, days?: number): Asset =>
  assetWith(id, {
    tags: ["pii.contact"],
    ...(days !== undefined && { facets: { privacy: { retentionDays: days } } }),
  });

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
  const result = judged(
    priv008,
    retention(personal("dataset:shop/customers", 180), personal("dataset:growth/segments", 365)),
  );
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
    {
      message: "privacy.retentionDays of shop/customers",
      place: placesOf("shop/customers.yaml").value("spec", "privacy", "retentionDays"),
    },
  ]);
  expect(diagnostic?.flow.map(({ message }) => message)).toEqual([
    "shop/customers → growth/load (reads)",
    "growth/load → growth/mid (writes)",
    "growth/mid → growth/segments (derives)",
  ]);
  expect(diagnostic?.asset).toBe("dataset:growth/segments");
});

test("equal retention passes", () => {
  const result = judged(
    priv008,
    retention(personal("dataset:shop/customers", 365), personal("dataset:growth/segments", 365)),
  );
  expect([result.judgements, result.counts.pass]).toEqual([[], 2]);
});

test.each<[string, number | undefined, number | undefined, string]>([
  ["the derived dataset", 180, undefined, "growth/segments.yaml/metadata/name value"],
  ["the source", undefined, 365, "shop/customers.yaml/metadata/name value"],
])("retention that %s does not declare leaves the rule undecided", (_, source, own, at) => {
  const bare = assetWith("dataset:shop/customers", {
    tags: ["pii.contact"],
    ...(source !== undefined && { facets: { privacy: { retentionDays: source } } }),
  });
  const result = only(judged(priv008, retention(bare, personal("dataset:growth/segments", own))));
  expect(result).toMatchObject({ verdict: "undecided", rule: "PRIV-008", severity: "warning", at });
  expect(result.message).toContain("does not declare privacy.retentionDays");
});

test("lineage that led nowhere leaves the rule undecided, at the reference that is lost", () => {
  const place = placesOf("pipeline.yaml").value("spec", "steps", 0, "reads", 0);
  const job = assetWith("job:growth/load", {
    unresolved: [{ edge: "reads", text: "shop/\u202egone", reason: "absent", place }],
  });
  const segments = personal("dataset:growth/segments", 30);
  const result = only(
    judged(priv008, {
      assets: [segments, job],
      edges: [edge(job.id, "writes", segments.id)],
      ways: { unresolved: [segments.id] },
    }),
  );
  expect(result).toMatchObject({
    verdict: "undecided",
    at: "pipeline.yaml/spec/steps/0/reads/0 value",
  });
  expect(result.message).toContain('"shop/\\u202egone" was not found');
});

test("a failure that is proved stays one, however incomplete the rest of the lineage is", () => {
  const trial = retention(
    personal("dataset:shop/customers", 180),
    personal("dataset:growth/segments", 365),
  );
  const ways = { ...trial.ways, unresolved: ["dataset:growth/segments"] };
  expect(only(judged(priv008, { ...trial, ways }))).toMatchObject({ verdict: "fail" });
});

test("a rule may demand a relation to be complete", () => {
  const spec = {
    inputs: [{ field: "upstream", undeclared: "fail" }],
    assert: "upstream(asset).size() >= 0",
  };
  const result = judged(spec, {
    assets: [assetWith("dataset:a/b")],
    ways: { unresolved: ["dataset:a/b"] },
  });
  expect(only(result)).toMatchObject({ verdict: "fail", rule: "TEAM-001" });
});

const origin = assetWith("dataset:shop/customers", {
  columns: [{ name: "email", tags: ["pii.contact"] }],
});
const model = assetWith("ml_model:growth/churn", {
  facets: { training: [{ ref: "growth/input" }] },
});
const hops = [
  {
    from: { asset: origin.id, column: "email" },
    to: { asset: idOf("dataset:growth/input"), column: "mail" },
    place: placesOf("input.yaml").value("spec", "columns", 0),
  },
  {
    from: { asset: idOf("dataset:growth/input"), column: "mail" },
    to: { asset: model.id },
    place: placesOf("growth/churn.yaml").value("spec", "training", 0),
  },
];
const arriving = {
  tag: "pii.contact",
  origin: { asset: origin.id, column: "email" },
  certain: true,
  masked: false,
  path: hops,
};

test("a tag that reaches a model unmasked fails where it last was a column, naming tag, column and way", () => {
  const result = judged(priv019, {
    assets: [origin, model],
    ways: { carried: { [model.id]: [arriving] } },
  });
  expect(only(result)).toEqual({
    verdict: "fail",
    rule: "PRIV-019",
    severity: "error",
    message:
      "pii.contact of email reaches churn unmasked: shop/customers#email → growth/input#mail → growth/churn",
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
    message: expect.stringContaining(
      "whether pii.contact arrives from shop/customers#email is uncertain",
    ),
  });
});

test("an input whose presence is the point fails before the expression runs, at the nearest parent", () => {
  const spec = {
    inputs: [{ field: "asset.owner.email", undeclared: "fail" }],
    assert: "asset.owner.nothing == ''",
  };
  const result = judged(spec, {
    assets: [assetWith("dataset:a/b", { facets: { owner: { team: "x" } } })],
  });
  expect(only(result)).toMatchObject({
    verdict: "fail",
    at: "a/b.yaml/spec/owner key",
    message: "Team rule: dataset:a/b is missing owner.email",
  });
});

test("every element of a list has to declare the input", () => {
  const spec = {
    inputs: [{ field: "asset.columns[].masking", undeclared: "fail" }],
    assert: "true",
  };
  const asset = assetWith("dataset:a/b", {
    columns: [{ name: "a", masking: "none" }, { name: "b" }],
  });
  expect(only(judged(spec, { assets: [asset] }))).toMatchObject({
    verdict: "fail",
    at: "a/b.yaml/spec/columns/1 key",
  });
});

test("an input may be demanded of the assets upstream", () => {
  const spec = {
    inputs: [{ field: "upstream.classification", undeclared: "fail" }],
    assert: "true",
  };
  const assets = [assetWith("dataset:a/b"), assetWith("dataset:a/up", { facets: { tier: 1 } })];
  const result = judged(spec, { assets, ways: { upstream: { "dataset:a/b": ["dataset:a/up"] } } });
  expect(only(result)).toMatchObject({ verdict: "fail", at: "a/up.yaml/metadata/name value" });
});

test("without a field to blame a failure points at what was read last", () => {
  const spec = {
    assert: "asset.owner.team != '' && asset.columns.all(c, c.name != 'bad' || c.type == 'int')",
    message: "{{culprit.name}}",
  };
  const asset = assetWith("dataset:a/b", {
    facets: { owner: { team: "x" } },
    columns: [{ name: "good" }, { name: "bad", type: "text" }, { name: "other" }],
  });
  expect(only(judged(spec, { assets: [asset] }))).toMatchObject({
    at: "a/b.yaml/spec/columns/1/type value",
    message: "bad",
  });
});

test("a field that is read but not there is named as missing", () => {
  const asset = assetWith("dataset:a/b", { facets: { owner: { team: "x" } } });
  expect(
    only(judged({ assert: "asset.owner.email != ''", message: "who?" }, { assets: [asset] })),
  ).toMatchObject({
    at: "a/b.yaml/spec/owner key",
    message: "who? (missing: owner.email)",
  });
});
