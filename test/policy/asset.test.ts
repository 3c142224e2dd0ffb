import { expect, test } from "vitest";
import { declaredSteps, expandedPaths, modelOf, noAsset } from "../../src/policy/asset.ts";
import { parsePath } from "../../src/policy/model.ts";
import { assetWith } from "../support/policies.ts";

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
  expect(noAsset()).toMatchObject({ exists: false, id: "", columns: [] });
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

test("a path through a list stands for one path in each element", () => {
  expect(expandedPaths(rich, parsePath("columns[].masking"))).toEqual([
    ["columns", 0, "masking"],
    ["columns", 1, "masking"],
  ]);
  expect(expandedPaths(rich, parsePath("containers[].env[].name"))).toEqual([
    ["containers", 0, "env", 0, "name"],
  ]);
  expect(expandedPaths(rich, parsePath("training[].ref"))).toEqual([["training"]]);
});
