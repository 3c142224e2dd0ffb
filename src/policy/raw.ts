import type { Json, JsonObject } from "../base/json.ts";
import { facetNames, type FacetName } from "../model/claim.ts";
import type { Asset, Column, Sourced } from "../model/snapshot.ts";
import { camelOf, modelTypes } from "./model.ts";

/** What an asset says about one field, in the specs' own shape; undefined: nothing. */
export type RawReader = (asset: Asset) => Json | undefined;

/** The reader of a field of the model. */
export function rawReader(field: string): RawReader {
  const name = camelOf(field);
  if (isFacet(name)) return ({ facets: { [name]: facet } }) => facet?.value;
  if (field === "tags")
    return ({ tags }) => (tags.length === 0 ? undefined : tags.map((tag) => tag.value));
  if (field === "columns")
    return ({ columns }) => (columns.length === 0 ? undefined : columns.map(factsOf));
  return field === "labels" ? labelsOf : () => undefined;
}

const facets: ReadonlySet<string> = new Set(facetNames);

/** Whether a claim can say something of that name. */
export function isFacet(name: string): name is FacetName {
  return facets.has(name);
}

const readers: ReadonlyMap<string, RawReader> = new Map(
  Object.keys(modelTypes.Asset).map((field) => [field, rawReader(field)]),
);

/** What the asset says about a field of the model. */
export function rawOf(asset: Asset, field: string): Json | undefined {
  return readers.get(field)?.(asset);
}

/** The facet behind a field of the model. */
export function facetOf(asset: Asset, field: string): Sourced<Json> | undefined {
  const name = camelOf(field);
  return isFacet(name) ? asset.facets[name] : undefined;
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
