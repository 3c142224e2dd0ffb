import { stepsOf, valueAt, type Json, type Steps } from "../base/json.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Document } from "../source/document.ts";
import { diagnosticOf } from "./complaint.ts";
import type { SchemaName } from "./names.ts";
import type { SchemaError } from "./schema-error.ts";

interface Validator {
  readonly validate: {
    (data: unknown): boolean;
    errors?: readonly SchemaError[] | null;
  };
}

/** One chunk each: a run loads the validators of the kinds it meets. */
const loaders: Readonly<Record<SchemaName, () => Promise<Validator>>> = {
  dataset: () => import("./generated/dataset.mjs"),
  pipeline: () => import("./generated/pipeline.mjs"),
  model: () => import("./generated/model.mjs"),
  "price-table": () => import("./generated/price-table.mjs"),
  usage: () => import("./generated/usage.mjs"),
  policy: () => import("./generated/policy.mjs"),
  "feature-view": () => import("./generated/feature-view.mjs"),
  waiver: () => import("./generated/waiver.mjs"),
  "fx-table": () => import("./generated/fx-table.mjs"),
  odcs: () => import("./generated/odcs.mjs"),
  budget: () => import("./generated/budget.mjs"),
  config: () => import("./generated/config.mjs"),
};

/**
 * What is wrong with the document by its schema: SCH-001 to SCH-006, at most one of the last four
 * for each value. Nothing for a document that fulfils the schema.
 */
export async function validate(
  name: SchemaName,
  document: Document,
): Promise<readonly Diagnostic[]> {
  const { validate: check } = await loaders[name]();
  if (check(document.value)) return [];
  const errors = worthSaying(check.errors ?? [], document.value);
  const { shapes } = await import("./generated/shapes.mjs");
  const root = `${name}.schema.json`;
  return errors.map((error) =>
    diagnosticOf(error, {
      shapes,
      root,
      document,
      steps: stepsIn(document.value, error.instancePath),
    }),
  );
}

/** The pointer's steps, those into lists as numbers. */
function stepsIn(value: Json, pointer: string): Steps {
  const steps: (string | number)[] = [];
  for (const step of stepsOf(pointer)) {
    steps.push(Array.isArray(valueAt(value, steps)) ? Number(step) : step);
  }
  return steps;
}

/** Of several complaints about one value the first of these says most. */
const telling = ["false schema", "const", "enum", "type"];
/** Complaints of which each stands for itself: they name a key of the value. */
const ofKeys: ReadonlySet<string> = new Set([
  "additionalProperties",
  "required",
  "dependentRequired",
  "propertyNames",
]);
const ofText: ReadonlySet<string> = new Set(["pattern", "format", "minLength", "maxLength"]);

/**
 * The complaints without those that only repeat another: `if`, which repeats its branch, the
 * reason why a key is refused, which stands at the map and not at a text, and the weaker of
 * several about one value.
 */
function worthSaying(errors: readonly SchemaError[], value: Json): readonly SchemaError[] {
  const best = new Map<string, SchemaError>();
  for (const error of errors) {
    const { keyword, instancePath, params } = error;
    if (keyword === "if") continue;
    if (ofText.has(keyword) && typeof valueAt(value, stepsIn(value, instancePath)) !== "string")
      continue;
    const key = JSON.stringify(
      ofKeys.has(keyword) ? [instancePath, keyword, params] : [instancePath],
    );
    const before = best.get(key);
    if (before === undefined || rankOf(error) < rankOf(before)) best.set(key, error);
  }
  return [...best.values()];
}

function rankOf({ keyword }: SchemaError): number {
  const rank = telling.indexOf(keyword);
  return rank < 0 ? telling.length : rank;
}
