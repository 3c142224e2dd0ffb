import { expect, test } from "vitest";
import { objectAt, type Json } from "../../src/base/json.ts";
import type { FacetName } from "../../src/model/claim.ts";
import { argocd } from "../../src/spec/argocd/argocd.ts";
import { findingLine, readText, textAtPath } from "../support/specs.ts";

const application = (spec: string): string =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec: ${spec}\n`;

async function facet(text: string, name: FacetName): Promise<Json | undefined> {
  const { claims } = await readText(argocd, "argocd/a.yaml", text);
  const [found] = claims.flatMap(({ says }) =>
    says.is === "facet" && says.facet === name ? [says.value] : [],
  );
  return found;
}

async function deployed(text: string): Promise<readonly string[]> {
  const { claims } = await readText(argocd, "argocd/a.yaml", text);
  return claims.flatMap(({ says }) => (says.is === "deploys" ? [says.directory] : []));
}

test("the well-known application deploys one directory and keeps it pruned and healed", async () => {
  const text = textAtPath("fixtures/spec/argocd/ok/customer-data-segmentation.yaml");
  expect(await deployed(text)).toEqual(["data-pipelines/customer-segmentation"]);
  const policy = await facet(text, "syncPolicy");
  expect(objectAt(policy ?? null, "automated")).toEqual({
    enabled: true,
    prune: true,
    selfHeal: true,
    allowEmpty: false,
  });
  expect(objectAt(policy ?? null, "retry")).toEqual({
    limit: 5,
    backoff: { duration: "5s", factor: 2, maxDuration: "3m" },
  });
});

test("automation that is switched off prunes nothing, whatever its block says", async () => {
  const automated = async (block: string): Promise<Json> =>
    objectAt(
      (await facet(application(`{syncPolicy: {${block}}}`), "syncPolicy")) ?? null,
      "automated",
    );
  expect(await automated("automated: {prune: true, enabled: false}")).toMatchObject({
    enabled: false,
    prune: false,
  });
  expect(await automated("automated: {prune: true}")).toMatchObject({ enabled: true, prune: true });
  expect(await automated("automated: {}")).toMatchObject({ enabled: true, prune: false });
  expect(await automated("syncOptions: []")).toEqual({});
});

test("of source and sources the latter is deployed, and the former reported", async () => {
  const text = textAtPath("fixtures/spec/argocd/err/both.yaml");
  expect(await deployed(text)).toEqual(["apps/old"]);
  const { diagnostics } = await readText(argocd, "a.yaml", text);
  expect(diagnostics.map(({ rule }) => rule)).toEqual(["SCH-023"]);
});

test("what cannot be seen is a gap and a finding, never nothing", async () => {
  const reading = async (source: string): Promise<readonly unknown[]> => {
    const { claims, diagnostics } = await readText(
      argocd,
      "a.yaml",
      application(`{source: {repoURL: r, ${source}}}`),
    );
    const gaps = claims.flatMap(({ says }) => (says.is === "unresolved" ? [says.reason] : []));
    return [gaps, diagnostics.map(({ rule }) => rule)];
  };
  expect(await reading("chart: redis")).toEqual([["remote-chart"], ["REF-013"]]);
  expect(await reading('path: "apps/{{name}}"')).toEqual([["templated"], ["REF-005"]]);
  expect(await reading("path: apps, plugin: {name: p}")).toEqual([["code"], ["SCH-025"]]);
  expect(await reading("path: apps")).toEqual([[], []]);
});

test("a source that others only take values from deploys nothing", async () => {
  const sources = (first: string): string =>
    application(`{sources: [{repoURL: r, ref: values${first}}, {repoURL: r, path: apps/b}]}`);
  expect(await deployed(sources(""))).toEqual(["apps/b"]);
  expect(await deployed(sources(", path: apps/a"))).toEqual(["apps/a", "apps/b"]);
});

test("annotations of others stay in the file, since they may hold whole manifests", async () => {
  const text = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: a
  annotations:
    argocd.argoproj.io/sync-wave: "1"
    kubectl.kubernetes.io/last-applied-configuration: '{"password": "hidden"}'
spec: {source: {repoURL: r, path: p}}
`;
  expect(await facet(text, "annotations")).toEqual({ "argocd.argoproj.io/sync-wave": "1" });
  expect(JSON.stringify(await readText(argocd, "a.yaml", text))).not.toContain("hidden");
});

test("only Applications are read", async () => {
  const set = application("{}").replace("kind: Application", "kind: ApplicationSet");
  expect((await readText(argocd, "a.yaml", set)).claims).toEqual([]);
  const other = application("{}").replace("argoproj.io/v1alpha1", "example.com/v1");
  expect((await readText(argocd, "a.yaml", other)).claims).toEqual([]);
});

test("an annotation without effect on an application is told", async () => {
  const text = application("{source: {repoURL: r, path: p}}").replace(
    "name: a",
    "name: a, annotations: {lineagectl.dev/reads: shop/orders}",
  );
  const { diagnostics } = await readText(argocd, "a.yaml", text);
  expect(diagnostics.map(findingLine)).toEqual([
    "SCH-025 info at /metadata/annotations/lineagectl.dev~1reads key: the annotation lineagectl.dev/reads has no effect on Application; it counts for Deployment, StatefulSet, DaemonSet, Job, CronJob, Workflow, WorkflowTemplate, ClusterWorkflowTemplate, CronWorkflow, template",
  ]);
});
