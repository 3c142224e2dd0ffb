import { pointerOf, type Steps } from "../base/json.ts";
import type { RepoPath } from "../base/path.ts";

/**
 * Where something is said. Nodes are kept as pointers and turned into offsets only when a person
 * is shown the place (source/locate.ts): reading ten thousand files then costs no positions.
 */
export type Place = NodePlace | RangePlace | FilePlace;

/** A key or value inside one document of a file. */
export interface NodePlace {
  readonly in: "node";
  readonly path: RepoPath;
  /** Index of the document in its YAML stream; 0 in TOML and JSON. */
  readonly document: number;
  /** RFC 6901 pointer. */
  readonly pointer: string;
  /** Whether the key or the value is meant. */
  readonly on: "key" | "value";
}

/** Half-open range of UTF-16 offsets in the file's text. */
export interface RangePlace {
  readonly in: "range";
  readonly path: RepoPath;
  readonly start: number;
  readonly end: number;
}

export interface FilePlace {
  readonly in: "file";
  readonly path: RepoPath;
}

/** The places of one document's values. */
export interface Places {
  value(...steps: Steps): NodePlace;
  key(...steps: Steps): NodePlace;
}

export function placesIn(path: RepoPath, document: number): Places {
  const at = (on: "key" | "value", steps: Steps): NodePlace => ({
    in: "node",
    path,
    document,
    pointer: pointerOf(steps),
    on,
  });
  return { value: (...steps) => at("value", steps), key: (...steps) => at("key", steps) };
}

/** Text that orders places and tells two of them apart; never shown. */
export function placeKey(place: Place): string {
  switch (place.in) {
    case "node":
      return `${place.path}\0${String(place.document).padStart(6, "0")}\0${place.pointer}\0${place.on}`;
    case "range":
      return `${place.path}\0${String(place.start).padStart(12, "0")}\0${place.end}`;
    case "file":
      return place.path;
  }
}
