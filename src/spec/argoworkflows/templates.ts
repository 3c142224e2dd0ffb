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
import { nearest } from "../../base/text.ts";
import { diagnose, type Diagnostic, type RuleInfo } from "../../diagnostic/diagnostic.ts";
import { placeNear } from "../objects.ts";
import type { WorkflowObject } from "./kinds.ts";

/** A template where it stands, from the root of its object. */
export interface Template {
  readonly name: string;
  readonly value: JsonObject;
  readonly at: Steps;
}

/** The templates of a workflow that bear a name; of several with one name the first. */
export function templatesOf({ spec }: Pick<WorkflowObject, "spec">): ReadonlyMap<string, Template> {
  const templates = new Map<string, Template>();
  for (const [index, value] of listAt(spec.value, "templates").entries()) {
    const name = textAt(value, "name");
    if (name === undefined || !isObject(value) || templates.has(name)) continue;
    templates.set(name, { name, value, at: [...spec.steps, "templates", index] });
  }
  return templates;
}

/** The names of the parameters or artifacts in a list of that name. */
export function namesIn(
  holder: Json | undefined,
  list: "parameters" | "artifacts",
): readonly string[] {
  return listAt(holder, list).flatMap((item) => textAt(item, "name") ?? []);
}

/** The item of the list that bears the name, with its index. */
export function namedIn(
  holder: Json | undefined,
  list: "parameters" | "artifacts",
  name: string,
): { readonly item: Json; readonly index: number } | undefined {
  const items = listAt(holder, list);
  const index = items.findIndex((item) => textAt(item, "name") === name);
  const item = items[index];
  return item === undefined ? undefined : { item, index };
}

export function inputsOf(template: JsonObject): JsonObject {
  return objectAt(template, "inputs");
}

/** Whether the input gets a value without anybody passing one. */
export function hasOwnValue(input: Json): boolean {
  if (memberOf(input, "optional") === true) return true;
  const fields = ["value", "default", "valueFrom", "from", "fromExpression", ...stores];
  return fields.some((field) => memberOf(input, field) !== undefined);
}

/** The fields of an artifact that say where it lies. */
export const stores = [
  "s3",
  "gcs",
  "oss",
  "azure",
  "hdfs",
  "git",
  "http",
  "artifactory",
  "raw",
  "plugin",
] as const;

export interface Problem {
  readonly message: string;
  readonly at: Steps;
  readonly help?: string | undefined;
  readonly severity?: Diagnostic["severity"];
}

/** The problem as a finding about the workflow, at the nearest place that is there. */
export function found(
  rule: RuleInfo,
  workflow: Pick<WorkflowObject, "value" | "places" | "key">,
  { message, at, help, severity }: Problem,
): Diagnostic {
  return diagnose(rule, {
    message,
    place: placeNear(workflow, at),
    help,
    subject: workflow.key,
    ...(severity !== undefined && { severity }),
  });
}

const shownMax = 10;

/** What may have been meant, or what there is. */
export function meant(word: string, names: readonly string[], noun: string): string | undefined {
  const close = nearest(word, names);
  if (close !== undefined) return `did you mean ${close}?`;
  if (names.length === 0) return undefined;
  const more = names.length > shownMax ? ", …" : "";
  return `${noun}: ${names.slice(0, shownMax).join(", ")}${more}`;
}
