import { pointerOf, type Steps } from "../base/json.ts";
import { nameOf } from "../model/ids.ts";
import type { Asset } from "../model/snapshot.ts";
import type { Place } from "../diagnostic/place.ts";
import { declaredSteps } from "./asset.ts";
import { intrinsic, type FieldPath } from "./model.ts";
import { fieldName } from "./reads.ts";
import { facetOf } from "./raw.ts";
import type { CarriedTag } from "./view.ts";

/** Where a field stands, or where it is missing from. */
export interface FieldPlace {
  readonly place: Place;
  /** Name of the field as specs write it, where nobody declared it. */
  readonly missing?: string;
}

/** Where the asset is defined. */
export function definitionOf(asset: Asset): Place | undefined {
  return asset.places[0];
}

/**
 * The node of a field. An undeclared field has none: the key of the nearest parent that is there
 * stands in for it (policy-and-schemas.md, 4).
 */
export function placeOfField(asset: Asset, path: FieldPath): FieldPlace | undefined {
  const { steps, complete } = declaredSteps(asset, path);
  const [field] = path;
  const place =
    steps.length === 0 || typeof field !== "string" ? undefined : nodeOf(asset, field, steps);
  if (place !== undefined && complete) return { place };
  const parent = place === undefined ? definitionOf(asset) : onKey(place);
  if (parent === undefined) return undefined;
  const isNamed = typeof field !== "string" || intrinsic.has(field);
  return { place: parent, ...(!isNamed && { missing: fieldName(path) }) };
}

/** The place of declared steps below a field; `steps[0]` is the field itself. */
function nodeOf(asset: Asset, field: string, steps: Steps): Place | undefined {
  const [, first, ...rest] = steps;
  const index = typeof first === "number" ? first : 0;
  if (field === "tags") return asset.tags[index]?.place;
  if (field === "columns") return refined(asset.columns[index]?.place, rest);
  if (field === "labels") {
    const label = typeof first === "string" ? asset.labels[first] : Object.values(asset.labels)[0];
    return label?.place;
  }
  const facet = facetOf(asset, field);
  // Who reviews a file stands in another file, where nothing about the asset can be mended.
  if (facet?.tool === "codeowners") return undefined;
  return refined(facet?.place, steps.slice(1));
}

/** A place below another; only nodes have an inside. */
function refined(place: Place | undefined, steps: Steps): Place | undefined {
  if (place?.in !== "node" || steps.length === 0) return place;
  return { ...place, on: "value", pointer: place.pointer + pointerOf(steps) };
}

function onKey(place: Place): Place {
  return place.in === "node" && place.pointer !== "" ? { ...place, on: "key" } : place;
}

/** Where a tag takes its last step as a column, or else the last step of all. */
export function placeOfTag({ path }: CarriedTag): Place | undefined {
  return (path.findLast((hop) => hop.to.column !== undefined) ?? path.at(-1))?.place;
}

/** Where in its asset of origin the tag was declared. */
export function originOf(tag: CarriedTag, asset: Asset | undefined): Place | undefined {
  if (asset === undefined) return undefined;
  const column = asset.columns.find(({ name }) => name === tag.origin.column);
  if (column !== undefined) return column.place;
  return asset.tags.find(({ value }) => value === tag.tag)?.place ?? definitionOf(asset);
}

export function shortName(asset: Asset): string {
  return nameOf(asset.id);
}
