import { expect, test } from "vitest";
import { repoPath } from "../../../src/base/path.ts";
import type { Document } from "../../../src/source/document.ts";
import { parseFile } from "../../../src/source/parse.ts";
import { argoworkflows } from "../../../src/spec/argoworkflows/argoworkflows.ts";
import { findingsOf, readAndExpand, workflow } from "../../support/workflows.ts";

function documentsIn(text: string): readonly Document[] {
  const file = repoPath("a.yaml");
  if (file === undefined) throw new Error("unreachable");
  return parseFile(file, new TextEncoder().encode(text), "k8s").value;
}

const lint = (spec: string): readonly string[] => {
  const [document] = documentsIn(workflow(spec));
  return document === undefined ? [] : findingsOf(argoworkflows.read(document));
};

test("arguments are compared with the inputs of the template: what has a value of its own need not be passed", () => {
  const spec = (inputs: string, given = "{}"): string => `entrypoint: main
templates:
  - name: main
    steps: [[{name: a, template: t, arguments: ${given}}]]
  - name: t
    inputs: ${inputs}
    suspend: {}`;
  expect(lint(spec("{parameters: [{name: p}]}"))).toEqual([
    "REF-041 /spec/templates/0/steps/0/0/arguments",
  ]);
  expect(lint(spec("{parameters: [{name: p}]}", "{parameters: [{name: p, value: 1}]}"))).toEqual(
    [],
  );
  for (const own of ["value: ''", "default: 1", "valueFrom: {configMapKeyRef: {name: c, key: k}}"])
    expect(lint(spec(`{parameters: [{name: p, ${own}}]}`))).toEqual([]);
  expect(lint(spec("{artifacts: [{name: a}]}"))).toEqual([
    "REF-042 /spec/templates/0/steps/0/0/arguments",
  ]);
  for (const own of ["optional: true", "http: {url: 'https://a.example'}", "raw: {data: x}"])
    expect(lint(spec(`{artifacts: [{name: a, ${own}}]}`))).toEqual([]);
});

test("inputs of the entrypoint come from the arguments of the workflow", () => {
  const spec = (given: string): string =>
    `entrypoint: main\narguments: ${given}\ntemplates:\n  - {name: main, inputs: {parameters: [{name: day}]}, suspend: {}}`;
  expect(lint(spec("{}"))).toEqual(
    ["REF-041 /spec/arguments key"].map((line) => line.replace(" key", "")),
  );
  expect(lint(spec("{parameters: [{name: day, value: 1}]}"))).toEqual([]);
});

test("all parameters together, states of steps and a template lent to others are no mistakes", () => {
  const fine = `entrypoint: main
templates:
  - name: main
    steps:
      - - {name: a, template: t}
      - - {name: b, template: t, when: "{{=jsonpath(workflow.parameters.json, '$[0]')}} {{steps.a.status}} {{steps.a.outputs.result}}"}
  - {name: t, container: {image: "a:1", args: ["{{workflow.failures}} {{pod.name}} {{retries}} {{ .Values.x }}"]}}`;
  expect(lint(fine)).toEqual([]);
  const lent = workflow(
    "templates: [{name: t, script: {source: '{{workflow.parameters.day}}', image: a}}]",
    { kind: "WorkflowTemplate" },
  );
  const [document] = documentsIn(lent);
  expect(document && findingsOf(argoworkflows.read(document))).toEqual([]);
});

test("three thousand tasks in a row are read without recursion, and a long circle is found", () => {
  const tasks = (first: string): string =>
    Array.from(
      { length: 3_000 },
      (_, index) =>
        `{name: t${index}, template: t, depends: ${index === 0 ? first : `t${index - 1}`}}`,
    ).join(", ");
  const spec = (first: string): string =>
    `entrypoint: main\ntemplates:\n  - {name: main, dag: {tasks: [${tasks(first)}]}}\n  - {name: t, suspend: {}}`;
  expect(lint(spec("''"))).toEqual([]);
  expect(lint(spec("t2999"))).toHaveLength(1);
  const { expanded } = readAndExpand(workflow(spec("''")));
  expect(expanded.diagnostics.map(({ rule }) => rule)).toEqual(["REF-045"]);
}, 60_000);

test("templates that multiply, loop or call each other come to an end, and say so", () => {
  const wide = Array.from({ length: 30 }, (_, index) => `{name: s${index}, template: t}`).join(
    ", ",
  );
  const deep = Array.from(
    { length: 40 },
    (_, index) => `{name: d${index}, steps: [[{name: s, template: d${index + 1}}]]}`,
  ).join(", ");
  const specs = [
    `templates: [{name: main, steps: [[${wide.replaceAll("template: t", "template: main")}]]}]`,
    `templates: [{name: main, steps: [[{name: a, template: d0}]]}, ${deep}, {name: d40, suspend: {}}]`,
    `templates: [{name: main, steps: [[{name: a, template: t, withItems: [${"1, ".repeat(49)}1], arguments: {parameters: [{name: p, value: "{{item}}"}]}}]]}, {name: t, inputs: {parameters: [{name: p}]}, steps: [[${wide.replaceAll("template: t", "template: u")}]]}, {name: u, steps: [[${wide.replaceAll("template: t", "template: v")}]]}, {name: v, suspend: {}}]`,
  ];
  const rules = specs.map((spec) =>
    readAndExpand(workflow(`entrypoint: main\n${spec}`)).expanded.diagnostics.map(
      ({ rule }) => rule,
    ),
  );
  expect(rules).toEqual([[], ["REF-045"], ["REF-045"]]);
});

test("artifacts that are passed round in a circle lead nowhere, in bounded time", () => {
  const text = workflow(`entrypoint: main
templates:
  - name: main
    dag:
      tasks:
        - {name: a, template: through, arguments: {artifacts: [{name: in, from: "{{tasks.b.outputs.artifacts.out}}"}]}}
        - {name: b, template: through, arguments: {artifacts: [{name: in, from: "{{tasks.a.outputs.artifacts.out}}"}]}}
  - name: through
    inputs: {artifacts: [{name: in}]}
    steps: [[{name: use, template: use, arguments: {artifacts: [{name: in, from: "{{inputs.artifacts.in}}"}]}}]]
    outputs: {artifacts: [{name: out, from: "{{inputs.artifacts.in}}"}]}
  - {name: use, inputs: {artifacts: [{name: in, path: /in}]}, suspend: {}}`);
  const { expanded } = readAndExpand(text);
  expect(
    expanded.claims.flatMap(({ says }) => (says.is === "unresolved" ? [says.reason] : [])),
  ).toEqual(["limit", "limit"]);
});
