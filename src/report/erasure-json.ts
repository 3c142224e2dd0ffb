import type { JsonObject } from "../base/json.ts";
import type { ErasureKey, ErasurePlace } from "../model/trace.ts";
import type { Reporter } from "./document.ts";
import type { ErasureDocument } from "./erasure-text.ts";
import { jsonText, placeJson, schemaOf } from "./json.ts";
import type { Sources } from "./sources.ts";
import { unresolvedJson } from "./trace-json.ts";

/** The places for programs. */
export const erasureJsonReporter: Reporter<ErasureDocument> = {
  name: "json",
  mediaType: "application/json",
  render: ({ erasure, sources }) =>
    jsonText({
      schema: schemaOf("erasure"),
      asset: erasure.focus.asset,
      column: erasure.column,
      places: erasure.places.map((place) => heldJson(place, sources)),
      sources: erasure.sources,
      unresolved: unresolvedJson(erasure.unresolved, sources),
    }),
};

function heldJson({ keys, place, ...facts }: ErasurePlace, sources: Sources): JsonObject {
  return {
    ...facts,
    keys: keys.map((key) => keyJson(key, sources)),
    ...(place !== undefined && { location: placeJson(place, sources) }),
  };
}

function keyJson({ column, pseudonym, place }: ErasureKey, sources: Sources): JsonObject {
  return {
    column,
    pseudonym,
    ...(place !== undefined && { location: placeJson(place, sources) }),
  };
}
