import fc from "fast-check";
import { expect, test } from "vitest";
import { isObject, memberOf, pointerOf, type Json, type Steps } from "../../src/base/json.ts";
import { repoPath } from "../../src/base/path.ts";
import { expandWorkflows } from "../../src/expand/argoworkflows/workflows.ts";
import { parseFile } from "../../src/source/parse.ts";
import type { Document } from "../../src/source/document.ts";
import { argoworkflows } from "../../src/spec/argoworkflows/argoworkflows.ts";
import { callsOf } from "../../src/spec/argoworkflows/calls.ts";
import { dependsOf } from "../../src/spec/argoworkflows/depends.ts";
import { shapeOf } from "../../src/spec/argoworkflows/shape.ts";
import { mentionOf, mentionsIn, mentionsOf, piecesOf } from "../../src/spec/argoworkflows/tags.ts";
import type { Shape } from "../../src/spec/mistyped.ts";
import { specsIn, textAtPath } from "../support/specs.ts";
import { findingsOf, readAndExpand, workflow } from "../support/workflows.ts";

function documentsIn(text: string, path = "a.yaml"): readonly Document[] {
  const file = repoPath(path);
  if (file === undefined) throw new Error(path);
  return parseFile(file, new TextEncoder().encode(text), "k8s").value;
}

const documents = ["fixtures/spec/argoworkflows", "fixtures/argoworkflows"]
  .flatMap(specsIn)
  .flatMap((path) => documentsIn(textAtPath(path), path))
  .filter(({ value }) => memberOf(value, "kind") !== "List")
  .filter(({ path, value }) => argoworkflows.read({ path, index: 0, value }).claims.length > 0);

/** Every place of the value at which a field is read, with its type. */
function readFields(
  value: Json | undefined,
  shape: Shape,
  steps: Steps,
): readonly (readonly [Steps, Shape])[] {
  if (value === undefined || value === null) return [];
  const own = steps.length === 0 ? [] : [[steps, shape] as const];
  if (typeof shape === "string") return own;
  if ("list" in shape) {
    const items: readonly Json[] = Array.isArray(value) ? value : [];
    return [
      ...own,
      ...items.flatMap((item, index) => readFields(item, shape.list, [...steps, index])),
    ];
  }
  const members = isObject(value) ? Object.entries(value) : [];
  return [
    ...own,
    ...members.flatMap(([key, item]) => {
      const below = "map" in shape ? shape.map : memberShape(shape, key);
      return below === undefined ? [] : readFields(item, below, [...steps, key]);
    }),
  ];
}

function memberShape(
  shape: Extract<Shape, { readonly members: unknown }>,
  key: string,
): Shape | undefined {
  const members = shape.members();
  return Object.hasOwn(members, key) ? members[key] : undefined;
}

function replaced(value: Json | undefined, [step, ...more]: Steps, by: Json): Json {
  if (step === undefined) return by;
  if (Array.isArray(value)) {
    const items: readonly Json[] = value;
    return items.map((item, index) => (index === step ? replaced(item, more, by) : item));
  }
  const object = isObject(value) ? value : {};
  return { ...object, [step]: replaced(memberOf(object, String(step)), more, by) };
}

/** Values of every type, without those that the shape takes. */
function wrong(shape: Shape): readonly Json[] {
  if (typeof shape === "object") return ["list" in shape ? { a: 1 } : [1], "text", 7, true];
  const composed: readonly Json[] = [{ a: 1 }, [1]];
  if (shape === "scalar") return composed;
  if (shape === "text") return [...composed, 7, true];
  return [...composed, "text", shape === "flag" ? 7 : true];
}

const fields = documents.flatMap((document) => {
  const kind = memberOf(document.value, "kind");
  const shape = shapeOf(typeof kind === "string" ? kind : "");
  return readFields(document.value, shape, []).map(([steps, form]) => ({ document, steps, form }));
});

/** A value with everything that the shape reads, templates inside templates left out. */
function sample(shape: Shape): Json {
  if (shape === "flag") return true;
  if (shape === "number") return 1;
  if (typeof shape === "string") return "x";
  if ("list" in shape) return [sample(shape.list)];
  if ("map" in shape) return { x: sample(shape.map) };
  const members = Object.entries(shape.members()).filter(([key]) => key !== "inline");
  return Object.fromEntries(members.map(([key, below]) => [key, sample(below)]));
}

const complete = ["Workflow", "CronWorkflow"].flatMap((kind) => {
  const shape = shapeOf(kind);
  const parts = sample(shape);
  const head = { apiVersion: "argoproj.io/v1alpha1", kind };
  const named = { ...(isObject(parts) ? parts : {}), ...head };
  const value = replaced(named, ["metadata", "name"], "x");
  const [empty] = documentsIn("{}");
  const document: Document = { path: empty?.path ?? unreachable(), index: 0, value };
  return readFields(value, shape, []).map(([steps, form]) => ({ document, steps, form }));
});

function unreachable(): never {
  throw new Error("a.yaml is a path");
}

/** One field for each way of reading one: the same artifact is read in many places. */
const ways = new Map(
  complete.map((field) => [
    `${field.steps.length < 5 ? field.document.path : ""} ${pointerOf(field.steps.slice(-3))}`,
    field,
  ]),
);

test("every field that is read and has a wrong type is told where it stands, and nothing throws", () => {
  expect(ways.size).toBeGreaterThan(150);
  for (const { document, steps, form } of ways.values()) {
    for (const [index, by] of wrong(form).entries()) {
      const value = replaced(document.value, steps, by);
      const { claims, diagnostics } = argoworkflows.read({ ...document, value });
      const pointer = pointerOf(steps);
      const told = diagnostics.filter(
        ({ place }) =>
          place.in === "node" && (place.pointer === pointer || pointer === "/metadata"),
      );
      expect({ pointer, by, told: told.length > 0 }).toEqual({ pointer, by, told: true });
      if (index === 0) expandWorkflows(claims, undefined);
    }
  }
}, 60_000);

const oddity = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    -1,
    1e308,
    "",
    "{{",
    "}}{{",
    "{{=",
    "{{item}}",
    "{{inputs.parameters.a}}",
    "../..",
    [],
    {},
  ),
  fc.constantFrom<Json>(
    [[]],
    [null],
    "__proto__",
    "\ud800",
    "{{steps.a.outputs.artifacts.b}}",
    "(((",
    "a && && b",
  ),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
);

test("the expander survives its own documents with any one field replaced, and says the same twice", () => {
  const property = fc.property(fc.constantFrom(...fields), oddity, ({ document, steps }, by) => {
    const others = documents.filter((one) => one.path === document.path && one !== document);
    const changed = { ...document, value: replaced(document.value, steps, by) };
    const claims = [changed, ...others].flatMap((one) => argoworkflows.read(one).claims);
    const expanded = expandWorkflows(claims, undefined);
    for (const { place } of [...expanded.claims, ...expanded.diagnostics])
      expect(place.path).toBe(document.path);
    expect(expandWorkflows(claims, undefined)).toEqual(expanded);
  });
  fc.assert(property, { numRuns: 60 });
}, 60_000);

test("tags are found in one pass, with spaces, and braces that nothing closes are text", () => {
  expect(piecesOf("a {{ inputs.parameters.x }}{{=1 + 1}} {{b")).toEqual([
    { is: "text", text: "a " },
    { is: "variable", name: "inputs.parameters.x" },
    { is: "expression", code: "1 + 1" },
    { is: "text", text: " {{b" },
  ]);
  const hostile = "{{".repeat(500_000);
  expect(piecesOf(hostile)).toEqual([{ is: "text", text: hostile }]);
});

test("what the pieces of any text hold is the text again", () => {
  const property = fc.property(fc.array(fc.constantFrom("{{", "}}", "=", "a", " ")), (parts) => {
    const text = parts.join("");
    const whole = piecesOf(text)
      .map((piece) =>
        piece.is === "text"
          ? piece.text
          : piece.is === "variable"
            ? `{{${piece.name}}}`
            : `{{=${piece.code}}}`,
      )
      .join("");
    expect(whole.replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
  });
  fc.assert(property);
});

test("a tag speaks of an input, an argument, a task, an output or an element", () => {
  expect(mentionOf("inputs.parameters.a.b")).toEqual({
    of: "inputs",
    group: "parameters",
    name: "a.b",
  });
  expect(mentionOf("workflow.parameters.a")).toEqual({
    of: "workflow",
    group: "parameters",
    name: "a",
  });
  expect(mentionOf("workflow.outputs.artifacts.a")).toEqual({
    of: "global",
    group: "artifacts",
    name: "a",
  });
  expect(mentionOf("steps.a.outputs.result")).toEqual({ of: "task", task: "a" });
  expect(mentionOf("tasks.a-b.outputs.artifacts.c")).toEqual({
    of: "task",
    task: "a-b",
    output: { group: "artifacts", name: "c" },
  });
  expect(mentionOf("item.x")).toEqual({ of: "item", field: "x" });
  for (const other of ["workflow.name", "items", "steps.", "inputs", "pod.name", ""])
    expect(mentionOf(other)).toBeUndefined();
});

test("an expression speaks of what it names, in dots or in brackets", () => {
  expect(mentionsIn("asInt(inputs.parameters['a-b']) + steps[\"c\"].outputs.parameters.d")).toEqual(
    [
      { of: "inputs", group: "parameters", name: "a-b" },
      { of: "task", task: "c", output: { group: "parameters", name: "d" } },
    ],
  );
  expect(mentionsIn("'inputs.parameters.x' == my.inputs.parameters.y")).toEqual([]);
  expect(mentionsOf("{{=inputs.parameters.x}} and {{item}}")).toHaveLength(2);
});

test.each([
  ["a", ["a"], false],
  ["a && b.Succeeded", ["a", "b"], false],
  ["(a.Failed || b) && !c-d", ["a", "b", "c-d"], true],
  ["a.AnySucceeded", ["a"], true],
  ["", [], false],
])("depends: %s", (text, tasks, conditional) => {
  expect(dependsOf(text)).toEqual({ tasks, conditional });
});

test.each(["a &&", "&& a", "a b", "(a", "a)", "a.Done", "a.b.c", "a & b", "!", "()"])(
  "depends: %s cannot be read",
  (text) => {
    expect(dependsOf(text).problem).toEqual(expect.any(String));
    expect(dependsOf(text).tasks).toEqual([]);
  },
);

test("any text is an expression or has a problem, and long ones cost no more than their length", () => {
  const word = fc.constantFrom("a", "b.Failed", "&&", "||", "!", "(", ")", " ", ".", "$");
  fc.assert(
    fc.property(fc.array(word, { maxLength: 40 }), (words) => {
      const { tasks, problem } = dependsOf(words.join(""));
      expect(problem === undefined || tasks.length === 0).toBe(true);
    }),
  );
  expect(dependsOf("(".repeat(20_000)).problem).toContain("10,000");
});

test("hooks are steps of their own, called after what they belong to", () => {
  const calls = callsOf({
    steps: [
      [
        {
          name: "a",
          template: "t",
          onExit: "bye",
          hooks: { running: { template: "ping", expression: "x" } },
        },
      ],
      [{ name: "b", template: "t" }],
    ],
  });
  expect(calls.map(({ name, after, condition }) => ({ name, after, condition }))).toEqual([
    { name: "a", after: [], condition: undefined },
    { name: "a.onExit", after: ["a"], condition: "on exit" },
    { name: "a.hooks.running", after: ["a"], condition: "x" },
    { name: "b", after: ["a"], condition: undefined },
  ]);
});

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
