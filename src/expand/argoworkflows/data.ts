import { listAt, memberOf, objectAt, textAt, type Json } from "../../base/json.ts";
import type { Place } from "../../diagnostic/place.ts";
import { toolKey, type Key } from "../../model/ids.ts";
import type { UnknownReason } from "../../model/kinds.ts";
import { normalKey } from "../../model/uri.ts";
import { mentionsIn, mentionsOf, type Mention } from "../../spec/argoworkflows/tags.ts";
import { namedIn } from "../../spec/argoworkflows/templates.ts";
import { callsIn, childrenOf, isSpent, type Context } from "./context.ts";
import { depthMax, type Frame } from "./frames.ts";
import { placeOf, type Job } from "./job.ts";
import { locationOf } from "./locations.ts";
import type { Scope } from "./values.ts";

/** Data that a step takes or makes. */
export type Data =
  | { readonly at: "key"; readonly key: Key; readonly place: Place }
  | {
      readonly at: "unknown";
      readonly text: string;
      readonly reason: UnknownReason;
      readonly place: Place;
    };

/** Data that are followed for one artifact. */
const dataMax = 200;

/** What an input artifact of the frame holds; nothing for literal text, and for an optional one that nobody passes. */
export function inputData(
  context: Context,
  frame: Frame,
  name: string,
  depth = 0,
): readonly Data[] {
  const input = namedIn(objectAt(frame.template, "inputs"), "artifacts", name);
  const own = input && {
    artifact: input.item,
    at: [...frame.at, "inputs", "artifacts", input.index],
  };
  const place = placeOf({ home: frame.home, at: own?.at ?? frame.at });
  const passed =
    frame.by === undefined
      ? fromStart(context, frame, name)
      : fromCaller(context, frame.by, { name, depth });
  if (passed !== undefined) return passed;
  if (own === undefined) return [lost(name, "undeclared", place)];
  const stated = stateOf(context, own.artifact, { frame, scope: frame.scope, place, depth });
  if (stated !== undefined) return stated;
  return memberOf(own.artifact, "optional") === true ? [] : [lost(name, "undeclared", place)];
}

function fromCaller(
  context: Context,
  { frame, call, scope }: NonNullable<Frame["by"]>,
  { name, depth }: { readonly name: string; readonly depth: number },
): readonly Data[] | undefined {
  const argument = namedIn(objectAt(call.value, "arguments"), "artifacts", name);
  if (argument === undefined) return undefined;
  const at = [...frame.at, ...call.at, "arguments", "artifacts", argument.index];
  return stateOf(context, argument.item, {
    frame,
    scope,
    place: placeOf({ home: frame.home, at }),
    depth,
  });
}

/** Arguments of the whole workflow reach the template that it starts with. */
function fromStart(context: Context, { job }: Frame, name: string): readonly Data[] | undefined {
  for (const home of [job.definition, job.base]) {
    const argument = namedIn(objectAt(home.spec.value, "arguments"), "artifacts", name);
    if (argument === undefined) continue;
    const place = placeOf({
      home,
      at: [...home.spec.steps, "arguments", "artifacts", argument.index],
    });
    return dataAt(context, locationOf(argument.item, job.scope), { job, place });
  }
  return undefined;
}

/** What an output artifact of the frame is. */
export function outputData(
  context: Context,
  frame: Frame,
  name: string,
  depth = 0,
): readonly Data[] {
  const output = namedIn(objectAt(frame.template, "outputs"), "artifacts", name);
  if (output === undefined) return [lost(name, "undeclared", placeOf(frame))];
  const place = placeOf({
    home: frame.home,
    at: [...frame.at, "outputs", "artifacts", output.index],
  });
  const found = stateOf(context, output.item, { frame, scope: frame.scope, place, depth });
  if (found !== undefined) return found;
  return [{ at: "key", key: madeKey(frame.job, [...frame.path, name]), place }];
}

/**
 * Data without an address of their own: what a step leaves for others in a place that the
 * controller chooses. Named by the namespace, then the workflow, the step and the artifact.
 */
function madeKey({ name }: Job, path: readonly string[]): Key {
  return normalKey(toolKey("at", ["argo:/", name, ...path].join("/")));
}

interface Stating {
  readonly frame: Frame;
  readonly scope: Scope;
  readonly place: Place;
  readonly depth: number;
}

/** What an artifact says of where it comes from; undefined where it says nothing. */
function stateOf(context: Context, artifact: Json, stating: Stating): readonly Data[] | undefined {
  const [from, expression] = [textAt(artifact, "from"), textAt(artifact, "fromExpression")];
  const mentions = [
    ...(from === undefined ? [] : mentionsOf(from.includes("{{") ? from : `{{${from}}}`)),
    ...(expression === undefined ? [] : mentionsIn(expression)),
  ];
  if (from !== undefined || expression !== undefined) {
    const data = mentions.flatMap((mention) => mentioned(context, mention, stating));
    const text = from ?? expression ?? "";
    return data.length === 0 ? [lost(text, "dynamic", stating.place)] : data.slice(0, dataMax);
  }
  const { frame, scope, place } = stating;
  return dataAt(context, locationOf(artifact, scope), { job: frame.job, place });
}

function mentioned(context: Context, mention: Mention, stating: Stating): readonly Data[] {
  const { frame, place, depth } = stating;
  if (depth > depthMax || isSpent(context)) return [lost("artifact", "limit", place)];
  // Where the data are told is where they are taken, not where they come from.
  const here = (data: readonly Data[]): readonly Data[] => data.map((one) => ({ ...one, place }));
  if (mention.of === "task") return here(taskData(context, mention, stating));
  if (mention.of === "item" || mention.group !== "artifacts") return [];
  const { of, name } = mention;
  if (of === "inputs") return here(inputData(context, frame, name, depth + 1));
  return of === "global"
    ? [globalData(frame.job, name, place)]
    : (fromStart(context, frame, name) ?? []);
}

function taskData(
  context: Context,
  { task, output }: Extract<Mention, { readonly of: "task" }>,
  { frame, place, depth }: Stating,
): readonly Data[] {
  const call = callsIn(context, frame.template).get(task);
  if (call === undefined || output?.group !== "artifacts") return [];
  const { frames } = childrenOf(context, frame, call);
  if (frames.length === 0) return [lost(`${task}.${output.name}`, "missing-file", place)];
  return frames.flatMap((child) => outputData(context, child, output.name, depth + 1));
}

/** An output that a step exports to the whole workflow. */
export function globalData(job: Job, name: string, place: Place): Data {
  return { at: "key", key: madeKey(job, ["outputs", name]), place };
}

function dataAt(
  { bucket }: Context,
  location: ReturnType<typeof locationOf>,
  { job, place }: { readonly job: Job; readonly place: Place },
): readonly Data[] | undefined {
  if (location === undefined) return undefined;
  switch (location.in) {
    case "text":
      return [];
    case "unknown":
      return [lost(location.text, location.reason, place)];
    case "place":
      return [{ at: "key", key: location.key, place }];
    case "repository": {
      const { key } = location;
      const store =
        bucket === undefined ? `argo://${job.scope.namespace}/artifacts` : `s3://${bucket}`;
      return [{ at: "key", key: normalKey(toolKey("at", `${store}/${key}`)), place }];
    }
  }
}

function lost(text: string, reason: UnknownReason, place: Place): Data {
  return { at: "unknown", text, reason, place };
}

/** The names of the artifacts among a template's inputs or outputs. */
export function artifactsOf(
  frame: Frame,
  side: "inputs" | "outputs",
): readonly { readonly name: string; readonly artifact: Json }[] {
  return listAt(objectAt(frame.template, side), "artifacts").flatMap((artifact) => {
    const name = textAt(artifact, "name");
    return name === undefined ? [] : [{ name, artifact }];
  });
}
