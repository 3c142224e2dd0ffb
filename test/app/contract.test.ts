// A data contract in a whole run: it is a dataset wherever our own kinds name one.
import { expect, test } from "vitest";
import { review, type Reviewed } from "../../src/app/review.ts";
import type { Asset } from "../../src/model/snapshot.ts";
import { hostAt } from "../support/host.ts";
import { given } from "../support/opened.ts";
import { features, model, pipeline, prices } from "../support/shop.ts";

function contract(more: readonly string[] = []): string {
  return [
    "apiVersion: v3.0.2",
    "kind: DataContract",
    "id: customers-contract",
    "version: 1.2.0",
    "status: active",
    "domain: shop",
    "servers: [{server: prod, type: postgres, environment: prod, host: db.shop.example, port: 5432, database: shop, schema: public}]",
    "schema:",
    "  - name: customers",
    "    physicalType: table",
    "    properties:",
    "      - {name: id, logicalType: string, primaryKey: true}",
    "      - {name: email, logicalType: string, tags: [pii.contact]}",
    "team: {name: shop, members: []}",
    "support: [{channel: mail, url: mailto:shop@shop.example}]",
    ...more,
    "",
  ].join("\n");
}

const rest = {
  "lineage/features.yaml": features(),
  "lineage/pipeline.yaml": pipeline(),
  "lineage/model.yaml": model,
  "finops/prices.yaml": prices(),
};

/** What else the pack says of data that a contract declares is no matter of these tests. */
const config = "policy: { severity: { PRIV: off, PRIV-019: error, QUAL: off } }\n";

async function reviewed(files: Readonly<Record<string, string>>): Promise<Reviewed> {
  return review(await hostAt((await given({ "lineagectl.yaml": config, ...files })).root), {});
}

function findings({ review: { findings: all } }: Reviewed): readonly string[] {
  return all.map(({ diagnostic, verdict }) => `${diagnostic.rule} ${verdict}`);
}

const customersIn = ({ review: { snapshot } }: Reviewed): Asset | undefined =>
  snapshot.assets.find(({ keys }) => keys.some((key) => key.startsWith("odcs:")));

test("a reference by domain and name leads to the object of a contract", async () => {
  const result = await reviewed({ ...rest, "contracts/customers.odcs.yaml": contract() });
  expect(findings(result)).toEqual([]);
  expect(customersIn(result)).toMatchObject({
    id: "dataset:postgres://db.shop.example:5432/shop.public.customers",
    facets: { owner: { value: { team: "shop", email: "shop@shop.example" } } },
    unresolved: [],
  });
  expect(result.review.snapshot.edges.map(({ from, kind }) => `${from} ${kind}`)).toContain(
    "dataset:postgres://db.shop.example:5432/shop.public.customers reads",
  );
});

test("personal data that a contract tags reaches the model", async () => {
  const files = {
    ...rest,
    "lineage/features.yaml": features("identity"),
    "contracts/customers.odcs.yaml": contract(),
  };
  expect(findings(await reviewed(files))).toContain("PRIV-019 fail");
});

test("a contract and a Dataset of the same place are one asset, and own words win", async () => {
  const own = [
    "apiVersion: lineagectl.dev/v1",
    "kind: Dataset",
    "metadata: {name: people, namespace: crm, owner: {team: crm, email: crm@shop.example}}",
    'spec: {type: table, location: {uri: "postgresql://db.shop.example:5432/shop.public.customers"}}',
    "",
  ].join("\n");
  const result = await reviewed({
    ...rest,
    "lineage/people.yaml": own,
    "contracts/customers.odcs.yaml": contract(),
  });
  const asset = customersIn(result);
  expect(asset?.keys).toEqual([
    "at:postgres://db.shop.example:5432/shop.public.customers",
    "odcs:customers-contract/customers",
    "own:Dataset/crm/people",
  ]);
  expect(asset?.facets.owner).toMatchObject({
    value: { team: "crm" },
    losers: [{ value: { team: "shop" }, tool: "odcs" }],
  });
  expect(asset?.columns.map(({ name }) => name)).toEqual(["id", "email"]);
});

test("retention and freshness come from the service levels, of two the longer one", async () => {
  const levels = [
    "slaProperties:",
    "  - {property: retention, value: 30, unit: d}",
    "  - {property: retention, value: 1, unit: y, element: customers.id}",
    "  - {property: retention, value: 9, unit: y, element: others}",
    "  - {property: latency, value: 90, unit: h}",
    "  - {property: latency, value: 1, unit: d}",
  ];
  const asset = customersIn(await reviewed({ "contracts/c.yaml": contract(levels) }));
  expect(asset?.facets.privacy?.value).toEqual({ retentionDays: 365 });
  expect(asset?.facets.sla?.value).toEqual({ freshnessHours: 90 });
});

test("of two classifications of columns the stricter is that of the table, and no contradiction", async () => {
  const text = contract()
    .replace("primaryKey: true", "primaryKey: true, classification: Internal")
    .replace("tags: [pii.contact]", "classification: RESTRICTED");
  const result = await reviewed({ "contracts/c.yaml": text });
  expect(customersIn(result)?.facets.classification?.value).toBe("restricted");
  expect(findings(result)).toEqual([]);
});

test("a wrong type is a finding at its place, and the rest is read", async () => {
  const result = await reviewed({ "contracts/c.yaml": contract(["tags: pii"]) });
  expect(findings(result)).toEqual(["SCH-003 fail"]);
  expect(customersIn(result)?.columns).toHaveLength(2);
});
