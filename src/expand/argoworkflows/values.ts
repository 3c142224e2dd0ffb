import { isObject, memberOf, type Json, type JsonObject } from "../../base/json.ts";
import type { UnknownReason } from "../../model/kinds.ts";
import { mentionOf, piecesOf, type Mention } from "../../spec/argoworkflows/tags.ts";

/** A text after everything that is known of it has been filled in. */
export type Value =
  | {
      readonly text: string;
      /** Whether it differs between the runs of a loop. */
      readonly varies: boolean;
    }
  | { readonly unknown: UnknownReason };

/** What the tags of a template may be filled with. */
export interface Scope {
  readonly inputs: ReadonlyMap<string, Value>;
  readonly workflow: ReadonlyMap<string, Value>;
  readonly item?: Item;
  readonly namespace: string;
  /** Whose runs they are, and whether there is one run alone, which bears that name. */
  readonly run: { readonly of: string; readonly isNamed: boolean };
}

/** The element for which a loop runs a template. */
export type Item =
  | { readonly value: Json; readonly alone: boolean }
  | { readonly unknown: UnknownReason };

function fixed(text: string): Value {
  return { text, varies: false };
}

/** Longest text that filling in may make: a text that doubles itself must not grow without bound. */
const lengthMax = 65_536;

/**
 * The text with its tags filled in. What only a run knows, such as its name, stays as
 * `{etl.workflow.name}`: equal texts then mean equal places of one run. What comes from a step, or
 * from an expression that is more than a name, makes all of it unknown.
 */
export function filled(text: string, scope: Scope): Value {
  if (!text.includes("{{")) return fixed(text);
  let [whole, varies] = ["", false];
  for (const piece of piecesOf(text)) {
    const value =
      piece.is === "text"
        ? fixed(piece.text)
        : piece.is === "variable"
          ? variable(piece.name, scope)
          : expression(piece.code, scope);
    if ("unknown" in value) return value;
    whole += value.text;
    varies ||= value.varies;
    if (whole.length > lengthMax) return { unknown: "limit" };
  }
  return { text: whole, varies };
}

/** Variables that differ between all runs, of whatever workflow: they name the workflow as well. */
const ofOneRun = /^(?:workflow\.(?:name|uid)|pod\.name|node\.name|retries)$/u;
/** Variables that runs of several workflows share, such as the day on which they start. */
const ofRuns =
  /^workflow\.(?:creationTimestamp(?:\..+)?|scheduledTime|serviceAccountName|mainEntrypoint)$/u;

function variable(name: string, scope: Scope): Value {
  if (name === "workflow.namespace" && scope.namespace !== "") return fixed(scope.namespace);
  if (name === "workflow.name" && scope.run.isNamed) return fixed(scope.run.of);
  const mention = mentionOf(name);
  if (mention !== undefined) return mentioned(mention, scope);
  if (ofOneRun.test(name)) return fixed(`{${scope.run.of}.${name}}`);
  return ofRuns.test(name) ? fixed(`{${name}}`) : { unknown: "templated" };
}

function mentioned(mention: Mention, scope: Scope): Value {
  if (mention.of === "item") return itemValue(scope.item, mention.field);
  if (mention.of === "task" || mention.of === "global") return { unknown: "dynamic" };
  const values = mention.of === "inputs" ? scope.inputs : scope.workflow;
  return values.get(mention.name) ?? { unknown: "undeclared" };
}

function itemValue(item: Item | undefined, field: string | undefined): Value {
  if (item === undefined) return { unknown: "dynamic" };
  if ("unknown" in item) return item;
  const value = field === undefined ? item.value : memberOf(item.value, field);
  return value === undefined
    ? { unknown: "undeclared" }
    : { text: textOfJson(value), varies: !item.alone };
}

const literal = /^'(?<single>[^'\\]*)'$|^"(?<double>[^"\\]*)"$|^(?<digits>\d+)$/u;
const quotedName = /\[['"]([^'"\]]+)['"]\]/gu;

/** A name, a literal, or a name with a literal in case that it has no value; of other code nothing is known. */
function expression(code: string, scope: Scope): Value {
  const [first = "", fallback, ...more] = code.split("??").map((part) => part.trim());
  if (more.length > 0) return { unknown: "templated" };
  const value = operand(first, scope);
  const isAbsent = "unknown" in value && value.unknown === "undeclared";
  return isAbsent && fallback !== undefined ? operand(fallback, scope) : value;
}

function operand(code: string, scope: Scope): Value {
  const { single, double, digits } = literal.exec(code)?.groups ?? {};
  const text = single ?? double ?? digits;
  if (text !== undefined) return fixed(text);
  const dotted = code.replaceAll(quotedName, ".$1");
  const isName = /^[A-Za-z][\w.-]*$/u.test(dotted) && !/^[\w.]*-/u.test(code);
  return isName ? variable(dotted, scope) : { unknown: "templated" };
}

/** How Argo writes a value into a text: texts as they are, everything else as JSON. */
export function textOfJson(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Deepest value that is filled in. */
const depthMax = 24;

/** The value with each text filled in; texts of which something is unknown or varies stay as written. */
export function filledDeep(value: Json, scope: Scope, depth = 0): Json {
  if (typeof value === "string") {
    const text = filled(value, scope);
    return "unknown" in text || text.varies ? value : text.text;
  }
  if (depth > depthMax) return value;
  if (Array.isArray(value)) {
    const items: readonly Json[] = value;
    return items.map((item) => filledDeep(item, scope, depth + 1));
  }
  return isObject(value) ? filledMembers(value, scope, depth) : value;
}

function filledMembers(value: JsonObject, scope: Scope, depth: number): JsonObject {
  const members = Object.entries(value).map(([key, item]): [string, Json] => [
    key,
    filledDeep(item, scope, depth + 1),
  ]);
  return Object.fromEntries(members);
}
