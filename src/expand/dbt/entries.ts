import {
  isObject,
  listAt,
  memberOf,
  objectAt,
  textAt,
  type Json,
  type JsonObject,
} from "../../base/json.ts";
import type { RepoPath } from "../../base/path.ts";
import { placesIn, type Places } from "../../diagnostic/place.ts";
import { placesBelow } from "../../spec/places.ts";
import { pathsOf, stepsBelow, type Package } from "./projects.ts";

/** One item of a properties file: a model, a source, an exposure, with where it stands. */
export interface Entry {
  readonly package: Package;
  readonly path: RepoPath;
  readonly name: string;
  readonly value: JsonObject;
  /** The places of the entry's own members. */
  readonly places: Places;
  /** Directories below the paths of the package: sources take their configs along them. */
  readonly steps: readonly string[];
}

/** The lists of properties files that are read. */
export type Section = "models" | "seeds" | "snapshots" | "sources" | "exposures" | "groups";

/** The entries of one section in all properties files of a package, by path and place. */
export function entriesOf(own: Package, section: Section): readonly Entry[] {
  const directories = (["model", "seed", "snapshot", "macro", "test", "analysis"] as const).flatMap(
    (kind) => pathsOf(own, kind),
  );
  return own.pieces.flatMap(({ role, path, document, value }) => {
    const steps = role === "properties" ? stepsBelow(own, path, directories) : undefined;
    if (steps === undefined) return [];
    return listAt(value, section).flatMap((item, index): Entry[] => {
      const name = textAt(item, "name");
      if (!isObject(item) || name === undefined) return [];
      const places = placesBelow(placesIn(path, document), [section, index]);
      return [{ package: own, path, name, value: item, places, steps: steps.slice(0, -1) }];
    });
  });
}

/** A member of the entry: below `config`, where newer versions want it, or beside it as before. */
export function property(value: Json, key: string): Json | undefined {
  return memberOf(objectAt(value, "config"), key) ?? memberOf(value, key);
}

/** The place of a property, wherever it stands. */
export function placeOfProperty(
  value: Json,
  places: Places,
  key: string,
): ReturnType<Places["value"]> {
  const inConfig = memberOf(objectAt(value, "config"), key) !== undefined;
  return inConfig ? places.value("config", key) : places.value(key);
}
