import { expect, test } from "vitest";
import { assetOf, asKey, claim, exists, own, snapshotFrom } from "../../support/claims.ts";
import { expanded } from "../../support/dbt.ts";

test("the table of the warehouse joins a model with what other files say of it", () => {
  const settings = {
    targets: {
      prod: { database: "analytics", schema: "marts", namespace: "snowflake://acme-prod" },
    },
  };
  const { claims } = expanded({ "models/segments.sql": "select 1" }, settings);
  const contract = [
    exists("dataset", "growth/customer-segments"),
    claim(own("dataset", "growth/customer-segments"), {
      is: "sameAs",
      key: asKey("at:snowflake://acme-prod/ANALYTICS.MARTS.SEGMENTS"),
    }),
  ];
  const asset = assetOf(
    snapshotFrom([...claims, ...contract]),
    "dataset:snowflake://acme-prod/ANALYTICS.MARTS.SEGMENTS",
  );
  expect(asset.keys).toEqual([
    "at:snowflake://acme-prod/ANALYTICS.MARTS.SEGMENTS",
    "dbt:model.shop.segments",
    "own:Dataset/growth/customer-segments",
  ]);
});

test.each([
  ["nobody says where", { targets: {} }, undefined],
  [
    "a profile for development alone",
    { targets: {} },
    "shop: { outputs: { dev: { type: snowflake, account: a, database: d, schema: s } } }\n",
  ],
  [
    "a profile from the environment",
    { targets: {} },
    "shop: { outputs: { prod: { type: snowflake, account: \"{{ env_var('A') }}\", database: d, schema: s } } }\n",
  ],
])("the warehouse is never guessed: %s", (_, settings, profiles) => {
  const files = { "dbt_project.yml": "name: shop\nprofile: shop\n", "models/m.sql": "select 1" };
  const { claims } = expanded(
    profiles === undefined ? files : { ...files, "profiles.yml": profiles },
    settings,
  );
  expect(claims.filter(({ says }) => says.is === "sameAs")).toEqual([]);
});

test("the profile for production says where models lie", () => {
  const result = expanded({
    "dbt_project.yml": "name: shop\nprofile: shop\nmodels: { shop: { +schema: marts } }\n",
    "profiles.yml":
      "shop: { outputs: { prod: { type: bigquery, project: acme, dataset: dw }, dev: { type: bigquery, project: x, dataset: y } } }\n",
    "models/m.sql": "select 1",
  });
  expect(result.claims.flatMap(({ says }) => (says.is === "sameAs" ? [says.key] : []))).toEqual([
    "at:bigquery/acme.dw_marts.m",
  ]);
});

test.each([
  [{ mode: "custom_only" }, "marts"],
  [{ mode: "env" }, "marts"],
  [{ mode: "default" }, "main_marts"],
  [{ template: "{{ target.schema }}__{{ custom }}" }, "main__marts"],
] as const)("schemas are named as the configuration says: %j", (schemaName, schema) => {
  const targets = { prod: { database: "dw", schema: "main", type: "duckdb" } };
  const { projects } = expanded(
    { "models/m.sql": "{{ config(schema='marts') }}" },
    { targets, schemaName },
  );
  expect(projects[0]?.nodes[0]?.relation.schema).toBe(schema);
});

test("a schema macro that asks what nobody states leaves the schema unknown", () => {
  const { projects } = expanded({
    "macros/s.sql":
      "{% macro generate_schema_name(c, n) %}{{ env_var('USER') }}_{{ c }}{% endmacro %}",
    "models/m.sql": "{{ config(schema='marts') }}",
  });
  expect(projects[0]?.nodes[0]?.relation.schema).toBeUndefined();
});
