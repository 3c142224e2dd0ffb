import {
  isObject,
  listAt,
  memberOf,
  objectAt,
  textAt,
  textsAt,
  type Json,
  type JsonObject,
  type Steps,
} from "../../base/json.ts";
import { dependsOf } from "./depends.ts";

/** What a step, a task or a hook runs. */
export type Target =
  | { readonly by: "name"; readonly template: string; readonly at: Steps }
  | {
      readonly by: "ref";
      readonly name: string;
      readonly template: string;
      readonly cluster: boolean;
      readonly at: Steps;
    }
  | { readonly by: "inline"; readonly template: JsonObject; readonly at: Steps };

/** One step or task of a template, or one of its hooks. */
export interface Call {
  /** Unique within the template; a hook is called `<task>.hooks.<hook>`, as Argo does. */
  readonly name: string;
  readonly value: JsonObject;
  /** Where it stands, from the root of the template. */
  readonly at: Steps;
  /** Undefined where it names nothing that it runs. */
  readonly target: Target | undefined;
  /** Calls of the same template that come before it. */
  readonly after: readonly string[];
  /** The condition under which it runs, as written. */
  readonly condition?: string;
}

/** The calls of a template of steps or tasks, in the order of the file, each with its hooks. */
export function callsOf(template: JsonObject): readonly Call[] {
  const calls = Array.isArray(memberOf(template, "steps")) ? stepsOf(template) : tasksOf(template);
  return calls.flatMap((call) => [call, ...hooksOf(call)]);
}

/** Whether the template calls others instead of running something itself. */
export function isComposed(template: JsonObject): boolean {
  return memberOf(template, "steps") !== undefined || memberOf(template, "dag") !== undefined;
}

/** Groups one after the other, the steps of a group side by side. */
function stepsOf(template: JsonObject): readonly Call[] {
  let before: readonly string[] = [];
  return listAt(template, "steps").flatMap((group, index) => {
    const calls = listAt({ group }, "group").flatMap((value, position): readonly Call[] =>
      isObject(value) ? [callOf(value, ["steps", index, position], before)] : [],
    );
    if (calls.length > 0) before = calls.map(({ name }) => name);
    return calls;
  });
}

function tasksOf(template: JsonObject): readonly Call[] {
  return listAt(objectAt(template, "dag"), "tasks").flatMap((value, index): readonly Call[] => {
    if (!isObject(value)) return [];
    const depends = textAt(value, "depends");
    if (depends === undefined) {
      const names = textsAt(value, "dependencies").map(([, name]) => name);
      return [callOf(value, ["dag", "tasks", index], names)];
    }
    const { tasks, conditional } = dependsOf(depends);
    const call = callOf(value, ["dag", "tasks", index], tasks);
    return [
      conditional
        ? {
            ...call,
            condition: [depends, call.condition].flatMap((text) => text ?? []).join(" and "),
          }
        : call,
    ];
  });
}

function callOf(value: JsonObject, at: Steps, after: readonly string[]): Call {
  const condition = textAt(value, "when");
  return {
    name: textAt(value, "name") ?? at.slice(1).join("."),
    value,
    at,
    target: targetOf(value, at),
    after: [...new Set(after)],
    ...(condition !== undefined && { condition }),
  };
}

/** What a map with `template`, `templateRef` or `inline` runs; `at` is where the map stands. */
function targetOf(value: JsonObject, at: Steps): Target | undefined {
  const template = textAt(value, "template");
  if (template !== undefined) return { by: "name", template, at: [...at, "template"] };
  const [reference, inline] = [memberOf(value, "templateRef"), memberOf(value, "inline")];
  if (isObject(reference)) {
    return {
      by: "ref",
      name: textAt(reference, "name") ?? "",
      template: textAt(reference, "template") ?? "",
      cluster: memberOf(reference, "clusterScope") === true,
      at: [...at, "templateRef"],
    };
  }
  return isObject(inline) ? { by: "inline", template: inline, at: [...at, "inline"] } : undefined;
}

/** Hooks of a call: they run beside or after it, on conditions of their own. */
function hooksOf({ name, value, at }: Call): readonly Call[] {
  const handler = textAt(value, "onExit");
  const exit: readonly Call[] =
    handler === undefined
      ? []
      : [
          hook(
            `${name}.onExit`,
            { value: { template: handler }, at, after: [name], when: "on exit" },
            ["onExit"],
          ),
        ];
  return [...exit, ...hooksIn(memberOf(value, "hooks"), { name, at })];
}

/** The hooks of a map, called after the step or the workflow that has them. */
export function hooksIn(
  hooks: Json | undefined,
  { name, at }: { readonly name: string; readonly at: Steps },
): readonly Call[] {
  const prefix = name === "" ? "" : `${name}.`;
  return Object.entries(isObject(hooks) ? hooks : {}).flatMap(([key, value]) => {
    if (!isObject(value)) return [];
    const always = key === "exit" ? "on exit" : `hook ${key}`;
    const when = textAt(value, "expression") ?? always;
    const facts = { value, at: [...at, "hooks", key], after: name === "" ? [] : [name], when };
    return [hook(`${prefix}hooks.${key}`, facts)];
  });
}

function hook(
  name: string,
  {
    value,
    at,
    after,
    when,
  }: {
    readonly value: JsonObject;
    readonly at: Steps;
    readonly after: readonly string[];
    readonly when: string;
  },
  below: Steps = [],
): Call {
  const target = targetOf(value, at);
  const moved =
    target !== undefined && below.length > 0 ? { ...target, at: [...at, ...below] } : target;
  return { name, value, at, target: moved, after, condition: when };
}
