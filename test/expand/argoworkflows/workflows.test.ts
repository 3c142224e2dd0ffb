import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { edgesOf, factorsOf, findingsOf, graphOf, workflow } from "../../support/workflows.ts";

const folder = "fixtures/argoworkflows/segmentation";

const segmentation = Object.fromEntries(
  readdirSync(folder).map((name) => [name, readFileSync(`${folder}/${name}`, "utf8")]),
);

test("data run from a shared template over a borrowed workflow into the model that it trains", async () => {
  const graph = await graphOf(segmentation);
  expect(graph.diagnostics).toEqual([]);
  expect(edgesOf(graph, "reads")).toEqual([
    "argo://ml/customer-segmentation-nightly/train/model -> customer-segmentation-nightly/evaluate",
    "https://data.apexlogic.example/holdout.csv -> customer-segmentation-nightly/evaluate",
    "s3://apex-lake/segmentation/apac/orders.parquet -> customer-segmentation-nightly/features",
    "s3://apex-lake/segmentation/eu/orders.parquet -> customer-segmentation-nightly/features",
    "s3://apex-lake/segmentation/features.parquet -> growth/segmentation/train",
    "s3://apex-lake/segmentation/us/orders.parquet -> customer-segmentation-nightly/features",
    "s3://apex-shop/orders -> customer-segmentation-nightly/extract",
  ]);
  expect(edgesOf(graph, "writes")).toEqual([
    "growth/segmentation/train -> argo://ml/customer-segmentation-nightly/train/model",
    "growth/segmentation/train -> gs://apex-metrics/segmentation/{customer-segmentation-nightly.workflow.name}.json",
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
