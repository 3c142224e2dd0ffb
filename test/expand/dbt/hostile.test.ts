import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "../../../src/base/canonical.ts";
import type { Json } from "../../../src/base/json.ts";
import type { ExpandedDbt } from "../../../src/expand/dbt/expand.ts";
import { expanded, snapshotOfDbt } from "../../support/dbt.ts";

/** Everything that leaves the expander has the form that is signed. */
function written(result: ExpandedDbt): string {
  const { assets, edges, diagnostics } = snapshotOfDbt(result);
  return canonicalJson(JSON.parse(JSON.stringify({ assets, edges, diagnostics })) as Json);
}

const astral = "\u{1f600}";

test.each([
  `{{ config(alias='${astral}'[0], tags=['${astral}'[1:2]], meta={'owner': '${astral}'[0]}) }}`,
  `{{ ref('${astral}'[0]) }} {{ source('${astral}'[1], 'x') }} {{ ref('p', '${astral}'[0]) }}`,
  String.raw`{{ ref("\ud800") }} {{ exceptions.raise_compiler_error("\udc00") }}`,
  `{{ exceptions.raise_compiler_error('${"x".repeat(270)}${astral.repeat(40)}') }}`,
  `{{ ref('${"y".repeat(99)}${astral}') }}`,
  "{{ config({'__proto__': {'owner': 'x'}, 'meta': {'__proto__': 1}}) }}",
  "{{ config(tags=[[1], none, {'a': 1}], meta=7, grants='x', contract=[], group={}) }}",
])("%s leaves nothing that cannot be written", (sql) => {
  expect(written(expanded({ "models/m.sql": sql }))).toContain("dbt:model.shop.m");
});

test("keys of JavaScript's objects are names as any other", () => {
  const result = expanded({
    "models/constructor.sql": "select 1",
    "models/toString.sql":
      "{{ ref('constructor') }} {{ var('__proto__', 1) }} {{ dbt.hasOwnProperty() }}",
  });
  expect(snapshotOfDbt(result).edges).toMatchObject([
    { from: "dataset:shop/constructor", to: "dataset:shop/toString" },
  ]);
});

test("no files of a project make the expander throw", () => {
  const words = fc.constantFrom(
    ..."{{ }} {% %} ref( source( config( var( 'a' 'b' , ) if endif for x in endfor set = macro m() endmacro this target.name adapter.dispatch( is_incremental() run_query( | ~ [0] .a none".split(
      " ",
    ),
    astral,
    "\n",
  );
  const sql = fc.array(words, { maxLength: 30 }).map((list) => list.join(" "));
  const leaf = fc.constantFrom<Json>(
    null,
    1,
    true,
    "a",
    "{{ ref('a') }}",
    "{{ var('a') }}",
    [],
    {},
    ["a"],
    { name: "a" },
  );
  const yaml = fc.dictionary(
    fc.constantFrom("models", "sources", "exposures", "groups", "seeds", "snapshots"),
    fc.array(
      fc.dictionary(
        fc.constantFrom(
          "name",
          "config",
          "columns",
          "tests",
          "data_tests",
          "tables",
          "versions",
          "depends_on",
          "owner",
          "relation",
          "meta",
          "freshness",
          "tags",
        ),
        fc.oneof(leaf, fc.array(leaf, { maxLength: 3 })),
      ),
      { maxLength: 3 },
    ),
  );
  const project = fc.dictionary(
    fc.constantFrom(
      "models",
      "vars",
      "dispatch",
      "quoting",
      "model-paths",
      "profile",
      "sources",
      "seeds",
    ),
    fc.oneof(leaf, fc.dictionary(fc.constantFrom("shop", "+tags", "+enabled", "a", "+meta"), leaf)),
  );
  fc.assert(
    fc.property(sql, sql, yaml, project, (model, macro, properties, settings) => {
      const files = {
        "dbt_project.yml": JSON.stringify({ name: "shop", ...settings }),
        "models/a.sql": model,
        "models/b.sql": "{{ ref('a') }}",
        "models/p.yml": JSON.stringify(properties),
        "macros/m.sql": `{% macro generate_schema_name(c, n) %}${macro}{% endmacro %}`,
        "models/s.sql": `{% snapshot s %}${macro}{% endsnapshot %}`,
        "models/py.py": model,
      };
      expect(written(expanded(files))).not.toBe("");
    }),
    { numRuns: 150 },
  );
});
