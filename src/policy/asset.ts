import { type Json, type Steps, isList, memberOf } from "../base/json.ts";
import type { Asset } from "../model/snapshot.ts";
import { converterTo, type ModelValue } from "./convert.ts";
import { camelOf, intrinsic, modelTypes, type FieldPath, type FieldType } from "./model.ts";
import { rawOf, rawReader } from "./raw.ts";
import type { AssetSubject } from "./subject.ts";

/**
 * The asset as rules see it (policy-and-schemas.md, 8). Every field is there: what nobody declared
 * has the empty value of its type, so that rules need no `has()`. An empty value is not a known
 * one; `declaredSteps` tells them apart. A field is converted when it is first read: a rule reads
 * a few of them. A class of its own, so that the engine knows the type without looking at fields.
 */
export class AssetModel {
  readonly [field: string]: ModelValue;
  readonly #subject: AssetSubject | undefined;
  readonly #shownAs: Showing;
  #known: Map<string, ModelValue> | undefined;

  /** Without a subject every field is empty, `exists` too. */
  constructor(subject: AssetSubject | undefined, shownAs: Showing = asItIs) {
    this.#subject = subject;
    this.#shownAs = shownAs;
  }

  static {
    for (const [field, type] of Object.entries(modelTypes.Asset)) {
      const get = intrinsic.has(field) ? intrinsicGetter(field) : facetGetter(field, type);
      Object.defineProperty(this.prototype, field, { get, enumerable: true });
    }

    function intrinsicGetter(field: string): (this: AssetModel) => ModelValue {
      const absent = field === "exists" ? false : "";
      return function () {
        const asset = this.#subject?.asset;
        return asset === undefined ? absent : intrinsicOf(asset, field);
      };
    }

    function facetGetter(field: string, type: FieldType): (this: AssetModel) => ModelValue {
      const convert = converterTo(type);
      const read = rawReader(field);
      const absent = convert(undefined);
      return function () {
        const known = this.#known?.get(field);
        if (known !== undefined) return known;
        const asset = this.#subject?.asset;
        const said = asset && read(asset);
        const value = this.#shownAs(field, said === undefined ? absent : convert(said));
        // Groups and lists come out as the same objects each time; what is absent does so anyway.
        if (typeof value === "object" && value !== absent)
          (this.#known ??= new Map()).set(field, value);
        return value;
      };
    }
  }

  /** What the value stands for, if it is such a model. */
  static subjectOf(value: unknown): AssetSubject | undefined {
    return typeof value === "object" && value !== null && #subject in value
      ? value.#subject
      : undefined;
  }
}

/** What is shown as the value of a field; throws where there is none to show. */
export type Showing = (field: string, value: ModelValue) => ModelValue;

const asItIs: Showing = (_, value) => value;

/** Whether the object itself has the field, as opposed to what every object inherits. */
export function hasField(value: object, name: string | number): boolean {
  if (value instanceof AssetModel) return Object.hasOwn(modelTypes.Asset, name);
  return Object.hasOwn(value, name);
}

function intrinsicOf(asset: Asset, field: string): ModelValue {
  switch (field) {
    case "id":
      return asset.id;
    case "kind":
      return asset.kind;
    case "tool":
      return asset.toolKey.slice(0, asset.toolKey.indexOf(":"));
    case "name":
      return asset.name;
    default:
      return true;
  }
}

/**
 * As much of the path as somebody declared, in the specs' own names; `complete` when it is all.
 * `null` says that there is none, which no rule can tell from nothing.
 */
export function declaredSteps(
  asset: Asset,
  path: FieldPath,
): { readonly steps: Steps; readonly complete: boolean } {
  const [field, ...rest] = path;
  if (typeof field !== "string" || intrinsic.has(field)) return { steps: [], complete: true };
  const steps: (string | number)[] = [];
  let at = rawOf(asset, field);
  if (at === undefined || at === null) return { steps, complete: false };
  steps.push(camelOf(field));
  for (const step of rest) {
    at = stepDown(at, step, path);
    if (at === undefined || at === null) return { steps, complete: false };
    steps.push(typeof step === "number" || field === "labels" ? step : camelOf(step));
  }
  return { steps, complete: true };
}

/**
 * The first path that the pattern stands for, its `*` being every element of a list, and that
 * nobody declared; up to the `*` where there is no list, undefined where all is declared.
 */
export function holeIn(asset: Asset, pattern: FieldPath): FieldPath | undefined {
  const [field] = pattern;
  if (typeof field !== "string" || intrinsic.has(field)) return undefined;
  return holeBelow(rawOf(asset, field), pattern, 1);
}

/** The same for a value that lies `depth` steps down the pattern. */
function holeBelow(
  raw: Json | undefined,
  pattern: FieldPath,
  depth: number,
): FieldPath | undefined {
  let at = raw;
  for (let index = depth; at !== undefined && at !== null; index += 1) {
    const step = pattern[index];
    if (step === undefined) return undefined;
    if (step === "*") return isList(at) ? holeAmong(at, pattern, index) : undefined;
    at = stepDown(at, step, pattern);
  }
  const star = pattern.indexOf("*");
  return star < 0 ? pattern : pattern.slice(0, star);
}

function holeAmong(list: readonly Json[], pattern: FieldPath, star: number): FieldPath | undefined {
  for (const [index, item] of list.entries()) {
    const hole = holeBelow(item, pattern.with(star, index), star + 1);
    if (hole !== undefined) return hole;
  }
  return undefined;
}

function stepDown(at: Json, step: string | number, [field]: FieldPath): Json | undefined {
  if (typeof step === "number") return elementAt(at, step);
  return memberOf(at, field === "labels" ? step : camelOf(step));
}

function elementAt(value: Json | undefined, index: number): Json | undefined {
  return isList(value) ? value[index] : undefined;
}
