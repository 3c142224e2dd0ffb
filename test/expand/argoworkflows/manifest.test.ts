import { expect, test } from "vitest";
import { edgesOf, graphOf, workflow } from "../../support/workflows.ts";

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

test("a workflow in a manifest is a job whose steps are unknown", async () => {
  const text = workflow(`entrypoint: main
templates:
  - name: main
    resource:
      action: create
      manifest: |
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {name: inner, namespace: ml}
        spec: {entrypoint: a, templates: [{name: a, suspend: {}}]}`);
  const graph = await graphOf({ "a.yaml": text });
  expect(edgesOf(graph, "contains")).toEqual(["etl -> etl/main", "etl/main -> inner"]);
  expect(graph.assets.find(({ id }) => id === "job:ml/inner")?.unresolved).toMatchObject([
    { edge: "contains", reason: "dynamic" },
  ]);
});
