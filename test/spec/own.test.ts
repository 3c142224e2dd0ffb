import { expect, test } from "vitest";
import type { Assertion, Claim } from "../../src/model/claim.ts";
import { own } from "../../src/spec/own/own.ts";
import { findingLine, readText } from "../support/specs.ts";

type Says<Is extends Assertion["is"]> = Extract<Assertion, { readonly is: Is }>;

async function said<Is extends Assertion["is"]>(
  text: string,
  is: Is,
): Promise<readonly Says<Is>[]> {
  const { claims } = await readText(own, "lineage/a.yaml", text);
  return claims.flatMap(({ says }) => (isOf(says, is) ? [says] : []));
}

function isOf<Is extends Assertion["is"]>(says: Assertion, is: Is): says is Says<Is> {
  return says.is === is;
}

async function findings(text: string): Promise<readonly string[]> {
  return (await readText(own, "lineage/a.yaml", text)).diagnostics.map(findingLine);
}

const document = (kind: string, spec: string, metadata = "name: a"): string =>
  `apiVersion: lineagectl.dev/v1\nkind: ${kind}\nmetadata: {${metadata}}\nspec: ${spec}\n`;

test("a document without namespace is in the namespace default", async () => {
  const [exists] = await said(document("Dataset", "{type: table}"), "exists");
  expect(exists?.name).toBe("default/a");
  const [named] = await said(
    document("Dataset", "{type: table}", "name: a, namespace: shop"),
    "exists",
  );
  expect(named?.name).toBe("shop/a");
});

test("the location of the declared environment gives the id, else that of prod, else the first", async () => {
  const canonical = async (spec: string): Promise<readonly string[]> => {
    const claims = await said(document("Dataset", spec), "sameAs");
    return claims.filter((one) => one.canonical === true).map(({ key }) => key);
  };
  const places =
    "environments: {dev: {uri: 's3://dev/a'}, prod: {uri: 's3://prod/a'}, test: {uri: 's3://test/a'}}";
  expect(await canonical(`{type: table, env: test, location: {${places}}}`)).toEqual([
    "at:s3://test/a",
  ]);
  expect(await canonical(`{type: table, location: {${places}}}`)).toEqual(["at:s3://prod/a"]);
  expect(
    await canonical(
      "{type: table, location: {environments: {b: {uri: 's3://b/a'}, a: {uri: 's3://a/a'}}}}",
    ),
  ).toEqual(["at:s3://a/a"]);
  expect(
    await canonical(`{type: table, env: test, location: {uri: 's3://main/a', ${places}}}`),
  ).toEqual(["at:s3://main/a"]);
  expect(await canonical("{type: table}")).toEqual([]);
});

test("a reference to a column means its table", async () => {
  const [edge] = await said(
    document("Pipeline", "{steps: [{name: s, reads: ['shop/orders#amount']}]}"),
    "edge",
  ).then((edges) => edges.filter(({ edge: kind }) => kind === "reads"));
  expect(edge?.other).toMatchObject({ by: "text", text: "shop/orders" });
});

test("a step is one with the workload it runs; a job of a tool that nobody reads stays a reference", async () => {
  const step = (runs: string): string =>
    document("Pipeline", `{steps: [{name: s, runs: '${runs}'}]}`);
  expect(await said(step("k8s:batch/Job/ml/train"), "sameAs")).toEqual([
    { is: "sameAs", key: "k8s:batch/Job/ml/train" },
  ]);
  expect(await said(step("argo:ml/seg/train"), "sameAs")).toEqual([
    { is: "sameAs", key: "argo:ml/seg/train" },
  ]);
  expect(await said(step("airflow:seg/train"), "sameAs")).toEqual([]);
  const edges = await said(step("airflow:seg/train"), "edge");
  expect(edges.map(({ other }) => (other.by === "text" ? other.text : other.key))).toContain(
    "airflow:seg/train",
  );
});

test("the resources of a step that runs a workload are told to count for nothing", async () => {
  const step = (runs: string): string =>
    document(
      "Pipeline",
      `{steps: [{name: s, ${runs}, resources: {cpu: '1', memory: 1 GiB}, duration: PT5M}]}`,
    );
  expect(await said(step("runs: 'k8s:batch/Job/ml/train'"), "usage")).toEqual([]);
  expect(await findings(step("runs: 'k8s:batch/Job/ml/train'"))).toEqual([
    "SCH-025 info at /spec/steps/0/resources key: resources and duration of step s count for nothing: k8s:batch/Job/ml/train states its own | annotate the workload with lineagectl.dev/duration, and leave the resources to its containers",
  ]);
  expect(await said(step("reads: [b]"), "usage")).toHaveLength(2);
  expect(await findings(step("reads: [b]"))).toEqual([]);
});

test("what a step does not state is unknown, not zero", async () => {
  const lines = await said(
    document("Pipeline", "{steps: [{name: s, reads: [b], resources: {cpu: '2'}}]}"),
    "usage",
  );
  const amounts = lines.map(({ usage }) => [
    usage.meter,
    ...usage.factors.map((factor) => ("amount" in factor ? factor.amount.state : factor.of)),
  ]);
  expect(amounts).toEqual([
    ["cpu", "known", "unknown", "unknown"],
    ["memory", "unknown", "unknown", "unknown"],
  ]);
});

test("retries raise the upper bound alone", async () => {
  const counts = async (retries: string): Promise<readonly unknown[]> => {
    const text = document(
      "Pipeline",
      `{steps: [{name: s, reads: [b], resources: {cpu: '1'}${retries}}]}`,
    );
    const [first] = await said(text, "usage");
    return (first?.usage.factors ?? []).flatMap((factor) =>
      factor.of === "count" ? [factor.amount] : [],
    );
  };
  expect(await counts(", retries: 2")).toEqual([
    { state: "known", low: "1", expected: "1", high: "1" },
    { state: "estimated", low: "1", expected: "1", high: "3" },
  ]);
  expect(await counts(", retries: 0")).toEqual([]);
  expect(await counts("")).toEqual([]);
});

test("a document that names something no key can hold says nothing, and its schema complains", async () => {
  const { claims } = await readText(
    own,
    "a.yaml",
    document("Dataset", "{type: table}", "name: a/b"),
  );
  expect(claims).toEqual([]);
  expect(await findings(document("Dataset", "{type: table}", "name: a/b"))).toEqual([
    expect.stringContaining("SCH-005 error at /metadata/name"),
  ]);
});

test("documents of other formats are none of ours", async () => {
  const reading = await readText(
    own,
    "a.yaml",
    "apiVersion: apps/v1\nkind: Dataset\nmetadata: {name: a}\n",
  );
  expect(reading).toEqual({ claims: [], declarations: [], diagnostics: [] });
  const near = await readText(
    own,
    "a.yaml",
    "apiVersion: lineagectl.developer/v1\nkind: Dataset\n",
  );
  expect(near.diagnostics).toEqual([]);
});

test("one column with several sources keeps the way of each", async () => {
  const flows = await said(
    document(
      "Dataset",
      "{type: table, columns: [{name: c, from: [{column: 'b#x', via: 'masking:sha256'}, {column: 'b#y'}]}]}",
    ),
    "derives",
  );
  expect(flows.map(({ from, via }) => [from.map(({ column }) => column), via])).toEqual([
    [["x"], "masking:sha256"],
    [["y"], "transformation"],
  ]);
});

test("TOML says the same as YAML", async () => {
  const yaml = await readText(
    own,
    "a.yaml",
    document("Dataset", "{type: table, tier: 2, columns: [{name: c, notNull: true}]}"),
  );
  const toml = await readText(
    own,
    "a.toml",
    'apiVersion = "lineagectl.dev/v1"\nkind = "Dataset"\nmetadata = {name = "a"}\n[spec]\ntype = "table"\ntier = 2\n[[spec.columns]]\nname = "c"\nnotNull = true\n',
  );
  const what = (claims: readonly Claim[]): unknown =>
    claims.map(({ subject, says }) => ({ subject, says }));
  expect(what(toml.claims)).toEqual(what(yaml.claims));
  expect(toml.diagnostics).toEqual([]);
});
