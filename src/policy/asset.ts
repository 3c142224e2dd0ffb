import { isObject, memberOf, type Json, type JsonObject, type Steps } from "../base/json.ts";
import { facetNames, type FacetName } from "../model/claim.ts";
import type { Asset, Column, Sourced } from "../model/snapshot.ts";
import {
  camelOf,
  elementOf,
  intrinsic,
  isTypeName,
  modelTypes,
  type FieldPath,
  type FieldType,
  type TypeName,
} from "./model.ts";

export type ModelValue = string | bigint | number | boolean | ModelObject | readonly ModelValue[];
export interface ModelObject {
  readonly [field: string]: ModelValue;
}

/** A class of its own, so that the engine knows an asset's type without looking at its fields. */
export class AssetModel {
  [field: string]: ModelValue;
}

/**
 * The asset as rules see it (policy-and-schemas.md, 8). Every field is there: what nobody declared
 * has the empty value of its type, so that rules need no `has()`. An empty value is not a known
 * one; `declaredSteps` tells them apart. Fields that are not among the wanted ones stay empty.
 */
export function modelOf(asset: Asset, wanted?: ReadonlySet<string>): ModelObject {
  const model = new AssetModel();
  for (const [field, type] of assetFields) {
    if (intrinsic.has(field)) model[field] = intrinsicOf(asset, field);
    else if (wanted?.has(field) === false) model[field] = absent[field] ?? "";
    else model[field] = converted(rawOf(asset, field), type);
  }
  return model;
}

const assetFields = Object.entries(modelTypes.Asset);

/** Stands for the base's asset where the base has none. */
export function noAsset(): ModelObject {
  return Object.assign(new AssetModel(), convertedObject(undefined, "Asset"));
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

/** What the asset says about a field of the model, in the specs' own shape; undefined: nothing. */
function rawOf(asset: Asset, field: string): Json | undefined {
  switch (field) {
    case "tags":
      return asset.tags.length === 0 ? undefined : asset.tags.map((tag) => tag.value);
    case "labels":
      return labelsOf(asset);
    case "columns":
      return asset.columns.length === 0 ? undefined : asset.columns.map(factsOf);
    default:
      return facetOf(asset, field)?.value;
  }
}

/** The facet behind a field of the model. */
export function facetOf(asset: Asset, field: string): Sourced<Json> | undefined {
  const name = camelOf(field);
  return isFacet(name) ? asset.facets[name] : undefined;
}

const facets: ReadonlySet<string> = new Set(facetNames);

/** Whether a claim can say something of that name. */
export function isFacet(name: string): name is FacetName {
  return facets.has(name);
}

function labelsOf(asset: Asset): Json | undefined {
  const labels = Object.entries(asset.labels);
  if (labels.length === 0) return undefined;
  return Object.fromEntries(labels.map(([key, label]) => [key, label.value]));
}

/** What a column says; an empty list of tags is what a column without tags has. */
function factsOf({ place: _place, tags, ...facts }: Column): JsonObject {
  return tags.length > 0 ? { ...facts, tags } : facts;
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
    const key = typeof step === "number" || field === "labels" ? step : camelOf(step);
    at = typeof key === "number" ? elementAt(at, key) : memberOf(at, key);
    if (at === undefined || at === null) return { steps, complete: false };
    steps.push(key);
  }
  return { steps, complete: true };
}

/** Paths that the pattern's `*` stand for in this asset; a list that is not there gives none. */
export function expandedPaths(asset: Asset, pattern: FieldPath): readonly FieldPath[] {
  const star = pattern.indexOf("*");
  if (star < 0) return [pattern];
  const [field = "", ...before] = pattern.slice(0, star);
  const list = before.reduce<Json | undefined>(
    (at, step) => (typeof step === "number" ? elementAt(at, step) : memberOf(at, camelOf(step))),
    typeof field === "string" ? rawOf(asset, field) : undefined,
  );
  if (!isList(list)) return [pattern.slice(0, star)];
  return list.flatMap((_, index) =>
    expandedPaths(asset, [...pattern.slice(0, star), index, ...pattern.slice(star + 1)]),
  );
}

function converted(raw: Json | undefined, type: FieldType): ModelValue {
  if (type === "string") return textOf(raw);
  if (type === "int")
    return typeof raw === "number" && Number.isSafeInteger(raw) ? BigInt(raw) : 0n;
  if (type === "double") return typeof raw === "number" ? raw : 0;
  if (type === "bool") return raw === true;
  if (type === "map<string, string>") return isObject(raw) ? convertedMap(raw) : {};
  return convertedWhole(raw, type);
}

function convertedWhole(raw: Json | undefined, type: FieldType): ModelValue {
  if (isTypeName(type)) return convertedObject(raw, type);
  const element = elementOf(type);
  if (element === undefined || !isList(raw)) return [];
  return raw.map((item) => converted(item, element));
}

const empty = new Map<TypeName, ModelObject>();

/** The object that stands for an absent group: one per type, since most groups are absent. */
function emptyObject(type: TypeName): ModelObject {
  const known = empty.get(type);
  if (known !== undefined) return known;
  const fresh = convertedObject({}, type);
  empty.set(type, fresh);
  return fresh;
}

/** Every field as it is where nobody declares it. */
const absent: ModelObject = convertedObject({}, "Asset");

function convertedObject(raw: Json | undefined, type: TypeName): ModelObject {
  if (raw === undefined || raw === null) return emptyObject(type);
  const fields = Object.entries(modelTypes[type]);
  // A bare word stands for the first field: `anonymization: none`, `owner: growth`.
  const source = typeof raw === "string" ? { [camelOf(fields[0]?.[0] ?? "")]: raw } : raw;
  const model: Record<string, ModelValue> = {};
  for (const [field, inner] of fields)
    model[field] = converted(memberOf(source, camelOf(field)), inner);
  return model;
}

function convertedMap(raw: Json): ModelObject {
  return Object.fromEntries(Object.entries(raw ?? {}).map(([key, value]) => [key, textOf(value)]));
}

function textOf(raw: Json | undefined): string {
  if (typeof raw === "string") return raw;
  return typeof raw === "number" || typeof raw === "boolean" ? String(raw) : "";
}

function elementAt(value: Json | undefined, index: number): Json | undefined {
  return isList(value) ? value[index] : undefined;
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
