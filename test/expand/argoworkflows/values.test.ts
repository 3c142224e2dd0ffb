import { expect, test } from "vitest";
import {
  container,
  edgesOf,
  factorsOf,
  findingsOf,
  graphOf,
  workflow,
} from "../../support/workflows.ts";

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
    "etl/load -> s3://lake/prod/orders/2026/{etl.workflow.uid}",
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

test("the name of a run is known, or belongs to its workflow; the day of a run is the same for all", async () => {
  const text = (metadata: string): string =>
    `apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: ${metadata}
spec:
  entrypoint: a
  templates:
    - name: a
      outputs:
        artifacts:
          - {name: x, path: /x, s3: {bucket: lake, key: "{{workflow.name}}/{{workflow.creationTimestamp.Y}}"}}
      ${container}
`;
  const named = await graphOf({ "a.yaml": text("{name: once, namespace: ml}") });
  expect(edgesOf(named, "writes")).toEqual([
    "once/a -> s3://lake/once/{workflow.creationTimestamp.Y}",
  ]);
  const often = await graphOf({ "a.yaml": text("{generateName: often-, namespace: ml}") });
  expect(edgesOf(often, "writes")).toEqual([
    "often-*/a -> s3://lake/{often.workflow.name}/{workflow.creationTimestamp.Y}",
  ]);
});
