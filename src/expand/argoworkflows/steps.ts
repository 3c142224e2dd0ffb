import { memberOf, objectAt, textAt, type JsonObject } from "../../base/json.ts";
import { diagnose } from "../../diagnostic/diagnostic.ts";
import { REF_045 } from "../../diagnostic/rules/ref.ts";
import { hooksIn, isComposed, type Call } from "../../spec/argoworkflows/calls.ts";
import { mentionsOf } from "../../spec/argoworkflows/tags.ts";
import {
  annotationsIn,
  callsIn,
  childrenOf,
  framesMax,
  isSpent,
  say,
  startJob,
  type Context,
} from "./context.ts";
import { depthMax, type Frame } from "./frames.ts";
import { fieldOf, placeOf, stepKey, valueOf, type Job } from "./job.ts";
import { sayLeaf } from "./leaf.ts";
import { sayManifest } from "./manifest.ts";
import type { Scope, Value } from "./values.ts";
import { sayVolumes } from "./volumes.ts";

/** Everything that a job runs: from its entrypoint, then its exit handler and its hooks. */
export function sayJob(context: Context, job: Job): void {
  startJob(context);
  sayVolumes(context, job);
  const entrypoint = fieldOf(job, "entrypoint");
  if (typeof entrypoint?.value === "string") sayRoot(context, job, entrypoint.value);
  const exit = fieldOf(job, "onExit");
  if (exit !== undefined && typeof exit.value === "string") {
    const target = { by: "name", template: exit.value, at: exit.at } as const;
    const call = {
      name: "onExit",
      value: {},
      at: exit.at,
      target,
      after: [],
      condition: "on exit",
    };
    sayCall(context, outside(job), call);
  }
  const hooks = fieldOf(job, "hooks");
  if (hooks === undefined) return;
  const at = hooks.at.slice(0, -1);
  for (const call of hooksIn(hooks.value, { name: "", at })) {
    sayCall(context, { ...outside(job), home: hooks.home }, call);
  }
}

/** A template that starts: its own calls are the first steps; one without calls is a step itself. */
export function sayRoot(context: Context, job: Job, name: string): void {
  const template = job.base.templates.get(name);
  if (template === undefined) return;
  const { value, at } = template;
  const isWhole = isComposed(value);
  const path = isWhole ? [] : [name];
  const frame: Frame = {
    ...outside(job),
    key: isWhole ? job.definition.key : stepKey(job, path),
    path,
    template: value,
    at,
    name,
    scope: { ...job.scope, inputs: startInputs(value, job.scope) },
  };
  if (!isWhole && !sayStep(context, frame, placeOf({ home: job.base, at: [...at, "name"] })))
    return;
  sayBody(context, frame);
}

/** The job itself, as what calls its handlers: its places count from the root of the object. */
function outside(job: Job): Frame {
  return {
    job,
    key: job.definition.key,
    path: [],
    home: job.base,
    template: {},
    at: [],
    name: undefined,
    scope: job.scope,
    by: undefined,
    counts: [],
  };
}

/** Arguments of the workflow fill the inputs of the template that it starts with, by name. */
function startInputs(template: JsonObject, scope: Scope): ReadonlyMap<string, Value> {
  const inputs = new Map<string, Value>();
  const parameters = memberOf(objectAt(template, "inputs"), "parameters");
  for (const parameter of Array.isArray(parameters) ? parameters : []) {
    const name = textAt(parameter, "name");
    if (name !== undefined) inputs.set(name, scope.workflow.get(name) ?? valueOf(parameter, scope));
  }
  return inputs;
}

function sayBody(context: Context, frame: Frame): void {
  if (!isComposed(frame.template)) {
    sayLeaf(context, frame, annotationsIn(frame));
    sayManifest(context, frame);
    return;
  }
  for (const call of callsIn(context, frame.template).values()) {
    if (isSpent(context)) {
      tooMany(context, frame, placeOf(frame));
      return;
    }
    sayCall(context, frame, call);
  }
}

function sayCall(context: Context, caller: Frame, call: Call): void {
  const { reached, frames } = childrenOf(context, caller, call);
  const place = placeOf({ home: caller.home, at: [...caller.at, ...call.at, "name"] });
  const key = stepKey(caller.job, [...caller.path, call.name]);
  if (reached.to === "nowhere") {
    // The step is there, though what it does is not: it must not pass for one that moves nothing.
    if (
      !sayStep(
        context,
        { ...caller, key, path: [...caller.path, call.name], template: {} },
        place,
        caller,
      )
    )
      return;
    sayOrder(context, caller, call);
    const text = call.target === undefined ? call.name : targetText(call.target);
    say(context, key, { is: "unresolved", edge: "reads", text, reason: "missing-file" }, { place });
    return;
  }
  for (const frame of frames) {
    if (!sayStep(context, frame, place, caller)) return;
    sayOrder(context, caller, call);
    if (calledBefore(frame)) {
      say(
        context,
        key,
        { is: "unresolved", edge: "reads", text: call.name, reason: "dynamic" },
        { place },
      );
    } else sayBody(context, frame);
  }
}

function targetText(target: NonNullable<Call["target"]>): string {
  if (target.by === "inline") return "inline";
  return target.by === "ref" ? `${target.name}/${target.template}` : target.template;
}

/** A template that calls itself goes on as often as its conditions say: once round is enough to see its data. */
function calledBefore({ template, by }: Frame): boolean {
  for (let at = by?.frame; at !== undefined; at = at.by?.frame)
    if (at.template === template) return true;
  return false;
}

/** That the step exists and is a part of what calls it; false for one that is left out. */
function sayStep(
  context: Context,
  frame: Frame,
  place: ReturnType<typeof placeOf>,
  caller?: Frame,
): boolean {
  const { job, key, path } = frame;
  if (annotationsIn(frame).one("ignore")?.text.trim()) return false;
  if (isSpent(context) || path.length > depthMax) {
    tooMany(context, frame, place);
    return false;
  }
  context.left -= 1;
  say(
    context,
    key,
    { is: "exists", kind: "step", name: `${job.name}/${path.join("/")}` },
    { place },
  );
  for (const alias of job.aliases)
    say(context, key, { is: "sameAs", key: stepKey({ name: alias }, path) }, { place });
  const whole = caller?.key ?? job.definition.key;
  say(
    context,
    whole,
    { is: "edge", edge: "contains", end: "from", other: { by: "key", key } },
    { place },
  );
  return true;
}

function tooMany(context: Context, { job, path }: Frame, place: ReturnType<typeof placeOf>): void {
  const { key } = job.definition;
  const bound =
    path.length > depthMax
      ? `${depthMax} calls deep`
      : `${framesMax} steps, or to more work than that`;
  const message = `${job.name} comes to more than ${bound}; the rest of it is left out`;
  // The first place says it; one finding for each further step would say no more.
  const said = context.diagnostics.some(
    ({ rule, message: known }) => rule === REF_045.id && known === message,
  );
  if (!said) context.diagnostics.push(diagnose(REF_045, { message, place, subject: key }));
  say(
    context,
    key,
    { is: "unresolved", edge: "contains", text: job.name, reason: "limit" },
    { place },
  );
}

/** What runs before the step: what it waits for, and whatever passes it a parameter. */
function sayOrder(
  context: Context,
  caller: Frame,
  { name, value, at, after, condition }: Call,
): void {
  const key = stepKey(caller.job, [...caller.path, name]);
  const known = callsIn(context, caller.template);
  const passed = mentionsOf(JSON.stringify(objectAt(value, "arguments"))).flatMap((mention) =>
    mention.of === "task" ? [mention.task] : [],
  );
  const place = placeOf({ home: caller.home, at: [...caller.at, ...at, ...orderField(value)] });
  context.work -= after.length;
  for (const before of new Set([...after, ...passed])) {
    if (!known.has(before) || before === name) continue;
    const other = { by: "key", key: stepKey(caller.job, [...caller.path, before]) } as const;
    const says = {
      is: "edge",
      edge: "runs_after",
      end: "to",
      other,
      ...(condition !== undefined && { condition }),
    } as const;
    say(context, key, says, { place });
  }
}

function orderField(value: JsonObject): readonly string[] {
  return ["depends", "dependencies", "name"]
    .filter((field) => memberOf(value, field) !== undefined)
    .slice(0, 1);
}
