import { expect, test } from "vitest";
import { byCodeUnit } from "../../../src/base/compare.ts";
import golden from "../../../fixtures/dbt/shop.compiled.json" with { type: "json" };
import type { RenderedNode } from "../../../src/expand/dbt/models.ts";
import { relationText } from "../../../src/expand/dbt/relation.ts";
import { expanded, filesOf } from "../../support/dbt.ts";

const { projects } = expanded(filesOf("fixtures/dbt/shop"));
const shop = projects.find(({ project }) => project.own.name === "shop");
const byKey = new Map(shop?.nodes.map((node) => [node.node.key.slice("dbt:".length), node]));
const compiled = Object.entries(golden.nodes);

function rendered(key: string): RenderedNode {
  const node = byKey.get(key);
  if (node === undefined) throw new Error(`no ${key}`);
  return node;
}

/** White space apart, and without the queries of ephemeral models that dbt puts in front. */
function plain(sql: string | undefined): string {
  const text = (sql ?? "").replaceAll(/\s+/gu, " ").trim();
  return text.replace(/^with __dbt__cte__\w+ as \( [^()]* \) /u, "");
}

test("the project has the nodes that dbt finds in it, and no others", () => {
  expect([...byKey.keys()].toSorted()).toEqual(compiled.map(([key]) => key).toSorted());
});

const queries = compiled.filter(([key]) => byKey.get(key)?.sql !== undefined);

test.each(queries)("%s renders to the SQL that dbt compiles", (key, { compiled: sql }) => {
  const { sql: own, unknowns } = rendered(key);
  expect(unknowns).toEqual([]);
  expect(plain(own)).toBe(plain(sql ?? ""));
});

test.each(Object.entries(golden.incremental))(
  "%s renders to what dbt compiles once its table exists",
  (key, sql) => {
    expect(plain(rendered(key).incremental?.text)).toBe(plain(sql));
  },
);

test.each(compiled.filter(([, { relation }]) => relation !== null))(
  "%s has the relation that dbt gives it",
  (key, { relation }) => {
    const node = rendered(key);
    expect(relationText(node.relation, shop!.world.quoting)).toBe(relation);
    expect(shop?.relations.get(relation ?? "")).toBe(`dbt:${key}`);
  },
);

test.each(compiled)("%s reads what dbt says it depends on", (key, { reads }) => {
  const keys = rendered(key).uses.flatMap(({ found }) =>
    found.is === "node" ? [found.node.key.slice("dbt:".length)] : [],
  );
  expect([...new Set(keys)].toSorted()).toEqual(reads);
});

test.each(compiled)(
  "%s is configured as dbt configures it",
  (key, { materialized, tags, meta }) => {
    const { config, node } = rendered(key);
    const own = config.get("materialized");
    const usual = new Map([
      ["model", "view"],
      ["seed", "seed"],
      ["snapshot", "snapshot"],
    ]).get(node.kind);
    expect(own ?? usual ?? null).toBe(materialized);
    expect(
      [...new Set([config.get("tags") ?? []].flat().map(String))].toSorted(byCodeUnit),
    ).toEqual(tags);
    expect(config.get("meta") ?? {}).toEqual(meta);
  },
);
