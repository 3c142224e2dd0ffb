// A small shop: a dataset with personal data, a pipeline that reads it, a model that learns from the result.
import type { FilesToWrite } from "./repository.ts";

const owner = "{ team: growth, email: growth@shop.example }";

function document(kind: string, name: string, spec: readonly string[]): string {
  const head = ["apiVersion: lineagectl.dev/v1", `kind: ${kind}`];
  const metadata = `metadata: { name: ${name}, namespace: shop, owner: ${owner} }`;
  return [...head, metadata, "spec:", ...spec.map((line) => `  ${line}`), ""].join("\n");
}

/** Customers with an e-mail address; `more` are further lines of its spec, such as its zone. */
export function customers(...more: readonly string[]): string {
  return document("Dataset", "customers", [
    "type: table",
    "region: eu-central-1",
    ...more,
    "privacy:",
    "  lawfulBasis: contract",
    "  purposes: [orders]",
    "  subjects: [customer]",
    "  recipients: []",
    "  retentionDays: 30",
    "  subjectKey: id",
    "  securityMeasures: [tls]",
    "columns:",
    "  - { name: id, type: string, description: Number of the customer. }",
    "  - { name: email, type: string, description: Address for mail., tags: [pii.contact] }",
  ]);
}

/** What the model learns from; `via` says what becomes of the address. */
export function features(via = "masking:redacted"): string {
  return document("Dataset", "features", [
    "type: table",
    "license: proprietary",
    "columns:",
    `  - { name: contact, type: string, description: Mail., from: [{ column: "shop/customers#email", via: "${via}" }] }`,
  ]);
}

/** The nightly job; `resources` of its one step decide the cost. */
export function pipeline(resources = '{ cpu: "4", memory: 16 GiB }'): string {
  return document("Pipeline", "nightly", [
    'schedule: { cron: "0 3 * * *" }',
    "steps:",
    "  - name: prepare",
    "    reads: [shop/customers]",
    "    writes: [shop/features]",
    `    resources: ${resources}`,
    "    duration: PT30M",
  ]);
}

export const model: string = document("Model", "churn", [
  "version: 1.0.0",
  "task: classification",
  "training: [{ ref: shop/features, split: train }]",
  "evaluation: [{ ref: shop/features, split: test }]",
  "ai:",
  "  risk: limited",
  "  intendedUse: Find customers who are about to leave",
  "  limitations: Not for decisions about a single person",
  "  practices: []",
  '  evaluatedOn: "2026-11-01"',
]);

/** Prices of processors and memory; nothing else has one. */
export function prices(cpu = "0.04"): string {
  return [
    "apiVersion: lineagectl.dev/v1",
    "kind: PriceTable",
    "metadata: { name: list }",
    "spec:",
    "  currency: EUR",
    '  source: { name: "invented" }',
    "  prices:",
    `    - { id: cpu, resource: cpu, unit: vCPU.h, price: "${cpu}" }`,
    '    - { id: memory, resource: memory, unit: GiB.h, price: "0.005" }',
    "",
  ].join("\n");
}

export const address = "https://git.example.com/acme/shop";
export const config: string = `repo: { urls: ["${address}"] }\n`;

/** Everything declared, nothing to find. */
export const shop: FilesToWrite = {
  "lineagectl.yaml": config,
  "finops/prices.yaml": prices(),
  "lineage/customers.yaml": customers("zone: restricted"),
  "lineage/features.yaml": features(),
  "lineage/model.yaml": model,
  "lineage/pipeline.yaml": pipeline(),
};

/** A change that nobody should merge: the address reaches the model, and a GPU without a price. */
export const leak: FilesToWrite = {
  "lineage/features.yaml": features("identity"),
  "lineage/pipeline.yaml": pipeline('{ cpu: "8", memory: 16 GiB, gpu: { count: 1, model: L4 } }'),
};

/** A policy of the repository's own; `assert` is its condition. */
export function policy(id: string, assert: string): string {
  return [
    "apiVersion: lineagectl.dev/v1",
    "kind: Policy",
    `metadata: { id: ${id}, version: 1.0.0 }`,
    "spec:",
    "  title: A rule of the shop",
    "  description: Do as the shop does.",
    "  rationale: Because the shop says so.",
    "  severity: error",
    "  match: { kinds: [dataset] }",
    "  inputs: []",
    `  assert: ${JSON.stringify(assert)}`,
    '  message: "{{asset.name}} breaks the rule of the shop"',
    "  tests:",
    "    - { name: passes, given: { asset: { tags: [a] } }, expect: pass }",
    "    - { name: fails, given: { asset: { tags: [] } }, expect: fail }",
    "",
  ].join("\n");
}
