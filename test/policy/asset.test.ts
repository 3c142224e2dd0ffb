import { expect, test } from "vitest";
import type { Asset } from "../../src/model/snapshot.ts";
import { AssetModel, declaredSteps, hasField, holeIn } from "../../src/policy/asset.ts";
import { parsePath } from "../../src/policy/model.ts";
import { assetWith } from "../support/policies.ts";

function modelOf(asset: Asset): AssetModel {
  return new AssetModel({ of: "asset", side: "head", asset });
}

const rich = assetWith("dataset:shop/customers", {
  facets: {
    owner: { team: "shop", email: "shop@acme.example" },
    tier: 1,
    deprecatedOn: null,
    privacy: { retentionDays: 180, purposes: ["billing"], anonymization: "none", subjectKey: null },
    sla: { completeness: 0.99 },
    source: { repoURL: "https://git.example/shop" },
    containers: [{ name: "train", image: "train:1", env: [{ name: "TOKEN", literal: true }] }],
  },
  tags: ["gold", "pii.contact"],
  labels: { "cost-center": "cc-42" },
  columns: [
    { name: "id", type: "string", notNull: true, unique: true },
    { name: "email", tags: ["pii.contact"], masking: "sha256" },
  ],
});

test("a model carries what the asset declares, in snake case and CEL types", () => {
  expect(modelOf(rich)).toMatchObject({
    id: "dataset:shop/customers",
    kind: "dataset",
    tool: "own",
    name: "customers",
    exists: true,
    tier: 1n,
    owner: { team: "shop", email: "shop@acme.example" },
    privacy: {
      retention_days: 180n,
      purposes: ["billing"],
      anonymization: { method: "none", k: 0n },
    },
    sla: { completeness: 0.99, freshness_hours: 0 },
    source: { repo_url: "https://git.example/shop" },
    containers: [
      { name: "train", image: "train:1", cpu_limit: "", env: [{ name: "TOKEN", literal: true }] },
    ],
    tags: ["gold", "pii.contact"],
    labels: { "cost-center": "cc-42" },
    columns: [
      { name: "id", type: "string", not_null: true, unique: true, tags: [], masking: "" },
      { name: "email", tags: ["pii.contact"], masking: "sha256", not_null: false },
    ],
  });
});

test("what nobody declared is there as the empty value of its type", () => {
  const model = modelOf(assetWith("ml_model:growth/churn"));
  expect(model).toMatchObject({
    tier: 0n,
    classification: "",
    columns: [],
    labels: {},
    ai: { risk: "", metrics: [] },
  });
  expect(new AssetModel(undefined)).toMatchObject({ exists: false, id: "", columns: [] });
});

test("a value of another type than the model's is not taken for one", () => {
  const odd = assetWith("dataset:a/b", {
    facets: { tier: "1", privacy: { retentionDays: 1.5, purposes: "billing" }, owner: ["x"] },
  });
  expect(modelOf(odd)).toMatchObject({
    tier: 0n,
    privacy: { retention_days: 0n, purposes: [] },
    owner: { team: "" },
  });
});

test.each([
  ["privacy.retention_days", ["privacy", "retentionDays"], true],
  ["privacy.dpia", ["privacy"], false],
  ["privacy.subject_key", ["privacy"], false],
  ["deprecated_on", [], false],
  ["columns[1].masking", ["columns", 1, "masking"], true],
  ["columns[0].masking", ["columns", 0], false],
  ["columns[0].tags", ["columns", 0], false],
  ["tags", ["tags"], true],
  ["labels.cost-center", ["labels", "cost-center"], true],
  ["ai.risk", [], false],
  ["name", [], true],
])("%s is declared as far as %j", (path, steps, complete) => {
  expect(declaredSteps(rich, parsePath(path))).toEqual({ steps, complete });
});

test("fields are those of the model, whatever else an object inherits", () => {
  const model = modelOf(rich);
  expect(["id", "columns", "ai"].map((name) => hasField(model, name))).toEqual([true, true, true]);
  expect(["constructor", "toString", "owners"].some((name) => hasField(model, name))).toBe(false);
  expect([hasField({ a: 1 }, "a"), hasField({ a: 1 }, "toString")]).toEqual([true, false]);
});

test("a list or group comes out as the same object each time", () => {
  const model = modelOf(rich);
  expect(model["columns"]).toBe(model["columns"]);
  expect(model["privacy"]).toBe(model["privacy"]);
  expect(model["privacy"]).not.toBe(modelOf(rich)["privacy"]);
});

test.each([
  ["columns[].name", undefined],
  ["columns[].masking", ["columns", 0, "masking"]],
  ["columns[].tags", ["columns", 0, "tags"]],
  ["columns[1].tags", undefined],
  ["containers[].env[].name", undefined],
  ["containers[].env[].value", ["containers", 0, "env", 0, "value"]],
  ["containers[].cpu_limit", ["containers", 0, "cpu_limit"]],
  ["training[].ref", ["training"]],
  ["ai.metrics[].value", ["ai", "metrics"]],
  ["owner[]", undefined],
  ["privacy.retention_days", undefined],
  ["privacy.subject_key", ["privacy", "subject_key"]],
  ["labels.cost-center", undefined],
  ["labels.team", ["labels", "team"]],
  ["name", undefined],
])("the first path of %s that nobody declared is %j", (pattern, hole) => {
  expect(holeIn(rich, parsePath(pattern))).toEqual(hole);
});
