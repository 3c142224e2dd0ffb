import { expect, test } from "vitest";
import { container, edgesOf, graphOf, workflow } from "../../support/workflows.ts";

const store = (field: string): string =>
  workflow(`entrypoint: a
templates:
  - name: a
    inputs: {artifacts: [{name: in, path: /in, ${field}}]}
    ${container}`);

test.each([
  ["s3: {bucket: lake, key: /orders//x.csv}", "s3://lake/orders//x.csv"],
  ["gcs: {bucket: lake, key: orders/}", "gs://lake/orders"],
  ["oss: {bucket: lake, key: orders, endpoint: http://oss.example}", "oss://lake/orders"],
  [
    "azure: {endpoint: 'https://acme.blob.core.windows.net', container: lake, blob: orders}",
    "wasbs://lake@acme.blob.core.windows.net/orders",
  ],
  [
    "azure: {endpoint: 'https://acme.dfs.core.windows.net/', container: lake, blob: /orders}",
    "abfss://lake@acme.dfs.core.windows.net/orders",
  ],
  [
    "hdfs: {addresses: ['nn1:8020', 'nn2:8020'], path: /data/orders}",
    "hdfs://nn1:8020/data/orders",
  ],
  ["git: {repo: 'git@github.com:Acme/Shop.git', revision: main}", "git://github.com/acme/shop"],
  ["http: {url: 'https://u:p@Data.example/o.csv?token=1#x'}", "https://data.example/o.csv"],
  ["artifactory: {url: 'https://art.example/o.csv'}", "https://art.example/o.csv"],
])("an artifact with %s is %s", async (field, name) => {
  const graph = await graphOf({ "a.yaml": store(field) });
  expect(edgesOf(graph, "reads")).toEqual([`${name} -> etl/a`]);
  expect(graph.diagnostics).toEqual([]);
});

test("literal data are no dataset, a plugin's are unknown, and an artifact without an address is no guess", async () => {
  const literal = await graphOf({ "a.yaml": store("raw: {data: hello}") });
  expect(literal.assets.map(({ kind }) => kind)).toEqual(["job", "step"]);
  const plugin = await graphOf({ "a.yaml": store("plugin: {name: x}") });
  expect(plugin.assets.at(-1)?.unresolved).toMatchObject([{ edge: "reads", reason: "tool" }]);
  const nowhere = await graphOf({ "a.yaml": store("s3: {endpoint: minio.example}") });
  expect(nowhere.assets.at(-1)?.unresolved).toMatchObject([{ reason: "undeclared" }]);
});

const keyed = workflow(`entrypoint: main
templates:
  - name: main
    steps:
      - - {name: make, template: make}
      - - {name: use, template: use}
  - name: make
    outputs: {artifacts: [{name: out, path: /out, s3: {key: daily/orders.parquet}}]}
    ${container}
  - name: use
    inputs: {artifacts: [{name: in, path: /in, s3: {key: daily/orders.parquet}}]}
    ${container}`);

test("one key in the bucket that only the controller knows is one dataset", async () => {
  const graph = await graphOf({ "a.yaml": keyed });
  const dataset = "argo://ml/artifacts/daily/orders.parquet";
  expect(edgesOf(graph, "writes")).toEqual([`etl/make -> ${dataset}`]);
  expect(edgesOf(graph, "reads")).toEqual([`${dataset} -> etl/use`]);
  expect(graph.diagnostics).toEqual([]);
});

test("the bucket of the configuration stands in for the one that artifacts do not name", async () => {
  const config = "argo: {artifactRepository: {s3: {bucket: acme-artifacts}}}\n";
  const graph = await graphOf({ "a.yaml": keyed, "lineagectl.yaml": config });
  expect(edgesOf(graph, "writes")).toEqual([
    "etl/make -> s3://acme-artifacts/daily/orders.parquet",
  ]);
  expect(graph.diagnostics).toEqual([]);
});

const nested = workflow(`entrypoint: main
templates:
  - name: main
    dag:
      tasks:
        - {name: outer, template: outer}
        - name: use
          depends: outer
          template: use
          arguments: {artifacts: [{name: in, from: "{{tasks.outer.outputs.artifacts.result}}"}]}
  - name: outer
    steps:
      - - {name: heads, template: make, when: "x == heads"}
        - {name: tails, template: make, when: "x == tails"}
    outputs:
      artifacts:
        - name: result
          fromExpression: "x == 'heads' ? steps.heads.outputs.artifacts.out : steps['tails'].outputs.artifacts.out"
  - name: make
    outputs: {artifacts: [{name: out, path: /out}]}
    ${container}
  - name: use
    inputs: {artifacts: [{name: in, path: /in}]}
    ${container}`);

test("an artifact is followed through nested templates to the steps that make it, whichever of them runs", async () => {
  const graph = await graphOf({ "a.yaml": nested });
  expect(graph.diagnostics).toEqual([]);
  expect(edgesOf(graph, "reads")).toEqual([
    "argo://ml/etl/outer/heads/out -> etl/use",
    "argo://ml/etl/outer/tails/out -> etl/use",
  ]);
  expect(edgesOf(graph, "contains")).toEqual([
    "etl -> etl/outer",
    "etl -> etl/use",
    "etl/outer -> etl/outer/heads",
    "etl/outer -> etl/outer/tails",
  ]);
  expect(edgesOf(graph, "runs_after")).toEqual(["etl/outer -> etl/use"]);
  const write = graph.edges.find(({ kind, from }) => kind === "writes" && from.endsWith("heads"));
  expect(write?.condition).toBe("x == heads");
});

test("an output that is exported to the whole workflow is the same data under both names", async () => {
  const text = workflow(`entrypoint: make
onExit: use
templates:
  - name: make
    outputs: {artifacts: [{name: out, path: /out, globalName: table, s3: {bucket: lake, key: t}}]}
    ${container}
  - name: use
    steps:
      - - name: read
          template: read
          arguments: {artifacts: [{name: in, from: "{{workflow.outputs.artifacts.table}}"}]}
  - name: read
    inputs: {artifacts: [{name: in, path: /in}]}
    ${container}`);
  const graph = await graphOf({ "a.yaml": text });
  expect(edgesOf(graph, "writes")).toEqual(["etl/make -> s3://lake/t"]);
  expect(edgesOf(graph, "reads")).toEqual(["s3://lake/t -> etl/onExit/read"]);
});
