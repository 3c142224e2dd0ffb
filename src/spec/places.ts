import type { Steps } from "../base/json.ts";
import { placesIn, type Places } from "../diagnostic/place.ts";
import type { Document } from "../source/document.ts";

/** The places of one part of a document: steps count from there. */
export function placesOf({ path, index }: Document, part: Steps = []): Places {
  const places = placesIn(path, index);
  return part.length === 0 ? places : placesBelow(places, part);
}

export function placesBelow(places: Places, part: Steps): Places {
  return {
    value: (...steps) => places.value(...part, ...steps),
    key: (...steps) => places.key(...part, ...steps),
  };
}
