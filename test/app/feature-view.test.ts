// A FeatureView in a whole run: what reaches it, whom it reaches, what it costs.
import { expect, test } from "vitest";
import { review, type Reviewed } from "../../src/app/review.ts";
import { hostAt } from "../support/host.ts";
import { given } from "../support/opened.ts";
import { customers, model, prices } from "../support/shop.ts";

function view(...spec: readonly string[]): string {
  return [
    "apiVersion: lineagectl.dev/v1",
    "kind: FeatureView",
    "metadata: { name: profile, namespace: shop, owner: { team: growth, email: growth@shop.example } }",
    "spec:",
    "  entities: [{ name: customer, joinKeys: [id] }]",
    "  source: { ref: shop/customers }",
    ...spec.map((line) => `  ${line}`),
    "",
  ].join("\n");
}

async function reviewed(files: Readonly<Record<string, string>>): Promise<Reviewed> {
  const repository = await given({ "lineage/customers.yaml": customers(), ...files });
  return review(await hostAt(repository.root), {});
}

function findings({ review: { findings: all } }: Reviewed): readonly string[] {
  return all.map(
    ({ diagnostic, verdict }) => `${diagnostic.rule} ${verdict} ${diagnostic.asset ?? ""}`,
  );
}

const leak = "PRIV-019 fail feature_view:shop/profile";

test.each([
  ["named", 'features: [{ name: contact, type: string, from: ["shop/customers#email"] }]'],
  ["of equal name", "features: [{ name: email, type: string }]"],
])("personal data in a column %s reaches a feature view unmasked", async (_, features) => {
  expect(findings(await reviewed({ "lineage/view.yaml": view(features) }))).toContain(leak);
});

test.each([
  [
    "masked on the way",
    [
      'features: [{ name: c, type: string, from: ["shop/customers#email"], via: "masking:redacted" }]',
    ],
  ],
  ["not of that name", ["features: [{ name: id, type: string }]"]],
  [
    "permitted",
    [
      "features: [{ name: email, type: string }]",
      "classification: restricted",
      "privacy: { lawfulBasis: consent, purposes: [support], retentionDays: 30 }",
    ],
  ],
])("personal data that is %s is no finding", async (_, lines) => {
  const found = findings(await reviewed({ "lineage/view.yaml": view(...lines) }));
  expect(found.filter((one) => one.startsWith("PRIV-019"))).toEqual([]);
});

test("code that nobody reads leaves it open whether personal data arrives", async () => {
  const found = await reviewed({
    "lineage/view.yaml": view(
      "features: [{ name: score, type: double }]",
      "transformation: { kind: python, file: features.py }",
    ),
  });
  expect(findings(found)).toContain("PRIV-019 undecided feature_view:shop/profile");
});

test("what reaches a feature view reaches the model that learns from it", async () => {
  const found = await reviewed({
    "lineage/view.yaml": view("features: [{ name: email, type: string }]"),
    "lineage/model.yaml": model.replace("ref: shop/features", "ref: shop/profile"),
  });
  expect(findings(found)).toEqual(
    expect.arrayContaining([leak, "PRIV-019 fail ml_model:shop/churn"]),
  );
  const { edges } = found.review.snapshot;
  expect(edges.map(({ kind, from, to }) => `${from} ${kind} ${to}`)).toContain(
    "dataset:shop/customers reads feature_view:shop/profile",
  );
});

test("a misspelt source column is found where it is written", async () => {
  const text = view('features: [{ name: c, type: string, from: ["shop/customers#emial"] }]');
  const { review: result } = await reviewed({ "lineage/view.yaml": text });
  const finding = result.findings.find(({ diagnostic }) => diagnostic.rule === "LIN-001");
  expect(finding?.diagnostic.help).toBe("did you mean email?");
  expect(finding?.diagnostic.place).toMatchObject({ pointer: "/spec/features/0/from/0" });
});

test("filling the stores and reading them has a price, and what has none is unknown", async () => {
  const { review: result } = await reviewed({
    "finops/prices.yaml": prices(),
    "lineage/view.yaml": view(
      "features: [{ name: id, type: string }]",
      'materialization: { cron: "0 * * * *", resources: { cpu: "2" }, duration: PT30M }',
      "onlineStore: { platform: redis, bytes: 4 GiB, readsPerSecond: 100 }",
    ),
  });
  const lines = result.cost.changes.map(({ line, meter, after }) => {
    const cost = after?.cost;
    return `${line} ${meter} ${cost !== undefined && "expected" in cost ? cost.expected : cost?.state}`;
  });
  // 2 vCPU × 1/2 h × the runs of an average month × 0.04; memory is not stated; storage and requests have no price here.
  expect(lines).toEqual([
    "materialization cpu 29.2194",
    "materialization memory unknown",
    "online reads requests unknown",
    "online store storage unknown",
  ]);
});
