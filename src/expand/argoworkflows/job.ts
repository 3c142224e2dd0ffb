import {
  isObject,
  listAt,
  memberOf,
  objectAt,
  textAt,
  type Json,
  type JsonObject,
  type Steps,
} from "../../base/json.ts";
import type { Place } from "../../diagnostic/place.ts";
import type { Key } from "../../model/ids.ts";
import { workflowKey } from "../../spec/argoworkflows/workflow.ts";
import { placeNear } from "../../spec/objects.ts";
import { ownerOf, type Definition } from "./library.ts";
import { filled, textOfJson, type Scope, type Value } from "./values.ts";

/** A workflow that is run as a whole. */
export interface Job {
  readonly definition: Definition;
  /** The object whose templates it runs: itself, or the one that it borrows them from. */
  readonly base: Definition;
  /** `<namespace>/<name>`, in front of the names of its steps. */
  readonly name: string;
  /** Other names under which its steps are known. */
  readonly aliases: readonly string[];
  readonly scope: Scope;
}

/** A value somewhere in a definition. */
export interface Located {
  readonly home: Definition;
  readonly at: Steps;
  readonly value: Json;
}

export function placeOf({ home, at }: Omit<Located, "value">): Place {
  return placeNear(home, at);
}

/** The key of a step of the job; of the whole job's own data for an empty path. */
export function stepKey({ name }: Pick<Job, "name">, path: readonly string[]): Key {
  const slash = name.indexOf("/");
  return workflowKey(name.slice(0, slash), name.slice(slash + 1), path);
}

/** The field of the workflow: its own, else that of the templates it borrows. */
export function fieldOf(
  { definition, base }: Pick<Job, "definition" | "base">,
  field: string,
): Located | undefined {
  for (const home of [definition, base]) {
    const value = memberOf(home.spec.value, field);
    if (value !== undefined && value !== null)
      return { home, at: [...home.spec.steps, field], value };
  }
  return undefined;
}

/**
 * @param name     under which its steps are known
 * @param aliases  other names of that kind
 */
export function jobOf(
  definition: Definition,
  base: Definition,
  { name, aliases }: Pick<Job, "name" | "aliases">,
): Job {
  return { definition, base, name, aliases, scope: scopeOf(definition, base) };
}

/** The name of a definition's steps; two kinds of one name are told apart by the kind. */
export function nameOfSteps(definition: Definition, isFirst: boolean): string {
  const name = `${ownerOf(definition)}/${definition.name}`;
  return isFirst ? name : `${name}~${definition.kind.toLowerCase()}`;
}

/** The parameters of the whole workflow; its own hold before those that it borrows. */
function scopeOf(definition: Definition, base: Definition): Scope {
  const workflow = new Map<string, Value>();
  const { kind, name: full, namespace } = definition;
  const isNamed = kind === "Workflow" && !full.endsWith("*");
  const run = { of: full.replace(/-?\*$/u, ""), isNamed };
  const scope: Scope = { inputs: new Map(), workflow, namespace, run };
  for (const { spec } of [base, definition]) {
    for (const parameter of listAt(objectAt(spec.value, "arguments"), "parameters")) {
      const name = textAt(parameter, "name");
      if (name !== undefined) workflow.set(name, valueOf(parameter, scope));
    }
  }
  return scope;
}

/** What a parameter says its value is. */
export function valueOf(parameter: Json, scope: Scope): Value {
  for (const field of ["value", "default"]) {
    const value = memberOf(parameter, field);
    if (value !== undefined && value !== null) return filled(textOfJson(value), scope);
  }
  const from = memberOf(parameter, "valueFrom");
  if (!isObject(from)) return { unknown: "undeclared" };
  return sourced(from, scope);
}

/** A parameter that another one gives; what a file, a ConfigMap or a person gives is seen at run time. */
function sourced(from: JsonObject, scope: Scope): Value {
  const parameter = textAt(from, "parameter");
  if (parameter !== undefined) return filled(parameter, scope);
  const expression = textAt(from, "expression");
  return expression === undefined ? { unknown: "dynamic" } : filled(`{{=${expression}}}`, scope);
}

/** The parameters of a template, from what is passed to it. */
export function inputsFrom(
  template: JsonObject,
  passed: { readonly arguments: JsonObject; readonly scope: Scope },
  workflow: Scope,
): ReadonlyMap<string, Value> {
  const inputs = new Map<string, Value>();
  for (const input of listAt(objectAt(template, "inputs"), "parameters")) {
    const name = textAt(input, "name");
    if (name === undefined) continue;
    const argument = listAt(passed.arguments, "parameters").find(
      (one) => textAt(one, "name") === name,
    );
    const own = valueOf(input, { ...workflow, inputs });
    const given = argument === undefined ? own : valueOf(argument, passed.scope);
    inputs.set(name, given);
  }
  return inputs;
}
