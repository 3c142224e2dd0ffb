import { isObject, type Json, type JsonObject, type Steps } from "../../base/json.ts";
import type { Diagnostic, RuleInfo } from "../../diagnostic/diagnostic.ts";
import { REF_041, REF_042, REF_043 } from "../../diagnostic/rules/ref.ts";
import type { Call } from "./calls.ts";
import type { WorkflowObject } from "./kinds.ts";
import { mentionsIn, mentionsOf, type Mention } from "./tags.ts";
import { found, inputsOf, meant, namesIn, type Template } from "./templates.ts";

/** What the tags of one template may speak of. */
export interface Surroundings {
  readonly template: Template;
  readonly calls: ReadonlyMap<string, Call>;
  /** The outputs of a call of this template; undefined where they cannot be seen here. */
  readonly outputsOf: (call: Call) => JsonObject | undefined;
  /** Parameters of the whole workflow; undefined where whoever runs the template passes them. */
  readonly parameters: readonly string[] | undefined;
}

/** REF-041, -042 and -043 for each tag of the template that names nothing. */
export function mentionFindings(
  workflow: WorkflowObject,
  around: Surroundings,
): readonly Diagnostic[] {
  const { template } = around;
  const seen = new Set<string>();
  return textsIn(template.value, template.at).flatMap(({ text, at, isCode }) => {
    const mentions = isCode ? mentionsIn(text) : mentionsOf(text);
    return mentions.flatMap((mention) => {
      const key = JSON.stringify([mention, at]);
      if (seen.has(key)) return [];
      seen.add(key);
      return findingOf(workflow, { mention, at, around });
    });
  });
}

interface Said {
  readonly text: string;
  readonly at: Steps;
  readonly isCode: boolean;
}

const code: ReadonlySet<string> = new Set(["expression", "fromExpression"]);
const depthMax = 24;
/** What these hold is read by somebody else, or is a template with inputs of its own. */
const foreign: ReadonlySet<string> = new Set(["inline", "manifest"]);

function textsIn(value: Json, at: Steps): readonly Said[] {
  const last = at.at(-1);
  if (typeof value === "string") {
    const isCode = typeof last === "string" && code.has(last);
    return isCode || value.includes("{{") ? [{ text: value, at, isCode }] : [];
  }
  if (at.length > depthMax || (typeof last === "string" && foreign.has(last))) return [];
  if (Array.isArray(value)) {
    const items: readonly Json[] = value;
    return items.flatMap((item, index) => textsIn(item, [...at, index]));
  }
  return isObject(value)
    ? Object.entries(value).flatMap(([key, item]) => textsIn(item, [...at, key]))
    : [];
}

function findingOf(
  workflow: WorkflowObject,
  {
    mention,
    at,
    around,
  }: { readonly mention: Mention; readonly at: Steps; readonly around: Surroundings },
): readonly Diagnostic[] {
  const lack = lackOf(mention, around);
  if (lack === undefined) return [];
  const { rule, message, word, names, noun } = lack;
  return [found(rule, workflow, { message, at, help: meant(word, names, noun) })];
}

interface Lack {
  readonly rule: RuleInfo;
  readonly message: string;
  readonly word: string;
  readonly names: readonly string[];
  readonly noun: string;
}

function lackOf(mention: Mention, around: Surroundings): Lack | undefined {
  switch (mention.of) {
    case "inputs":
      return inputLack(mention, around);
    case "workflow":
      return workflowLack(mention, around);
    case "task":
      return taskLack(mention, around);
    case "global":
    case "item":
      return undefined;
  }
}

const rules = { parameters: REF_041, artifacts: REF_042 } as const;

function inputLack(
  { group, name }: Extract<Mention, { readonly of: "inputs" | "workflow" }>,
  { template }: Surroundings,
): Lack | undefined {
  const names = namesIn(inputsOf(template.value), group);
  // `{{inputs.artifacts.x.path}}` is where the artifact is put.
  if (
    names.includes(name) ||
    (group === "artifacts" && names.includes(name.replace(/\.path$/u, "")))
  ) {
    return undefined;
  }
  const message = `template ${template.name} has no input ${name} among its ${group}`;
  return { rule: rules[group], message, word: name, names, noun: "its inputs" };
}

function workflowLack(
  { group, name }: Extract<Mention, { readonly of: "inputs" | "workflow" }>,
  { parameters }: Surroundings,
): Lack | undefined {
  // `workflow.parameters.json` is all of them together.
  const known = parameters === undefined || parameters.includes(name) || name === "json";
  if (group === "artifacts" || known) return undefined;
  const message = `the workflow has no parameter ${name}`;
  return { rule: REF_041, message, word: name, names: parameters, noun: "its parameters" };
}

function taskLack(
  { task, output }: Extract<Mention, { readonly of: "task" }>,
  { calls, outputsOf }: Surroundings,
): Lack | undefined {
  const call = calls.get(task);
  if (call === undefined) {
    const names = [...calls.keys()];
    const message = `${task} is no step or task of the same template`;
    return task.includes("{")
      ? undefined
      : { rule: REF_043, message, word: task, names, noun: "there are" };
  }
  const outputs = output === undefined ? undefined : outputsOf(call);
  if (output === undefined || outputs === undefined) return undefined;
  const names = namesIn(outputs, output.group);
  if (names.includes(output.name)) return undefined;
  const message = `${task} has no output ${output.name} among its ${output.group}`;
  return { rule: rules[output.group], message, word: output.name, names, noun: "its outputs" };
}
