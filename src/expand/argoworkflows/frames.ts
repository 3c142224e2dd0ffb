import { objectAt, textAt, type JsonObject, type Steps } from "../../base/json.ts";
import type { Key } from "../../model/ids.ts";
import type { Factor } from "../../model/usage.ts";
import type { Call, Target } from "../../spec/argoworkflows/calls.ts";
import { stepKey, inputsFrom, type Job } from "./job.ts";
import type { Definition, Library } from "./library.ts";
import type { Item, Scope } from "./values.ts";

/** One template as one call runs it. */
export interface Frame {
  readonly job: Job;
  /** The asset that it is: a step, or the job itself for the template that a job starts with. */
  readonly key: Key;
  /** Names of the calls that lead here; empty for what the job starts with. */
  readonly path: readonly string[];
  /** The object that holds the template. */
  readonly home: Definition;
  readonly template: JsonObject;
  readonly at: Steps;
  /** Undefined for an inline template. */
  readonly name: string | undefined;
  readonly scope: Scope;
  /** Who calls it, with what; undefined for what the job starts with. */
  readonly by: Calling | undefined;
  /** How often it runs within one run of the job. */
  readonly counts: readonly Factor[];
  readonly condition?: string;
}

export interface Calling {
  readonly frame: Frame;
  readonly call: Call;
  /** The scope in which the arguments are written. */
  readonly scope: Scope;
}

/** Where a call leads. */
export type Reached =
  | {
      readonly to: "template";
      readonly home: Definition;
      readonly template: JsonObject;
      readonly at: Steps;
      readonly name: string | undefined;
    }
  /** `object`: this tree does not hold it. `template`: it does, without such a template. */
  | { readonly to: "nowhere"; readonly lacks: "object" | "template" | "name" };

/** Deepest chain of calls that is followed. */
export const depthMax = 16;

/** The template that a call means, from within the object that makes the call. */
export function reach(
  target: Target | undefined,
  from: Pick<Frame, "home" | "at">,
  library: Library,
): Reached {
  if (target === undefined) return { to: "nowhere", lacks: "name" };
  if (target.by === "inline") {
    const at = [...from.at, ...target.at];
    return { to: "template", home: from.home, template: target.template, at, name: undefined };
  }
  const home = target.by === "name" ? from.home : library.find(target, from.home.namespace);
  if (home === undefined) return { to: "nowhere", lacks: "object" };
  const found = home.templates.get(target.template);
  if (found === undefined) return { to: "nowhere", lacks: "template" };
  return { to: "template", home, template: found.value, at: found.at, name: found.name };
}

/** The frame of a call, for one element of its loop. */
export function frameOf(
  caller: Frame,
  call: Call,
  {
    reached,
    item,
    more,
  }: {
    readonly reached: Extract<Reached, { readonly to: "template" }>;
    readonly item: Item | undefined;
    readonly more: readonly Factor[];
  },
): Frame {
  const { job } = caller;
  const path = [...caller.path, call.name];
  const scope: Scope = item === undefined ? caller.scope : { ...caller.scope, item };
  const passed = { arguments: objectAt(call.value, "arguments"), scope };
  const inputs = inputsFrom(reached.template, passed, job.scope);
  // An inline template stands inside the calling one and may speak of its inputs.
  const outer = reached.name === undefined ? [...caller.scope.inputs] : [];
  const condition = [caller.condition, call.condition].flatMap((text) => text ?? []).join(" and ");
  return {
    job,
    key: stepKey(job, path),
    path,
    home: reached.home,
    template: reached.template,
    at: reached.at,
    name: reached.name,
    scope: {
      ...job.scope,
      inputs: new Map([...outer, ...inputs]),
      ...(reached.name === undefined && item !== undefined && { item }),
    },
    by: { frame: caller, call, scope },
    counts: [...caller.counts, ...more],
    ...(condition !== "" && { condition }),
  };
}

/** The workflow's own name for the account that its pods run as. */
export function accountOf({ template, job }: Frame): string | undefined {
  return (
    textAt(template, "serviceAccountName") ??
    textAt(job.definition.spec.value, "serviceAccountName") ??
    textAt(job.base.spec.value, "serviceAccountName")
  );
}
