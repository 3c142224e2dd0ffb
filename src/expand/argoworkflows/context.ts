import { listAt, textAt, type JsonObject } from "../../base/json.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Place } from "../../diagnostic/place.ts";
import { ranged } from "../../spec/amounts.ts";
import { annotatedParts } from "../../spec/argoworkflows/template-findings.ts";
import { callsOf, type Call } from "../../spec/argoworkflows/calls.ts";
import { annotationsOf, type Annotations } from "../../spec/annotations.ts";
import { wholeNumber } from "../../spec/annotated-ranges.ts";
import { rangeFromText } from "../../spec/ranges.ts";
import { placesBelow } from "../../spec/places.ts";
import { unknown, type Amount } from "../../model/amount.ts";
import type { Assertion, Claim } from "../../model/claim.ts";
import type { Key } from "../../model/ids.ts";
import type { Strength } from "../../model/kinds.ts";
import type { Factor } from "../../model/usage.ts";
import { fanOutOf } from "./fan-out.ts";
import { frameOf, reach, type Frame, type Reached } from "./frames.ts";
import { placeOf } from "./job.ts";
import type { Library } from "./library.ts";
import type { Item } from "./values.ts";

/** What the expansion of a tree needs and gathers. */
export interface Context {
  readonly library: Library;
  /** Templates that come to call themselves, by their value. */
  readonly recursive: ReadonlySet<JsonObject>;
  /** Bucket of artifacts that name none, by configuration. */
  readonly bucket: string | undefined;
  readonly claims: Claim[];
  readonly diagnostics: Diagnostic[];
  /** Calls of templates met before. */
  readonly calls: Map<JsonObject, ReadonlyMap<string, Call>>;
  /** Frames that may still be made for the present job, and units of work that may be spent on it. */
  left: number;
  work: number;
}

/** Frames that one job may come to: its steps, counted once for each element of their loops. */
export const framesMax = 2_000;
/** Calls looked at, loops unrolled and orders told for one job. */
const workMax = 100_000;

export function startJob(context: Context): void {
  context.left = framesMax;
  context.work = workMax;
}

/** Whether the job has come to its bounds. */
export function isSpent({ left, work }: Context): boolean {
  return left <= 0 || work <= 0;
}

/** The calls of a template by name, read once; of two with one name the first. */
export function callsIn({ calls }: Context, template: JsonObject): ReadonlyMap<string, Call> {
  const known = calls.get(template);
  if (known !== undefined) return known;
  const byName = new Map<string, Call>();
  for (const call of callsOf(template)) if (!byName.has(call.name)) byName.set(call.name, call);
  calls.set(template, byName);
  return byName;
}

export function say(
  { claims }: Context,
  subject: Key,
  says: Assertion,
  { place, strength = "derived" }: { readonly place: Place; readonly strength?: Strength },
): void {
  claims.push({ subject, says, place, strength, tool: "argoworkflows" });
}

/** The frames of a call, one for each element of its loop that is told apart. */
export interface Children {
  readonly reached: Reached;
  readonly frames: readonly Frame[];
}

export function childrenOf(context: Context, caller: Frame, call: Call): Children {
  context.work -= 1 + costOf(call);
  const reached = reach(call.target, caller, context.library);
  if (reached.to === "nowhere") return { reached, frames: [] };
  const loop = fanOutOf(call.value, caller.scope);
  const counts: Factor[] = [];
  if (loop !== undefined) {
    const declared = loop.amount.state === "unknown" ? fanOutAnnotation(reached) : undefined;
    const place = placeOf({ home: caller.home, at: [...caller.at, ...call.at, loop.field] });
    counts.push(declared ?? { of: "count", amount: loop.amount, place });
  }
  if (context.recursive.has(reached.template) && caller.template !== reached.template) {
    const place = placeOf({
      home: caller.home,
      at: [...caller.at, ...(call.target?.at ?? call.at)],
    });
    counts.push({ of: "count", amount: unknown("dynamic"), place });
  }
  const sometimes = conditionFactor(caller, call);
  const more = sometimes === undefined ? counts : [...counts, sometimes];
  const items: readonly (Item | undefined)[] = loop?.items ?? [undefined];
  return { reached, frames: items.map((item) => frameOf(caller, call, { reached, item, more })) };
}

/** Long lists are read again for each frame that loops over them. */
function costOf({ value }: Call): number {
  const parameter = textAt(value, "withParam") ?? "";
  return Math.floor(listAt(value, "withItems").length / 100 + parameter.length / 1_000);
}

/** A step with a condition may not run at all. */
function conditionFactor(caller: Frame, { condition, value, at }: Call): Factor | undefined {
  if (condition === undefined || condition === "on exit") return undefined;
  const field = ["when", "expression", "depends"].find((name) => Object.hasOwn(value, name));
  const place = placeOf({
    home: caller.home,
    at: [...caller.at, ...at, ...(field === undefined ? [] : [field])],
  });
  return { of: "count", amount: ranged("0", "1", "1"), place };
}

function fanOutAnnotation(
  reached: Extract<Reached, { readonly to: "template" }>,
): Factor | undefined {
  const annotation = annotationsIn(reached).one("fan-out");
  const amount: Amount | undefined = annotation && rangeFromText(annotation.text, wholeNumber);
  return annotation && amount && { of: "count", amount, place: annotation.place };
}

/** The annotations of ours on a template and on its pod. */
export function annotationsIn({
  home,
  template,
  at,
}: Pick<Frame, "home" | "template" | "at">): Annotations {
  const parts = annotatedParts(template).map(({ metadata, steps }) => ({
    metadata,
    places: placesBelow(home.places, [...at, ...steps]),
  }));
  return annotationsOf(parts, { kind: "template", key: home.key });
}
