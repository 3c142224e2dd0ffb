import fc from "fast-check";
import { expect, test } from "vitest";
import { expandDbt, type ExpandedDbt } from "../../../src/expand/dbt/expand.ts";
import { assetOf } from "../../support/claims.ts";
import {
  expanded,
  filesOf,
  noSettings,
  partsOf,
  snapshotOfDbt,
  type Files,
} from "../../support/dbt.ts";

const sources = "sources:\n  - name: raw\n    tables: [{ name: orders }]\n";

/** What reads what: `orders < raw.orders`. */
function edges({ claims }: ExpandedDbt): readonly string[] {
  return claims.flatMap(({ subject, says }) =>
    says.is === "edge" && says.other.by === "key"
      ? [`${short(subject)} < ${short(says.other.key)}`]
      : [],
  );
}

function short(key: string): string {
  return key.split(".").slice(2).join(".");
}

const rules = ({ diagnostics }: ExpandedDbt): readonly string[] =>
  diagnostics.map(({ rule }) => rule);
const messages = ({ diagnostics }: ExpandedDbt): readonly string[] =>
  diagnostics.map(({ message }) => message);
const loose = ({ claims }: ExpandedDbt): readonly string[] =>
  claims.flatMap(({ says }) => (says.is === "unresolved" ? [`${says.reason}: ${says.text}`] : []));

test("a model derives from what its refs and sources name, at the place that names it", () => {
  const sql = "select * from {{ ref('stg_orders') }}";
  const result = expanded({
    "models/sources.yml": sources,
    "models/stg_orders.sql": "select * from {{ source('raw', 'orders') }}",
    "models/orders.sql": sql,
  });
  expect(edges(result)).toEqual(["orders < stg_orders", "stg_orders < raw.orders"]);
  expect(result.diagnostics).toEqual([]);
  const edge = result.claims.find(
    ({ subject, says }) => says.is === "edge" && short(subject) === "orders",
  );
  expect(edge).toMatchObject({
    subject: "dbt:model.shop.orders",
    says: { edge: "derives", end: "to", other: { by: "key", key: "dbt:model.shop.stg_orders" } },
    place: {
      in: "range",
      path: "models/orders.sql",
      start: sql.indexOf("ref("),
      end: sql.indexOf(" }}"),
    },
    strength: "declared",
    tool: "dbt",
  });
});

test("models, seeds, snapshots and sources are datasets with a materialization", () => {
  const snapshot = snapshotOfDbt(
    expanded({
      "models/sources.yml": sources,
      "models/a.sql": "{{ config(materialized='table') }} select 1",
      "models/b.sql": "{{ config(materialized='incremental') }} select 1",
      "models/c.sql": "select 1",
      "seeds/d.csv": "id\n1\n",
      "snapshots/e.sql": "{% snapshot e %}select * from {{ ref('a') }}{% endsnapshot %}",
    }),
  );
  const found = snapshot.assets.map(({ id, facets }) => [id, facets.materialization?.value]);
  expect(found).toEqual([
    ["dataset:shop/a", "table"],
    ["dataset:shop/b", "incremental"],
    ["dataset:shop/c", "view"],
    ["dataset:shop/d", "table"],
    ["dataset:shop/e", "snapshot"],
    ["dataset:shop/raw.orders", undefined],
  ]);
});

test.each([
  ["a comment of Jinja", "{# {{ ref('x') }} #} select 1", []],
  ["a raw block", "{% raw %}{{ ref('x') }}{% endraw %}", []],
  ["a text", "select '{{ \"ref(''x'')\" }}'", []],
  ["a branch that is not taken", "{% if false %}{{ ref('x') }}{% endif %}", []],
  ["a comment of SQL", "-- {{ ref('x') }}\nselect 1", ["m < x"]],
  ["an assignment", "{% set r = ref('x') %}select 1", ["m < x"]],
  ["a list", "{% for r in [ref('x'), ref('y')] %}{{ r }}{% endfor %}", ["m < x", "m < y"]],
  [
    "a branch whose condition is unknown",
    "{% if run_query('q') %}{{ ref('x') }}{% else %}{{ ref('y') }}{% endif %}",
    ["m < x", "m < y"],
  ],
  ["a variable", "{{ ref(var('which')) }}", ["m < x"]],
  ["a template in a variable", "select * from {{ var('relation') }}", ["m < y"]],
])("a ref in %s counts as it does for dbt", (_, sql, expected) => {
  const result = expanded({
    "dbt_project.yml": "name: shop\nvars: { which: x, relation: \"{{ ref('y') }}\" }\n",
    "models/x.sql": "select 1",
    "models/y.sql": "select 1",
    "models/m.sql": sql,
  });
  expect(edges(result)).toEqual(expected);
});

test("what only an incremental run reads is conditional, reading oneself is no edge", () => {
  const result = expanded({
    "models/x.sql": "select 1",
    "models/y.sql": "select 1",
    "models/m.sql":
      "select * from {{ ref('x') }} {% if is_incremental() %} where a > (select max(a) from {{ this }}, {{ ref('y') }}) {% endif %}",
  });
  const conditions = result.claims.flatMap(({ says }) =>
    says.is === "edge" ? [says.condition] : [],
  );
  expect(edges(result)).toEqual(["m < x", "m < y"]);
  expect(conditions).toEqual([undefined, "is_incremental()"]);
});

test("a ref that leads nowhere is an error that proposes what was meant, and stays visible", () => {
  const result = expanded({
    "models/stg_orders.sql": "select 1",
    "models/m.sql": "{{ ref('stg_ordres') }}",
  });
  expect(result.diagnostics).toMatchObject([
    {
      rule: "REF-060",
      severity: "error",
      help: "did you mean stg_orders?",
      place: { start: 3, end: 20 },
    },
  ]);
  expect(loose(result)).toEqual(["missing-file: ref('stg_ordres')"]);
});

test("a source that nobody declares is an error", () => {
  const result = expanded({
    "models/s.yml": sources,
    "models/m.sql": "{{ source('raw', 'ordres') }}",
  });
  expect(result.diagnostics).toMatchObject([{ rule: "REF-061", help: "did you mean raw.orders?" }]);
});

test("a ref in a macro is placed at its call, and the macro is told", () => {
  const macro = "{% macro from_orders() %}select * from {{ ref('nothing') }}{% endmacro %}";
  const result = expanded({ "macros/a.sql": macro, "models/m.sql": "  {{ from_orders() }}" });
  expect(result.diagnostics).toMatchObject([
    {
      rule: "REF-060",
      place: { path: "models/m.sql", start: 5 },
      related: [{ place: { path: "macros/a.sql", start: macro.indexOf("ref(") } }],
    },
  ]);
});

test("a circle of refs is found in the graph", () => {
  const snapshot = snapshotOfDbt(
    expanded({
      "models/a.sql": "{{ ref('b') }}",
      "models/b.sql": "{{ ref('a') }}",
      "models/c.sql": "{{ this }}",
    }),
  );
  expect(snapshot.diagnostics.map(({ rule }) => rule)).toEqual(["LIN-002"]);
});

test("two models of one name in one project are an error, in two packages they are two models", () => {
  const twice = snapshotOfDbt(
    expanded({ "models/a/x.sql": "select 1", "models/b/x.sql": "select 2" }),
  );
  expect(twice.diagnostics).toMatchObject([{ rule: "IDN-002", severity: "error" }]);
  const packages = expanded({
    "dbt_packages/other/dbt_project.yml": "name: other\n",
    "dbt_packages/other/models/x.sql": "select 1",
    "models/x.sql": "select 2",
    "models/y.sql": "{{ ref('x') }} {{ ref('other', 'x') }}",
  });
  expect(snapshotOfDbt(packages).diagnostics).toEqual([]);
  expect(
    packages.claims.flatMap(({ says }) =>
      says.is === "edge" && says.other.by === "key" ? [says.other.key] : [],
    ),
  ).toEqual(["dbt:model.shop.x", "dbt:model.other.x"]);
});

test("macros of a package in the tree are run, those of one that is not are unknown by name", () => {
  const model = {
    "models/m.sql": "select {{ helpers.both() }} from {{ ref('x') }}",
    "models/x.sql": "select 1",
  };
  const present = expanded({
    ...model,
    "dbt_packages/helpers/dbt_project.yml": "name: helpers\n",
    "dbt_packages/helpers/macros/a.sql": "{% macro both() %}a, b{% endmacro %}",
  });
  expect(present.diagnostics).toEqual([]);
  expect(present.projects[0]?.nodes[0]?.sql).toBe(
    "select a, b from m".replace("from m", 'from "x"'),
  );
  const absent = expanded({
    ...model,
    "packages.yml": "packages: [{ package: acme/helpers, version: 1.0.0 }]\n",
  });
  expect(edges(absent)).toEqual(["m < x"]);
  expect(messages(absent)).toEqual([
    "m depends on what only a run knows: helpers.both is a macro of the package helpers, which is not in this repository",
  ]);
  expect(loose(absent)).toHaveLength(1);
});

test("a ref into another project is an asset of its own, outside of this repository", () => {
  const result = expanded({
    "dependencies.yml": "projects: [{ name: finance }]\n",
    "models/m.sql": "select * from {{ ref('finance', 'fct_revenue', v=2) }}",
  });
  const snapshot = snapshotOfDbt(result);
  expect(rules(result)).toEqual(["REF-062"]);
  expect(assetOf(snapshot, "dataset:finance/fct_revenue.v2").facets.type?.value).toBe("external");
  expect(snapshot.edges).toMatchObject([
    { from: "dataset:finance/fct_revenue.v2", to: "dataset:shop/m" },
  ]);
});

test("two projects of one repository read each other", () => {
  const result = expandDbt(
    partsOf({
      "a/dbt_project.yml": "name: a\n",
      "a/models/x.sql": "select 1",
      "b/dbt_project.yml": "name: b\n",
      "b/models/y.sql": "{{ ref('a', 'x') }}",
    }),
    noSettings,
  );
  expect(snapshotOfDbt(result).edges).toMatchObject([{ from: "dataset:a/x", to: "dataset:b/y" }]);
});

test("a disabled model is not there, and a ref to it is an error", () => {
  const result = expanded({
    "models/m.sql": "{{ config(enabled=false) }} {{ ref('nothing') }}",
    "models/n.sql": "{{ ref('m') }}",
  });
  expect(rules(result)).toEqual(["REF-067"]);
  expect(snapshotOfDbt(result).assets.map(({ id }) => id)).toEqual(["dataset:shop/n"]);
});

test("versions are models of their own, and a ref without one means the latest", () => {
  const files: Files = {
    "models/v.yml":
      "models: [{ name: orders, versions: [{ v: 1 }, { v: 2, defined_in: new_orders }] }]\n",
    "models/orders_v1.sql": "select 1",
    "models/new_orders.sql": "select 2",
    "models/m.sql": "{{ ref('orders') }} {{ ref('orders', v=1) }}",
  };
  expect(edges(expanded(files))).toEqual(["m < orders.v2", "m < orders.v1"]);
});

test("a broken template is one located error, and the rest of it still counts", () => {
  const result = expanded({
    "models/x.sql": "select 1",
    "models/m.sql": "{{ ref('x') }} {{ 1 + }} {% if %}",
    "models/n.sql": "{{ ref('x') }}",
  });
  expect(edges(result)).toEqual(["m < x", "n < x"]);
  expect(new Set(rules(result))).toEqual(new Set(["REF-064", "REF-063"]));
});

test.each([
  ["{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}", "select {{ m() }}"],
  ["", "{% for i in range(10**9) %}{{ ref('x') }}{% endfor %}"],
  ["", "{{ 'a' * 10**9 }}"],
  ["{% macro var(n) %}{{ var(n) }}{% endmacro %}", "{{ var('x') }}"],
])("templates without end (%s %s) are bounded and said", (macro, sql) => {
  const result = expanded({
    "macros/m.sql": macro,
    "models/x.sql": "select 1",
    "models/m.sql": sql,
  });
  expect(rules(result)).toContain("REF-063");
});

test("a variable that holds itself ends", () => {
  const project = "name: shop\nvars: { a: \"{{ var('b') }}\", b: \"{{ var('a') }}\" }\n";
  expect(edges(expanded({ "dbt_project.yml": project, "models/m.sql": "{{ var('a') }}" }))).toEqual(
    [],
  );
});

test("a model in Python reads what its literal calls name, and nothing of its comments", () => {
  const code = [
    "# dbt.ref('commented')",
    "text = \"dbt.ref('quoted')\"",
    "def model(dbt, session):",
    '    dbt.config(materialized="incremental", tags="x")',
    "    a = dbt.ref('x')",
    "    b = dbt.source( 'raw', \"orders\" )",
    "    c = other.dbt.ref('never')",
    "    d = dbt.ref(names[0])",
    "    return a",
  ].join("\n");
  const result = expanded({
    "models/m.py": code,
    "models/x.sql": "select 1",
    "models/s.yml": sources,
  });
  expect(edges(result)).toEqual(["m < x", "m < raw.orders"]);
  expect(loose(result)).toEqual(["templated: ref(names[0])"]);
  const asset = assetOf(snapshotOfDbt(result), "dataset:shop/m");
  expect(asset.facets.materialization?.value).toBe("incremental");
});

test("the order of the files changes nothing", () => {
  const parts = partsOf(filesOf("fixtures/dbt/shop"));
  const { claims, diagnostics } = expandDbt(parts, noSettings);
  fc.assert(
    fc.property(fc.shuffledSubarray([...parts], { minLength: parts.length }), (shuffled) => {
      const other = expandDbt(shuffled, noSettings);
      expect({ claims: other.claims, diagnostics: other.diagnostics }).toEqual({
        claims,
        diagnostics,
      });
    }),
    { numRuns: 5 },
  );
});

test("parts that are no project say nothing", () => {
  expect(expandDbt(partsOf({ "models/m.sql": "{{ ref('x') }}" }), noSettings).claims).toEqual([]);
});
