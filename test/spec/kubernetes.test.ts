import fc from "fast-check";
import { expect, test } from "vitest";
import type { Factor, UsageLine } from "../../src/model/usage.ts";
import { kubernetes } from "../../src/spec/kubernetes/kubernetes.ts";
import { findingLine, readText } from "../support/specs.ts";

async function usage(text: string): Promise<readonly UsageLine[]> {
  const { claims } = await readText(kubernetes, "k8s/a.yaml", text);
  return claims.flatMap(({ says }) => (says.is === "usage" ? [says.usage] : []));
}

async function findings(text: string): Promise<readonly string[]> {
  return (await readText(kubernetes, "k8s/a.yaml", text)).diagnostics.map(findingLine);
}

const resources = "resources: {requests: {cpu: 1, memory: 1Gi}}";
const pod = (more = "", container = resources): string =>
  `template: {spec: {${more}containers: [{name: a, image: "a:1", ${container}}]}}`;
const workload = (kind: string, spec: string, annotations = ""): string =>
  `apiVersion: ${kind.endsWith("Job") ? "batch" : "apps"}/v1\nkind: ${kind}\nmetadata: {name: a, namespace: ml, annotations: {${annotations}}}\nspec: {${spec}}\n`;

async function factor(text: string, of: Factor["of"]): Promise<unknown> {
  const [line] = await usage(text);
  const found = line?.factors.find((one) => one.of === of);
  return found !== undefined && "amount" in found ? found.amount : found;
}

const range = (low: string, expected: string, high: string): object => ({
  state: low === high ? "known" : "estimated",
  low,
  expected,
  high,
});

test("the values of environment variables never leave the file", async () => {
  const property = fc.asyncProperty(fc.stringMatching(/^[a-zA-Z0-9]{12,20}$/u), async (secret) => {
    const text = workload(
      "Deployment",
      pod("", `env: [{name: TOKEN, value: "${secret}"}], ${resources}`),
    );
    const reading = JSON.stringify(await readText(kubernetes, "a.yaml", text));
    expect(reading).toContain("TOKEN");
    expect(reading).not.toContain(secret);
  });
  await fc.assert(property, { numRuns: 25 });
});

test("a pod that requests nothing has an unknown cost, one that requests zero has none", async () => {
  const sizes = async (container: string): Promise<readonly unknown[]> =>
    (await usage(workload("Deployment", pod("", container)))).map(
      ({ factors: [size] }) => size && "amount" in size && size.amount,
    );
  expect(await sizes("ports: []")).toEqual([
    { state: "unknown", reason: "undeclared" },
    { state: "unknown", reason: "undeclared" },
  ]);
  expect(await sizes("resources: {requests: {cpu: 0, memory: 0}}")).toEqual([
    range("0", "0", "0"),
    range("0", "0", "0"),
  ]);
  expect(await sizes('resources: {requests: {cpu: "{{ .cpu }}", memory: lots}}')).toEqual([
    { state: "unknown", reason: "templated" },
    { state: "unknown", reason: "unreadable" },
  ]);
});

test("replicas are those of the spec, one where it says none, and a range where an annotation gives one", async () => {
  expect(await factor(workload("Deployment", `replicas: 4, ${pod()}`), "count")).toEqual(
    range("4", "4", "4"),
  );
  expect(await factor(workload("Deployment", pod()), "count")).toEqual(range("1", "1", "1"));
  const annotated = workload(
    "Deployment",
    `replicas: 4, ${pod()}`,
    'lineagectl.dev/replicas: "2..8@3"',
  );
  expect(await factor(annotated, "count")).toEqual(range("2", "3", "8"));
});

test("how many nodes run a DaemonSet is unknown until an annotation says it", async () => {
  expect(await factor(workload("DaemonSet", pod()), "count")).toEqual({
    state: "unknown",
    reason: "dynamic",
  });
  const annotated = workload("DaemonSet", pod(), 'lineagectl.dev/replicas: "12"');
  expect(await factor(annotated, "count")).toEqual(range("12", "12", "12"));
});

test("a job may run a pod more for each failure that it forgives", async () => {
  expect(await factor(workload("Job", `backoffLimit: 0, ${pod()}`), "count")).toEqual(
    range("1", "1", "1"),
  );
  expect(
    await factor(workload("Job", `backoffLimit: 2, completions: 3, ${pod()}`), "count"),
  ).toEqual(range("3", "3", "5"));
  expect(await factor(workload("Job", pod()), "count")).toEqual(range("1", "1", "7"));
  expect(
    await factor(workload("Job", `backoffLimit: 0, parallelism: 4, ${pod()}`), "count"),
  ).toEqual(range("4", "4", "4"));
});

test("a deadline cuts off what a run may take at most", async () => {
  const job = (deadline: string, duration: string): string =>
    workload("Job", `${deadline}${pod()}`, `lineagectl.dev/duration: "${duration}"`);
  expect(await factor(job("", "PT10M..PT40M"), "duration")).toEqual(range("600", "1500", "2400"));
  expect(await factor(job("activeDeadlineSeconds: 1800, ", "PT10M..PT40M"), "duration")).toEqual(
    range("600", "1500", "1800"),
  );
  expect(await factor(job("activeDeadlineSeconds: 60, ", "PT10M..PT40M"), "duration")).toEqual(
    range("600", "1500", "2400"),
  );
});

test("a job without schedule runs unknown times, unless an annotation or a suspension says how often", async () => {
  expect(await factor(workload("Job", pod()), "runs")).toEqual({
    state: "unknown",
    reason: "undeclared",
  });
  expect(
    await factor(workload("Job", pod(), 'lineagectl.dev/runs-per-day: "0.5"'), "runs"),
  ).toEqual(range("0.5", "0.5", "0.5"));
  expect(await factor(workload("Job", `suspend: true, ${pod()}`), "runs")).toEqual({
    state: "free",
    reason: "suspended",
  });
});

test("only what fixes the placement of a pod becomes a dimension of its price", async () => {
  const dims = async (more: string): Promise<unknown> =>
    (await usage(workload("Deployment", pod(more))))[0]?.dims;
  const affinity = (terms: string): string =>
    `affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [${terms}]}}}, `;
  const arch = (values: string): string =>
    `{matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [${values}]}]}`;
  expect(
    await dims(
      "nodeSelector: {kubernetes.io/arch: arm64, disk: ssd, eks.amazonaws.com/capacityType: SPOT}, ",
    ),
  ).toEqual({
    arch: "arm64",
    capacity: "spot",
  });
  expect(await dims(affinity(arch("arm64")))).toEqual({ arch: "arm64" });
  expect(await dims(affinity(arch("arm64, amd64")))).toEqual({});
  expect(await dims(affinity(`${arch("arm64")}, ${arch("amd64")}`))).toEqual({});
  expect(
    await dims("tolerations: [{key: kubernetes.azure.com/scalesetpriority, value: spot}], "),
  ).toEqual({});
});

test("accelerators are counted in devices: slices by their share, time slices not at all", async () => {
  const gpus = async (limits: string): Promise<readonly unknown[]> =>
    (
      await usage(
        workload(
          "Deployment",
          pod("", `resources: {requests: {cpu: 1, memory: 1Gi}, limits: {${limits}}}`),
        ),
      )
    )
      .filter(({ meter }) => meter === "gpu")
      .map(({ line, factors: [size] }) => [line, size && "amount" in size && size.amount]);
  expect(await gpus("nvidia.com/gpu: 2")).toEqual([["pod", range("2", "2", "2")]]);
  expect(await gpus("nvidia.com/mig-3g.20gb: 2")).toEqual([
    [
      "pod",
      { state: "estimated", low: "0.857142857", expected: "0.857142857", high: "0.857142857" },
    ],
  ]);
  expect(await gpus("nvidia.com/gpu.shared: 1")).toEqual([
    ["pod", { state: "unknown", reason: "dynamic" }],
  ]);
  expect(await gpus("hugepages-2Mi: 2Mi")).toEqual([]);
});

test("the owner of the pod template holds before that of the object, tags of both count", async () => {
  const text = `apiVersion: apps/v1
kind: Deployment
metadata: {name: a, annotations: {lineagectl.dev/owner: team/outer, lineagectl.dev/tags: one}}
spec: {template: {metadata: {annotations: {lineagectl.dev/owner: team/inner, lineagectl.dev/tags: "two, three"}}, spec: {containers: [{name: a, image: "a:1"}]}}}
`;
  const { claims } = await readText(kubernetes, "a.yaml", text);
  expect(
    claims.flatMap(({ says }) =>
      says.is === "facet" && says.facet === "owner" ? [says.value] : [],
    ),
  ).toEqual([{ team: "inner" }]);
  expect(claims.flatMap(({ says }) => (says.is === "tag" ? [says.tag] : []))).toEqual([
    "one",
    "two",
    "three",
  ]);
});

test("a comma inside a list of columns parts columns, between references it parts references", async () => {
  const read = async (value: string): Promise<readonly string[]> => {
    const { claims } = await readText(
      kubernetes,
      "a.yaml",
      workload("Job", pod(), `lineagectl.dev/reads: "${value}"`),
    );
    return claims.flatMap(({ says }) =>
      says.is === "edge" && says.other.by === "text" ? [says.other.text] : [],
    );
  };
  expect(await read("shop/orders#id,amount, shop/refunds")).toEqual([
    "shop/orders",
    "shop/refunds",
  ]);
  expect(await read("orders, refunds")).toEqual(["orders", "refunds"]);
  expect(await read("s3://lake/a#x, s3://lake/b")).toEqual(["s3://lake/a", "s3://lake/b"]);
});

test.each([
  ["lineagectl.dev/duration: PT5M..PT1M", "SCH-021"],
  ["lineagectl.dev/duration: PT1M..PT5M@PT9M", "SCH-021"],
  ["lineagectl.dev/duration: PT1M..PT5M..PT9M", "SCH-021"],
  ["lineagectl.dev/owner: '@acme/growth'", "SCH-021"],
  ["lineagectl.dev/onwer: team/a", "SCH-020"],
  ["lineagectl.dev/replicas: '3'", "SCH-025"],
])("%s on a Job is reported as %s", async (annotation, rule) => {
  const found = await findings(workload("Job", pod(), annotation));
  expect(found).toEqual([expect.stringMatching(new RegExp(`^${rule} `, "u"))]);
  expect(await findings(workload("Job", pod()))).toEqual([]);
});

test("objects of other kinds are left alone, unless they bear our annotations", async () => {
  const service = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n";
  expect(await readText(kubernetes, "a.yaml", service)).toEqual({
    claims: [],
    declarations: [],
    diagnostics: [],
  });
  const annotated = service.replace(
    "name: a",
    "name: a, annotations: {lineagectl.dev/owner: team/a}",
  );
  expect(await findings(annotated)).toEqual([
    expect.stringMatching(/^SCH-025 info at \/metadata\/annotations key/u),
  ]);
  const foreign = "apiVersion: serving.knative.dev/v1\nkind: Deployment\nmetadata: {name: a}\n";
  expect((await readText(kubernetes, "a.yaml", foreign)).claims).toEqual([]);
});

test("lists nest four deep and no deeper", async () => {
  const nested = (depth: number): object =>
    depth === 0
      ? { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "a" } }
      : { apiVersion: "v1", kind: "List", items: [nested(depth - 1)] };
  const claims = async (depth: number): Promise<number> =>
    (await readText(kubernetes, "a.json", JSON.stringify(nested(depth)))).claims.length;
  expect(await claims(4)).toBeGreaterThan(0);
  expect(await claims(6)).toBe(0);
});
