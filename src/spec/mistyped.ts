import { isObject, listAt, memberOf, type Json, type Steps } from "../base/json.ts";
import { diagnose, type Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Places } from "../diagnostic/place.ts";
import { SCH_003 } from "../diagnostic/rules/sch.ts";
import type { Key } from "../model/ids.ts";
import { pathText, valueText } from "../schema/words.ts";

/** The type that a foreign field must have for its adapter to read it. */
export type Shape =
  | "text"
  /** Text, a number, or true or false: Kubernetes' IntOrString, and values of parameters. */
  | "scalar"
  | "number"
  | "flag"
  | { readonly list: Shape }
  | { readonly map: Shape }
  /** Members that are read; others are nobody's business here. A function, since shapes may nest. */
  | { readonly members: () => Readonly<Record<string, Shape>> };

/** The object to look at. */
export interface Looked {
  readonly value: Json;
  readonly places: Places;
  readonly key: Key;
}

/** Findings that one object may give: a file made wrong on purpose must not flood the report. */
const findingsMax = 50;
const depthMax = 32;

const words = { text: "text", scalar: "a single value", number: "a number", flag: "true or false" };

/**
 * SCH-003 for each field that is read and has another type than its tool accepts. Null is as good
 * as absent, as it is for Kubernetes.
 */
export function mistyped(looked: Looked, shape: Shape): readonly Diagnostic[] {
  const findings: Diagnostic[] = [];
  const visit = (value: Json | undefined, form: Shape, steps: Steps): void => {
    if (value === undefined || value === null || findings.length >= findingsMax) return;
    if (!fits(value, form)) findings.push(finding(looked, { value, form, steps }));
    else
      for (const [step, member, below] of partsOf(value, form)) {
        if (steps.length < depthMax) visit(member, below, [...steps, step]);
      }
  };
  visit(looked.value, shape, []);
  return findings;
}

function fits(value: Json, shape: Shape): boolean {
  if (typeof shape === "object") return "list" in shape ? Array.isArray(value) : isObject(value);
  const type = typeof value;
  if (shape === "text") return type === "string";
  if (shape === "flag") return type === "boolean";
  return shape === "number" ? type === "number" : type !== "object";
}

type Part = readonly [step: string | number, value: Json | undefined, shape: Shape];

function partsOf(value: Json, shape: Shape): readonly Part[] {
  if (typeof shape === "string") return [];
  if ("list" in shape)
    return listAt({ value }, "value").map((item, index) => [index, item, shape.list]);
  if (!isObject(value)) return [];
  if ("map" in shape) return Object.entries(value).map(([key, item]) => [key, item, shape.map]);
  return Object.entries(shape.members()).map(([key, below]) => [key, memberOf(value, key), below]);
}

function finding(
  { places, key }: Looked,
  { value, form, steps }: { readonly value: Json; readonly form: Shape; readonly steps: Steps },
): Diagnostic {
  const expected = typeof form === "string" ? words[form] : "list" in form ? "a list" : "a map";
  return diagnose(SCH_003, {
    message: `${pathText(steps)} is ${valueText(value)}, expected ${expected}`,
    place: places.value(...steps),
    help: "the field is left out until its type is right",
    subject: key,
  });
}
