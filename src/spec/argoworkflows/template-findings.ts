import {
  listAt,
  memberOf,
  objectAt,
  textAt,
  type JsonObject,
  type Steps,
} from "../../base/json.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { REF_040, REF_046 } from "../../diagnostic/rules/ref.ts";
import { SCH_006 } from "../../diagnostic/rules/sch.ts";
import { annotatedEdges } from "../annotated-edges.ts";
import { annotatedFacets } from "../annotated-facets.ts";
import { annotationsOf, ignoring } from "../annotations.ts";
import { rangeFindings, wholeNumber } from "../annotated-ranges.ts";
import { durationSeconds } from "../../base/quantity.ts";
import { placesBelow } from "../places.ts";
import { repeatedNames } from "../repeated.ts";
import { argumentFindings } from "./argument-findings.ts";
import { callsOf, hooksIn, type Call } from "./calls.ts";
import type { WorkflowObject } from "./kinds.ts";
import { mentionFindings } from "./mention-findings.ts";
import { orderFindings } from "./order-findings.ts";
import { found, inputsOf, meant, namesIn, templatesOf, type Template } from "./templates.ts";

/**
 * What is wrong inside one workflow, as far as this document tells: templates, tasks, parameters
 * and artifacts that do not exist, orders that are circles. What lies in other documents the
 * expander looks at.
 */
export function templateFindings(workflow: WorkflowObject): readonly Diagnostic[] {
  const templates = templatesOf(workflow);
  const list = [...workflow.spec.steps, "templates"];
  return [
    ...repeatedNames(listAt(workflow.spec.value, "templates"), "template", (index) =>
      workflow.places.value(...list, index, "name"),
    ),
    ...entryFindings(workflow, templates),
    ...[...templates.values()].flatMap((template) => ofTemplate(workflow, template, templates)),
    ...unreached(workflow, templates),
  ];
}

type Templates = ReadonlyMap<string, Template>;

/** Whether the templates come from another object. */
function isBorrowing({ spec }: WorkflowObject): boolean {
  return memberOf(spec.value, "workflowTemplateRef") !== undefined;
}

/** What the workflow itself starts: its entrypoint with the arguments, its exit handler, its hooks. */
function startsOf({ value: spec, steps }: WorkflowObject["spec"]): readonly Call[] {
  const start = (field: "entrypoint" | "onExit"): readonly Call[] => {
    const template = textAt(spec, field);
    if (template === undefined) return [];
    const at = [...steps, field];
    const value = field === "entrypoint" ? spec : {};
    const target = { by: "name", template, at } as const;
    const name = field === "entrypoint" ? "" : field;
    return [
      {
        name,
        value,
        at: steps,
        target,
        after: [],
        ...(field === "onExit" && { condition: "on exit" }),
      },
    ];
  };
  const hooks = hooksIn(memberOf(spec, "hooks"), { name: "", at: steps });
  return [...start("entrypoint"), ...start("onExit"), ...hooks];
}

function entryFindings(workflow: WorkflowObject, templates: Templates): readonly Diagnostic[] {
  const { kind, spec } = workflow;
  if (isBorrowing(workflow)) return [];
  const runsItself = kind === "Workflow" || kind === "CronWorkflow";
  if (runsItself && textAt(spec.value, "entrypoint") === undefined) {
    const message = `${kind} ${workflow.name} names no entrypoint, so that nothing of it runs`;
    const help = meant("", [...templates.keys()], "templates");
    return [found(REF_040, workflow, { message, at: [...spec.steps, "entrypoint"], help })];
  }
  return startsOf(spec).flatMap((call) => {
    const absent = absentTemplate(workflow, call, templates);
    const isEntry = call.name === "";
    // A template that others start may get its arguments from them.
    if (absent.length > 0 || (isEntry && !runsItself)) return absent;
    return isEntry
      ? passing(workflow, { call, at: spec.steps, caller: "the workflow" }, templates).filter(
          ({ severity }) => severity === "error",
        )
      : [];
  });
}

function absentTemplate(
  workflow: WorkflowObject,
  { target }: Call,
  templates: Templates,
): readonly Diagnostic[] {
  if (target?.by !== "name" || templates.has(target.template) || target.template.includes("{{"))
    return [];
  return [
    found(REF_040, workflow, {
      message: `${workflow.name} has no template ${target.template}`,
      at: target.at,
      help: meant(target.template, [...templates.keys()], "templates"),
    }),
  ];
}

interface Caller {
  readonly call: Call;
  readonly at: Steps;
  readonly caller: string;
}

function passing(
  workflow: WorkflowObject,
  { call, at, caller }: Caller,
  templates: Templates,
): readonly Diagnostic[] {
  const { target, value } = call;
  if (target === undefined || target.by === "ref") return [];
  const template = target.by === "inline" ? target.template : templates.get(target.template)?.value;
  if (template === undefined) return [];
  const templateName =
    target.by === "inline" ? "its inline template" : `template ${target.template}`;
  return argumentFindings({ workflow, value, at, caller, template, templateName });
}

function ofTemplate(
  workflow: WorkflowObject,
  template: Template,
  templates: Templates,
): readonly Diagnostic[] {
  const calls = callsOf(template.value);
  const placed = (at: Steps): Steps => [...template.at, ...at];
  return [
    ...bodies(workflow, template),
    ...annotated(workflow, template),
    ...repetitions(workflow, template),
    ...orderFindings(workflow, template),
    ...calls.flatMap((call) => {
      const target = call.target && { ...call.target, at: placed(call.target.at) };
      const lost = absentTemplate(workflow, { ...call, target }, templates);
      if (lost.length > 0) return lost;
      return passing(workflow, { call, at: placed(call.at), caller: call.name }, templates);
    }),
    ...mentionFindings(workflow, {
      template,
      calls: new Map(calls.map((call) => [call.name, call])),
      outputsOf: ({ target }) => {
        if (target?.by === "inline") return objectAt(target.template, "outputs");
        const called = target?.by === "name" ? templates.get(target.template) : undefined;
        return called && objectAt(called.value, "outputs");
      },
      parameters: parametersOf(workflow),
    }),
  ];
}

/** Arguments of the workflow; undefined where somebody else starts it and passes what he wants. */
function parametersOf(workflow: WorkflowObject): readonly string[] | undefined {
  const { kind, spec } = workflow;
  const isLent =
    kind !== "Workflow" &&
    kind !== "CronWorkflow" &&
    textAt(spec.value, "entrypoint") === undefined;
  return isLent || isBorrowing(workflow)
    ? undefined
    : namesIn(objectAt(spec.value, "arguments"), "parameters");
}

const bodyFields = [
  "container",
  "script",
  "containerSet",
  "steps",
  "dag",
  "resource",
  "suspend",
  "http",
  "data",
  "plugin",
];

function bodies(workflow: WorkflowObject, { name, value, at }: Template): readonly Diagnostic[] {
  const [first, second] = bodyFields.filter((field) => memberOf(value, field) !== undefined);
  if (first !== undefined && second === undefined) return [];
  const defaults = objectAt(workflow.spec.value, "templateDefaults");
  const isFilled =
    first === undefined && bodyFields.some((field) => memberOf(defaults, field) !== undefined);
  if (isFilled) return [];
  const message =
    first === undefined
      ? `template ${name} says nothing that runs`
      : `template ${name} has both ${first} and ${second}, and Argo takes one of them`;
  const help = `one of ${bodyFields.join(", ")}`;
  return [
    found(SCH_006, workflow, { message, at: second === undefined ? at : [...at, second], help }),
  ];
}

/** What is wrong with the annotations of a template; what they say belongs to its steps. */
function annotated(workflow: WorkflowObject, { value, at }: Template): readonly Diagnostic[] {
  const parts = annotatedParts(value).map(({ metadata, steps }) => ({
    metadata,
    places: placesBelow(workflow.places, [...at, ...steps]),
  }));
  const subject = {
    key: workflow.key,
    tool: "argoworkflows",
    namespace: workflow.namespace,
  } as const;
  const annotations = annotationsOf(parts, { kind: "template", key: workflow.key });
  const ignore = ignoring(annotations, { kind: "template", key: workflow.key });
  return [
    ...annotations.diagnostics,
    ...ignore.diagnostics,
    ...annotatedFacets(annotations, subject).diagnostics,
    ...annotatedEdges(annotations, subject).diagnostics,
    ...rangeFindings(annotations, ranges, workflow.key),
  ];
}

/** How the ranges in annotations of templates are written. */
const ranges = { duration: durationSeconds, "fan-out": wholeNumber };

/** The maps of a template that hold annotations: its own, then those of its pod. */
export function annotatedParts(
  template: JsonObject,
): readonly { readonly metadata: JsonObject; readonly steps: Steps }[] {
  return [
    { metadata: template, steps: [] },
    { metadata: objectAt(template, "metadata"), steps: ["metadata"] },
  ];
}

function repetitions(workflow: WorkflowObject, { value, at }: Template): readonly Diagnostic[] {
  const tasks = listAt(objectAt(value, "dag"), "tasks");
  const inputs = listAt(inputsOf(value), "parameters");
  const steps = listAt(value, "steps").flatMap((group, index) =>
    listAt({ group }, "group").map((step, position) => ({
      step,
      path: ["steps", index, position],
    })),
  );
  const place = (...below: Steps): ReturnType<typeof workflow.places.value> =>
    workflow.places.value(...at, ...below, "name");
  return [
    ...repeatedNames(tasks, "task", (index) => place("dag", "tasks", index)),
    ...repeatedNames(
      steps.map(({ step }) => step),
      "step",
      (index) => place(...(steps[index]?.path ?? [])),
    ),
    ...repeatedNames(inputs, "input", (index) => place("inputs", "parameters", index)),
  ];
}

/** Templates that nothing of a workflow calls; of a WorkflowTemplate others may call them. */
function unreached(workflow: WorkflowObject, templates: Templates): readonly Diagnostic[] {
  const { kind, spec } = workflow;
  const starts = startsOf(spec);
  if (
    (kind !== "Workflow" && kind !== "CronWorkflow") ||
    isBorrowing(workflow) ||
    starts.length === 0
  )
    return [];
  const reached = new Set<string>();
  const open = starts.flatMap(({ target }) => (target?.by === "name" ? [target.template] : []));
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const template = templates.get(name);
    if (template === undefined || reached.has(name)) continue;
    reached.add(name);
    open.push(...namedBy(template.value));
  }
  return [...templates.values()].flatMap(({ name, at }) =>
    reached.has(name)
      ? []
      : [
          found(REF_046, workflow, {
            message: `nothing calls template ${name}`,
            at: [...at, "name"],
            help: "delete it, or call it from a step",
          }),
        ],
  );
}

/** The templates that a template calls by name, inline ones looked into. */
function namedBy(template: JsonObject, depth = 0): readonly string[] {
  if (depth > inlineMax) return [];
  return callsOf(template).flatMap(({ target }) => {
    if (target?.by === "name") return [target.template];
    return target?.by === "inline" ? namedBy(target.template, depth + 1) : [];
  });
}

const inlineMax = 8;
