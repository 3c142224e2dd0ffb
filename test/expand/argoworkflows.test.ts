import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  container,
  edgesOf,
  factorsOf,
  findingsOf,
  graphOf,
  usageOf,
  workflow,
} from "../support/workflows.ts";

const folder = "fixtures/argoworkflows/segmentation";
const segmentation = Object.fromEntries(
  readdirSync(folder).map((name) => [name, readFileSync(`${folder}/${name}`, "utf8")]),
);

test("data run from a shared template over a borrowed workflow into the model that it trains", async () => {
  const graph = await graphOf(segmentation);
  expect(graph.diagnostics).toEqual([]);
  expect(edgesOf(graph, "reads")).toEqual([
    "https://data.apexlogic.example/holdout.csv -> customer-segmentation-nightly/evaluate",
    "customer-segmentation-nightly/train/model -> customer-segmentation-nightly/evaluate",
    "s3://apex-lake/segmentation/apac/orders.parquet -> customer-segmentation-nightly/features",
    "s3://apex-lake/segmentation/eu/orders.parquet -> customer-segmentation-nightly/features",
    "s3://apex-lake/segmentation/features.parquet -> growth/segmentation/train",
    "s3://apex-lake/segmentation/us/orders.parquet -> customer-segmentation-nightly/features",
    "s3://apex-shop/orders -> customer-segmentation-nightly/extract",
  ]);
  expect(edgesOf(graph, "writes")).toEqual([
    "growth/segmentation/train -> gs://apex-metrics/segmentation/{workflow.name}.json",
    "growth/segmentation/train -> customer-segmentation-nightly/train/model",
    "customer-segmentation-nightly/extract -> s3://apex-lake/segmentation/apac/orders.parquet",
    "customer-segmentation-nightly/extract -> s3://apex-lake/segmentation/eu/orders.parquet",
    "customer-segmentation-nightly/extract -> s3://apex-lake/segmentation/us/orders.parquet",
    "customer-segmentation-nightly/features -> s3://apex-lake/segmentation/features.parquet",
  ]);
  expect(edgesOf(graph, "trains")).toEqual([
    "growth/segmentation/train -> ml_model:growth/segmentation-model",
  ]);
});

test("a step of a pipeline that runs a step of a workflow is one with it, by either name", async () => {
  for (const name of ["customer-segmentation", "customer-segmentation-nightly"]) {
    const text = segmentation["pipeline.yaml"]?.replace("customer-segmentation", name) ?? "";
    const graph = await graphOf({ ...segmentation, "pipeline.yaml": text });
    const step = graph.assets.find(({ id }) => id === "step:growth/segmentation/train");
    expect(step?.keys).toContain("argo:ml/customer-segmentation-nightly/train");
    expect(step?.usage).toHaveLength(3);
  }
  const text = segmentation["pipeline.yaml"]?.replace("/train", "/tarin") ?? "";
  const graph = await graphOf({ ...segmentation, "pipeline.yaml": text });
  expect(graph.diagnostics).toMatchObject([
    {
      rule: "REF-001",
      message: "no workflow has a step argo:ml/customer-segmentation/tarin",
      help: "did you mean argo:ml/customer-segmentation/train?",
      place: { path: "pipeline.yaml" },
    },
  ]);
});

test("what nobody runs is told as it stands, with its own arguments", async () => {
  const { "nightly.yaml": _, "pipeline.yaml": __, ...rest } = segmentation;
  const graph = await graphOf(rest);
  expect(edgesOf(graph, "reads")).toContain(
    "s3://apex-lake-dev/segmentation/features.parquet -> customer-segmentation/train",
  );
  expect(factorsOf(graph, "step:ml/customer-segmentation/train", "runs")).toEqual([
    "unknown undeclared",
  ]);
});

test("two schedules of one workflow are two jobs, each with its own arguments", async () => {
  const hourly = segmentation["nightly.yaml"]
    ?.replace("-nightly", "-hourly")
    .replace("apex-lake", "apex-lake-eu");
  const graph = await graphOf({
    ...segmentation,
    "hourly.yaml": hourly ?? "",
    "pipeline.yaml": "",
  });
  const writes = edgesOf(graph, "writes").filter((edge) => edge.includes("features.parquet"));
  expect(writes).toEqual([
    "customer-segmentation-hourly/features -> s3://apex-lake-eu/segmentation/features.parquet",
    "customer-segmentation-nightly/features -> s3://apex-lake/segmentation/features.parquet",
  ]);
});

test("a schedule has the owner of the workflow that it runs, unless it names one", async () => {
  const ownerOf = async (files: Readonly<Record<string, string>>): Promise<unknown> => {
    const graph = await graphOf(files);
    return graph.assets.find(({ id }) => id === "job:ml/customer-segmentation-nightly")?.facets
      .owner?.value;
  };
  expect(await ownerOf(segmentation)).toMatchObject({ team: "growth-ml" });
  const owned = segmentation["nightly.yaml"]?.replace(
    "  namespace: ml",
    "  namespace: ml\n  annotations: {lineagectl.dev/owner: team/ops}",
  );
  expect(await ownerOf({ ...segmentation, "nightly.yaml": owned ?? "" })).toEqual({ team: "ops" });
});

test("a template that names no namespace lives where an application puts it", async () => {
  const bare = (name: string): string => segmentation[name]?.replace("  namespace: ml\n", "") ?? "";
  const graph = await graphOf({
    "lineagectl.yaml": "repo: {urls: ['https://git.example/acme/flows']}\n",
    "app.yaml":
      "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: flows}\nspec: {source: {repoURL: 'https://git.example/acme/flows', path: flows}, destination: {namespace: ml}}\n",
    "flows/steps.yaml": bare("steps.yaml"),
    "flows/workflow.yaml": bare("workflow.yaml"),
    "flows/nightly.yaml": bare("nightly.yaml"),
    "pipeline.yaml": segmentation["pipeline.yaml"] ?? "",
  });
  expect(graph.diagnostics).toEqual([]);
  expect(edgesOf(graph, "deploys")).toContain("app:argocd/flows -> customer-segmentation-nightly");
  const step = graph.assets.find(({ id }) => id === "step:growth/segmentation/train");
  expect(step?.keys).toContain("argo:ml/customer-segmentation/train");
});

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
  const dataset = "artifact-repository/daily/orders.parquet";
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
    "etl/outer/heads/out -> etl/use",
    "etl/outer/tails/out -> etl/use",
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

const loop = (fields: string, more = ""): string =>
  workflow(`entrypoint: main
arguments: {parameters: [{name: days, value: '["mon", "tue"]'}]}
templates:
  - name: main
    steps:
      - - {name: get, template: get}
      - - name: load
          template: load
          arguments: {parameters: [{name: day, value: "{{item}}"}]}
          ${fields}
  - {name: get, suspend: {}}
  - name: load
    ${more}
    inputs: {parameters: [{name: day}]}
    outputs: {artifacts: [{name: out, path: /out, s3: {bucket: lake, key: "{{inputs.parameters.day}}.csv"}}]}
    ${container}`);

test.each([
  ["withItems: [mon, tue]", "2", ["mon", "tue"]],
  ['withParam: "{{workflow.parameters.days}}"', "2", ["mon", "tue"]],
  ["withParam: '[1, {}]'", "2", ["1", "{}"]],
  ["withSequence: {count: 3}", "3", ["0", "1", "2"]],
  ["withSequence: {start: 5, end: '4'}", "2", ["4", "5"]],
  ['withSequence: {count: "2", start: "9", format: "d%03X"}', "2", ["d009", "d00A"]],
])("%s runs a step %s times, each with its own data", async (fields, count, days) => {
  const graph = await graphOf({ "a.yaml": loop(fields) });
  expect(factorsOf(graph, "step:ml/etl/load", "count")).toEqual([count]);
  expect(edgesOf(graph, "writes")).toEqual(days.map((day) => `etl/load -> s3://lake/${day}.csv`));
  expect(graph.diagnostics).toEqual([]);
});

test("a loop over what a step gives has no known length, until an annotation bounds it", async () => {
  const dynamic = 'withParam: "{{steps.get.outputs.result}}"';
  const graph = await graphOf({ "a.yaml": loop(dynamic) });
  expect(factorsOf(graph, "step:ml/etl/load", "count")).toEqual(["unknown dynamic"]);
  expect(graph.assets.at(-1)?.unresolved).toMatchObject([{ edge: "writes", reason: "dynamic" }]);
  expect(findingsOf(graph)).toEqual(["REF-005 /spec/templates/2/outputs/artifacts/0"]);
  const annotation = 'metadata: {annotations: {lineagectl.dev/fan-out: "10..200@20"}}';
  const bounded = await graphOf({ "a.yaml": loop(dynamic, annotation) });
  expect(factorsOf(bounded, "step:ml/etl/load", "count")).toEqual(["10..200@20"]);
});

test("a long loop is counted, and what its elements name is unknown", async () => {
  const graph = await graphOf({ "a.yaml": loop("withSequence: {count: 1000}") });
  expect(factorsOf(graph, "step:ml/etl/load", "count")).toEqual(["1000"]);
  expect(graph.assets.at(-1)?.unresolved).toMatchObject([{ edge: "writes", reason: "limit" }]);
});

test("parameters are filled in from the workflow over the step into the template, the inner one first", async () => {
  const text = workflow(`entrypoint: main
arguments: {parameters: [{name: lake, value: prod}, {name: table, value: orders}]}
templates:
  - name: main
    inputs: {parameters: [{name: lake}, {name: day, default: "2026"}]}
    steps:
      - - name: load
          template: load
          arguments:
            parameters:
              - {name: key, value: "{{ inputs.parameters.lake }}/{{=workflow.parameters['table']}}/{{=inputs.parameters.day ?? 'none'}}"}
  - name: load
    inputs: {parameters: [{name: key, value: unused}, {name: run, value: "{{workflow.uid}}"}]}
    outputs: {artifacts: [{name: out, path: /out, s3: {bucket: lake, key: "{{inputs.parameters.key}}/{{inputs.parameters.run}}"}}]}
    ${container}`);
  const graph = await graphOf({ "a.yaml": text });
  expect(edgesOf(graph, "writes")).toEqual([
    "etl/load -> s3://lake/prod/orders/2026/{workflow.uid}",
  ]);
  expect(graph.diagnostics).toEqual([]);
});

test("a template that calls itself is told once, and runs nobody knows how often", async () => {
  const text = workflow(`entrypoint: main
templates:
  - name: main
    steps: [[{name: first, template: loop}]]
  - name: loop
    steps:
      - - {name: work, template: work}
      - - {name: again, template: loop, when: "{{steps.work.outputs.result}} < 3"}
  - name: work
    ${container}`);
  const graph = await graphOf({ "a.yaml": text });
  expect(graph.assets.filter(({ kind }) => kind === "step").map(({ name }) => name)).toEqual([
    "etl/first",
    "etl/first/again",
    "etl/first/work",
  ]);
  expect(factorsOf(graph, "step:ml/etl/first/work", "count")).toEqual(["unknown dynamic"]);
});

const scheduled = (spec: string, template = ""): string =>
  workflow(
    `${spec}
workflowSpec:
  entrypoint: main
  templates:
    - name: main
      ${template}
      ${container}`,
    { kind: "CronWorkflow" },
  );
const step = "step:ml/etl/main";

test("a schedule with its zone is how often the pods run, and each of several has lines of its own", async () => {
  const one = await graphOf({
    "a.yaml": scheduled('schedules: ["0 3 * * *"]\ntimezone: Europe/Berlin'),
  });
  expect(usageOf(one, step).map(({ line, meter }) => `${line} ${meter}`)).toEqual([
    "pod cpu",
    "pod memory",
  ]);
  expect(factorsOf(one, step, "schedule")).toMatchObject([
    { schedule: { cron: "0 3 * * *", timezone: "Europe/Berlin", suspended: false } },
  ]);
  const old = await graphOf({
    "a.yaml": scheduled('schedule: "TZ=Asia/Tokyo 0 3 * * *"\nsuspend: true'),
  });
  expect(factorsOf(old, step, "schedule")).toMatchObject([
    { schedule: { cron: "0 3 * * *", timezone: "Asia/Tokyo", suspended: true } },
  ]);
  const two = await graphOf({
    "a.yaml": scheduled('schedules: ["0 3 * * *", "@weekly", "@weekly"]'),
  });
  expect(usageOf(two, step).map(({ line }) => line)).toEqual([
    "pod at 0 3 * * *",
    "pod at 0 3 * * *",
    "pod at @weekly",
    "pod at @weekly",
  ]);
});

test("retries, memoising and conditions widen the count; a deadline cuts the duration", async () => {
  const annotations = "metadata: {annotations: {lineagectl.dev/duration: PT10M..PT3H@PT30M}}";
  const template = `retryStrategy: {limit: "2"}\n      memoize: {key: x}\n      activeDeadlineSeconds: 3600\n      ${annotations}`;
  const graph = await graphOf({ "a.yaml": scheduled("schedules: ['@daily']", template) });
  expect(factorsOf(graph, step, "count")).toEqual(["0..1@1", "1..3@1"]);
  expect(factorsOf(graph, step, "duration")).toEqual(["600..3600@1800"]);
  const endless = await graphOf({
    "a.yaml": scheduled("schedules: ['@daily']", "retryStrategy: {}"),
  });
  expect(factorsOf(endless, step, "count")).toEqual(["unknown undeclared"]);
});

test("what the defaults and a patch of the pod ask for counts, and a patch that cannot be read hides all", async () => {
  const bare = (spec: string): string =>
    workflow(`entrypoint: main\n${spec}\ntemplates:\n  - {name: main, container: {image: "a:1"}}`);
  const defaults =
    "templateDefaults: {container: {resources: {requests: {cpu: 500m}, limits: {memory: 1Gi}}}}";
  const sizes = async (spec: string): Promise<readonly unknown[]> => {
    const lines = usageOf(await graphOf({ "a.yaml": bare(spec) }), step);
    return lines.map(({ factors: [size] }) =>
      size !== undefined && "amount" in size ? size.amount : undefined,
    );
  };
  expect(await sizes(defaults)).toMatchObject([{ expected: "0.5" }, { expected: "1" }]);
  const patch = `${defaults}\npodSpecPatch: '{"containers": [{"name": "main", "resources": {"requests": {"cpu": 2}}}]}'`;
  expect(await sizes(patch)).toMatchObject([{ expected: "2" }, { expected: "1" }]);
  expect(await sizes(`${defaults}\npodSpecPatch: "containers: {{x}} ["`)).toMatchObject([
    { reason: "templated" },
    { reason: "templated" },
  ]);
  expect(await sizes("")).toMatchObject([{ reason: "undeclared" }, { reason: "undeclared" }]);
});

test("containers of a set and sidecars add up, init containers come before them", async () => {
  const asks = (cpu: string, name: string): string =>
    `{name: ${name}, image: "a:1", resources: {requests: {cpu: ${cpu}, memory: 1Gi}}}`;
  const text = workflow(`entrypoint: main
templates:
  - name: main
    initContainers: [${asks("2", "init")}]
    sidecars: [${asks("250m", "proxy")}]
    containerSet: {containers: [${asks("500m", "a")}, ${asks("1", "b")}]}`);
  const lines = usageOf(await graphOf({ "a.yaml": text }), step);
  expect(lines.map(({ factors: [size] }) => size)).toMatchObject([
    { amount: { expected: "2" } },
    { amount: { expected: "3" } },
  ]);
});

test("an object in a manifest is a part of the step that makes it; one that is filled in later is unknown", async () => {
  const making = (name: string, action = "create"): string =>
    workflow(`entrypoint: main
templates:
  - name: main
    resource:
      action: ${action}
      manifest: |
        apiVersion: batch/v1
        kind: Job
        metadata: {name: ${name}, namespace: ml}
        spec: {template: {spec: {containers: [{name: a, image: "a:1"}]}}}`);
  const graph = await graphOf({ "a.yaml": making("train") });
  expect(edgesOf(graph, "contains")).toEqual(["etl -> etl/main", "etl/main -> train"]);
  expect(graph.assets.find(({ id }) => id === "workload:ml/train")?.places).toMatchObject([
    { path: "a.yaml", pointer: "/spec/templates/0/resource/manifest" },
  ]);
  const later = await graphOf({ "a.yaml": making("'{{workflow.parameters.x}}'") });
  expect(later.assets.at(-1)?.unresolved).toMatchObject([
    { edge: "contains", reason: "templated" },
  ]);
  const deleted = await graphOf({ "a.yaml": making("train", "delete") });
  expect(edgesOf(deleted, "contains")).toEqual(["etl -> etl/main"]);
});

test("a template that its annotation leaves out is no step", async () => {
  const text = scheduled(
    "schedules: ['@daily']",
    "metadata: {annotations: {lineagectl.dev/ignore: load test}}",
  );
  const graph = await graphOf({ "a.yaml": text });
  expect(graph.assets.map(({ id }) => id)).toEqual(["job:ml/etl"]);
  expect(findingsOf(graph)).toEqual([
    "SCH-024 /spec/workflowSpec/templates/0/metadata/annotations/lineagectl.dev~1ignore",
  ]);
});

test("a workflow whose templates lie elsewhere is no workflow without data", async () => {
  const text = workflow("workflowTemplateRef: {name: far-away}");
  const graph = await graphOf({ "a.yaml": text });
  expect(graph.assets).toMatchObject([
    {
      id: "job:ml/etl",
      unresolved: [{ edge: "contains", text: "far-away", reason: "missing-file" }],
    },
  ]);
  const call = workflow(
    "entrypoint: main\ntemplates:\n  - {name: main, steps: [[{name: a, templateRef: {name: far, template: t}}]]}",
  );
  const called = await graphOf({ "a.yaml": call });
  expect(called.assets.at(-1)).toMatchObject({
    id: "step:ml/etl/a",
    unresolved: [{ text: "far/t" }],
  });
  expect(findingsOf(called)).toEqual(["REF-040 /spec/templates/0/steps/0/0/templateRef/name"]);
});

test("the order of files changes nothing", async () => {
  const graph = await graphOf(segmentation);
  const turned = Object.fromEntries(
    Object.entries(segmentation).map(([name, text]) => [`z-${999 - name.length}-${name}`, text]),
  );
  expect((await graphOf(turned)).digest).toBe(graph.digest);
});
