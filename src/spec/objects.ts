import {
  isObject,
  listAt,
  objectAt,
  textAt,
  type Json,
  type JsonObject,
  type Steps,
  valueAt,
} from "../base/json.ts";
import type { Place, Places } from "../diagnostic/place.ts";
import type { Document } from "../source/document.ts";
import { placesOf } from "./places.ts";

/** One object of a Kubernetes API, wherever in a document it stands. */
export interface KubernetesObject {
  /** `apps`, or empty for the core group. */
  readonly group: string;
  readonly kind: string;
  readonly metadata: JsonObject;
  readonly value: JsonObject;
  readonly places: Places;
}

/** A part of an object with the way to it. */
export interface Part {
  readonly steps: Steps;
  readonly value: JsonObject;
}

/** Lists in lists occur; deeper ones are no manifest. */
const nestingMax = 4;

/** The object of the document, or those that its List holds. */
export function objectsOf(document: Document): readonly KubernetesObject[] {
  return below(document, document.value, []);
}

function below(document: Document, value: Json, part: Steps): readonly KubernetesObject[] {
  const [apiVersion, kind] = [textAt(value, "apiVersion"), textAt(value, "kind")];
  if (!isObject(value) || apiVersion === undefined || kind === undefined) return [];
  if (kind.endsWith("List") && part.length < 2 * nestingMax) {
    return listAt(value, "items").flatMap((item, index) =>
      below(document, item, [...part, "items", index]),
    );
  }
  const slash = apiVersion.indexOf("/");
  const group = slash < 0 ? "" : apiVersion.slice(0, slash);
  return [
    { group, kind, metadata: objectAt(value, "metadata"), value, places: placesOf(document, part) },
  ];
}

/** The place of a part of the object, or the key of the nearest part that is there. */
export function placeNear(
  { value, places }: Pick<KubernetesObject, "value" | "places">,
  steps: Steps,
): Place {
  if (valueAt(value, steps) !== undefined) return places.value(...steps);
  for (let depth = steps.length - 1; depth > 0; depth -= 1) {
    const part = steps.slice(0, depth);
    if (valueAt(value, part) !== undefined) return places.key(...part);
  }
  return places.value();
}
