import { expect, test } from "vitest";
import { readConfig } from "../../src/workspace/config.ts";
import { candidates } from "../../src/workspace/readings.ts";
import { snapshotOf } from "../../src/workspace/snapshot.ts";
import { memoryTree } from "../support/memory-tree.ts";

const settings = [
  "env: { prod: { dbtTarget: live } }",
  "dbt:",
  "  targets:",
  "    live: { database: dw, schema: main, type: duckdb, namespace: 'postgres://db:5432' }",
  "  schemaName: { mode: custom_only }",
].join("\n");

const project = {
  "etl/dbt_project.yml": "name: shop\n",
  "etl/models/orders.sql":
    "{{ config(schema='marts') }} select {{ cents('a') }} from {{ ref('codes') }}",
  "etl/macros/cents.sql": "{% macro cents(c) %}{{ c }} / 100{% endmacro %}",
  "etl/seeds/codes.csv": "a,b\n1,2\n",
  "etl/analyses/try.sql": "select 1",
  "etl/notes.csv": "x\n",
  "data/large.csv": "a,b\n",
  "sql/report.sql": "select 1",
};

test("the settings of dbt act, and the rest of an environment is said not to", async () => {
  const read = await readConfig(memoryTree({ "lineagectl.yaml": settings }));
  expect(read.diagnostics).toEqual([]);
  expect(read.config.dbt).toEqual({
    production: "live",
    schemaName: { mode: "custom_only" },
    targets: {
      live: { database: "dw", schema: "main", type: "duckdb", namespace: "postgres://db:5432" },
    },
  });
  const more = await readConfig(
    memoryTree({
      "lineagectl.yaml":
        "env: { prod: { dbtTarget: live, overlays: [a] }, dev: { dbtTarget: dev } }\n",
    }),
  );
  expect(more.diagnostics.map(({ message }) => message)).toEqual([
    "env.prod.overlays is not acted on by this version",
    "env.dev.dbtTarget is not acted on by this version",
  ]);
});

test("text files are read where a dbt project holds them, and nowhere else", async () => {
  const tree = memoryTree(project);
  const { scan } = (await readConfig(tree)).config;
  expect(candidates(await tree.list(), scan).map(({ path }) => path)).toEqual([
    "etl/analyses/try.sql",
    "etl/dbt_project.yml",
    "etl/macros/cents.sql",
    "etl/models/orders.sql",
    "etl/notes.csv",
    "etl/seeds/codes.csv",
  ]);
});

test("a snapshot holds the models of its projects, and covers every file that decides them", async () => {
  const tree = memoryTree({ ...project, "lineagectl.yaml": settings });
  const { snapshot } = await snapshotOf(tree, await readConfig(tree), new Map());
  expect(snapshot.diagnostics).toEqual([]);
  expect(snapshot.assets.map(({ id }) => id)).toEqual([
    "dataset:postgres://db:5432/dw.main.codes",
    "dataset:postgres://db:5432/dw.marts.orders",
  ]);
  expect(snapshot.covered.map(({ path, why, kinds }) => `${path} ${why} ${kinds.join()}`)).toEqual([
    "etl/dbt_project.yml claims ",
    "etl/macros/cents.sql claims ",
    "etl/models/orders.sql claims dataset",
    "etl/seeds/codes.csv claims dataset",
    "lineagectl.yaml gate ",
  ]);
});

test("readings taken from the cache give the same snapshot", async () => {
  const tree = memoryTree(project);
  const config = await readConfig(tree);
  const cold = await snapshotOf(tree, config, new Map());
  const known = new Map(
    cold.readings.map((reading) => [`${reading.blob} ${reading.path}`, reading]),
  );
  const warm = await snapshotOf(tree, config, known);
  expect(warm.snapshot).toEqual(cold.snapshot);
});
