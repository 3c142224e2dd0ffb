import { expect, test } from "vitest";
import type { Asset, Snapshot } from "../../../src/model/snapshot.ts";
import { assetOf } from "../../support/claims.ts";
import { expanded, filesOf, snapshotOfDbt, type Files } from "../../support/dbt.ts";

const shop = snapshotOfDbt(expanded(filesOf("fixtures/dbt/shop")));
const asset = (name: string): Asset => assetOf(shop, `dataset:shop/${name}`);
const facet = (one: Asset, name: keyof Asset["facets"]): unknown => one.facets[name]?.value;
const tags = (one: Asset): readonly string[] => one.tags.map(({ value }) => value);

function of(yaml: string, more: Files = {}): Snapshot {
  return snapshotOfDbt(expanded({ "models/m.sql": "select 1", "models/p.yml": yaml, ...more }));
}
const model = (yaml: string, more: Files = {}): Asset =>
  assetOf(of(`models:\n  - name: m\n    ${yaml}\n`, more), "dataset:shop/m");

test("the sample has no findings of its own", () => {
  expect(shop.diagnostics).toEqual([]);
});

test("owner, description and tags come from properties, the project and the file itself", () => {
  const segments = asset("customer_segments");
  expect(facet(segments, "owner")).toEqual({ team: "growth" });
  expect(facet(segments, "description")).toBe("Which segment a customer is in");
  expect(facet(segments, "tier")).toBe(1);
  expect(tags(segments)).toEqual(["daily", "growth", "marts"]);
  expect(segments.tags[0]?.place).toMatchObject({
    path: "models/marts/_marts.yml",
    pointer: "/models/1/config/tags/0",
  });
});

test("a group's owner answers for the models of the group", () => {
  expect(facet(asset("orders.v2"), "owner")).toEqual({
    team: "Growth",
    email: "growth@example.com",
  });
  expect(asset("orders.v2").facets.owner).toMatchObject({
    strength: "derived",
    place: { pointer: "/groups/0/owner" },
  });
  expect(facet(asset("orders.v2"), "access")).toBe("public");
});

test.each([
  ["{ owner: team/growth }", { team: "growth" }],
  ["{ owner: '@growth' }", { team: "growth" }],
  ["{ owner: ada@example.com }", { email: "ada@example.com" }],
  ["{ owner: Ada Lovelace }", { team: "Ada Lovelace" }],
  ["{ owner: { name: Ada, email: ada@example.com } }", { team: "Ada", email: "ada@example.com" }],
  ["{ owner: '{{ var(1) }}' }", undefined],
  ["{ owner: 7 }", undefined],
])("the owner in meta %s is understood", (meta, owner) => {
  expect(facet(model(`config: { meta: ${meta} }`), "owner")).toEqual(owner);
  expect(facet(model(`meta: ${meta}`), "owner")).toEqual(owner);
});

test("columns come from properties with type, description, tags and what tests promise", () => {
  const customers = assetOf(shop, "dataset:shop/raw.customers");
  expect(customers.columns).toMatchObject([
    { name: "id", tags: [] },
    { name: "email", tags: ["pii.email"], description: "Where we write to" },
    { name: "country", tags: ["pii.location"] },
  ]);
  expect(asset("stg_orders").columns[0]).toMatchObject({
    name: "order_id",
    notNull: true,
    unique: true,
  });
  expect(asset("country_codes").columns.map(({ name, type }) => [name, type])).toEqual([
    ["code", "varchar"],
    ["name", undefined],
  ]);
});

test("a version has the columns of its model, but for those that it leaves out", () => {
  expect(asset("orders.v1").columns.map(({ name }) => name)).toEqual(["order_id", "customer_id"]);
  expect(asset("orders.v2").columns.map(({ name }) => name)).toEqual([
    "order_id",
    "customer_id",
    "total",
  ]);
});

test("tests are checks of the dataset, those in files of their own too", () => {
  expect(facet(asset("stg_orders"), "tests")).toEqual([
    { name: "unique", column: "order_id" },
    { name: "not_null", column: "order_id", severity: "warn" },
    {
      name: "relationships",
      column: "customer_id",
      args: { to: "ref('stg_customers')", field: "customer_id" },
    },
    { name: "accepted_values", column: "status", args: { values: ["placed", "paid"] } },
  ]);
  expect(facet(asset("orders.v2"), "tests")).toEqual([
    { name: "assert_every_order_has_a_customer" },
  ]);
  const named = model("data_tests: [{ name: mine, test_name: unique, column_name: a }]");
  expect(facet(named, "tests")).toEqual([{ name: "unique", args: { column_name: "a" } }]);
});

test("freshness is an SLA in hours, inherited from the source unless a table denies it", () => {
  expect(facet(assetOf(shop, "dataset:shop/raw.orders"), "sla")).toEqual({ freshnessHours: 24 });
  const snapshot = of(
    "sources:\n  - name: raw\n    freshness: { error_after: { count: 30, period: minute } }\n    tables: [{ name: a }, { name: b, freshness: null }]\n",
  );
  expect(facet(assetOf(snapshot, "dataset:shop/raw.a"), "sla")).toEqual({ freshnessHours: 0.5 });
  expect(facet(assetOf(snapshot, "dataset:shop/raw.b"), "sla")).toBeUndefined();
});

test("contract, end of life and grants are kept", () => {
  const one = model(
    "deprecation_date: 2027-01-31\n    config: { contract: { enforced: true }, grants: { select: [reporter, public] } }",
  );
  expect(facet(one, "contract")).toEqual({ enforced: true });
  expect(facet(one, "deprecatedOn")).toBe("2027-01-31");
  expect(facet(one, "grants")).toEqual([
    { principal: "role:reporter", privilege: "select" },
    { principal: "public", privilege: "select" },
  ]);
});

test("meta says that something is personal data in the words that people use", () => {
  for (const key of ["pii", "contains_pii"]) {
    expect(tags(model(`config: { meta: { ${key}: true } }`))).toEqual(["pii"]);
    expect(tags(model(`config: { meta: { ${key}: false } }`))).toEqual([]);
  }
  const column = model("columns: [{ name: a, meta: { contains_pii: true } }]").columns[0];
  expect(column?.tags).toEqual(["pii"]);
});

test("an exposure reads what it depends on, and has an owner", () => {
  const dashboard = assetOf(shop, "exposure:shop/segment_dashboard");
  expect(facet(dashboard, "owner")).toEqual({ team: "Growth", email: "growth@example.com" });
  expect(facet(dashboard, "title")).toBe("Segments");
  expect(tags(dashboard)).toEqual(["weekly"]);
  expect(shop.edges.filter(({ to }) => to === dashboard.id)).toMatchObject([
    {
      kind: "reads",
      from: "dataset:shop/customer_segments",
      place: { pointer: "/exposures/0/depends_on/0" },
    },
    {
      kind: "reads",
      from: "dataset:shop/events.clicks",
      place: { pointer: "/exposures/0/depends_on/1" },
    },
  ]);
});

test("an exposure that depends on nothing of the project is told, a metric is not seen", () => {
  const snapshot = of(
    "exposures:\n  - name: d\n    type: ml\n    owner: { name: a }\n    depends_on: [ref('n'), metric('x')]\n",
  );
  expect(snapshot.diagnostics).toMatchObject([
    { rule: "REF-060", place: { pointer: "/exposures/0/depends_on/0" } },
  ]);
  expect(
    assetOf(snapshot, "exposure:shop/d").unresolved.map(({ reason, text }) => [text, reason]),
  ).toEqual([
    ["metric('x')", "tool"],
    ["ref('n')", "missing-file"],
  ]);
});

test("properties of nothing are a warning that proposes what was meant", () => {
  const { diagnostics } = of("models: [{ name: n, description: x }]\n", {
    "models/nn.sql": "select 1",
    "models/m.sql": "select 1",
  });
  expect(diagnostics).toMatchObject([
    { rule: "REF-065", severity: "warning", message: "the project has no model n" },
  ]);
});

test("two entries for one model are an error", () => {
  const { diagnostics } = of("models: [{ name: m }, { name: m }]\n");
  expect(diagnostics).toMatchObject([{ rule: "SCH-007", place: { pointer: "/models/1/name" } }]);
});

test("the more specific config wins, tags add up, meta is merged", () => {
  const project =
    "name: shop\nmodels:\n  +tags: [all]\n  +meta: { a: 1, b: 1 }\n  +materialized: table\n  shop:\n    marts:\n      +tags: [marts]\n      +meta: { b: 2 }\n      +materialized: incremental\n      m: { +tags: [one] }\n";
  const { projects } = expanded({
    "dbt_project.yml": project,
    "models/marts/m.sql": "{{ config(tags='file', meta={'c': 3}) }}",
    "models/other.sql": "select 1",
    "models/p.yml": "models: [{ name: m, config: { tags: [yaml], materialized: view } }]\n",
  });
  const config = (name: string): unknown =>
    Object.fromEntries(projects[0]?.nodes.find(({ node }) => node.name === name)?.config ?? []);
  expect(config("m")).toEqual({
    tags: ["all", "marts", "one", "yaml", "file"],
    meta: { a: 1, b: 2, c: 3 },
    materialized: "view",
  });
  expect(config("other")).toEqual({ tags: ["all"], meta: { a: 1, b: 1 }, materialized: "table" });
});
