import { expect, test } from "vitest";
import {
  container,
  factorsOf,
  findingsOf,
  graphOf,
  usageOf,
  workflow,
} from "../../support/workflows.ts";

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

test("the container of a template is main to Argo, and to rules and changes", async () => {
  const text = workflow(`entrypoint: main
templates:
  - name: main
    sidecars: [{name: proxy, image: "b:1"}]
    container: {image: "a:1", name: other}`);
  const { assets } = await graphOf({ "a.yaml": text });
  const found = assets.find(({ id }) => id === step)?.facets.containers?.value;
  expect(found).toMatchObject([
    { name: "main", image: "a:1" },
    { name: "proxy", image: "b:1" },
  ]);
});

test("a volume that the workflow claims is storage of the job", async () => {
  const text = workflow(`entrypoint: a
volumeClaimTemplates:
  - {metadata: {name: work}, spec: {storageClassName: fast, resources: {requests: {storage: 10Gi}}}}
templates: [{name: a, suspend: {}}]`);
  expect(usageOf(await graphOf({ "a.yaml": text }), "job:ml/etl")).toMatchObject([
    {
      line: "volume work",
      meter: "storage",
      dims: { class: "fast" },
      factors: [{ amount: { expected: "10" } }, { amount: { state: "unknown" } }, { of: "runs" }],
    },
  ]);
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
