import { stepsOf } from "../base/json.ts";
import type { NodePlace, Place } from "../diagnostic/place.ts";
import { formatOf, type Format } from "./format.ts";
import { readJsonText, type JsonBuilder } from "./json-reader.ts";
import { within, type Span } from "./span.ts";
import { elementAt, movedSpot, type Spot } from "./spot.ts";
import { scanToml, type TomlSpot } from "./toml-scan.ts";
import { composeLenient } from "./yaml-lenient.ts";
import { textSchema } from "./yaml-schema.ts";
import { yamlSpot } from "./yaml-spot.ts";

/**
 * The places of one file as offsets into its text. The file is parsed when the first node is asked
 * for, and then once: reading it for its values needs no positions.
 *
 * A node that does not exist is placed at the key of the nearest one around it that does, and a
 * place that means the whole file at its beginning.
 */
export function locatorFor(path: string, text: string): (place: Place) => Span {
  let documents: readonly (Spot | undefined)[] | undefined;
  return (place) => {
    if (place.in === "file") return { start: 0, end: 0 };
    if (place.in === "range") return within(place, text.length);
    documents ??= readers[formatOf(path)](text);
    const root = documents[place.document];
    return within(root === undefined ? { start: 0, end: 0 } : nodeSpan(root, place), text.length);
  };
}

/** The offsets of a single place; `locatorFor` is for several of one file. */
export function locate(place: Place, text: string): Span {
  return locatorFor(place.path, text)(place);
}

const readers: Readonly<Record<Format, (text: string) => readonly (Spot | undefined)[]>> = {
  json: (text) => [readJsonText(text, spots).root],
  toml: (text) => [tomlSpot(scanToml(text).root)],
  text: () => [],
  yaml: (text) =>
    composeLenient(text, textSchema).documents.map(({ document, moved }) =>
      moved === undefined ? yamlSpot(document) : movedSpot(yamlSpot(document), moved.original),
    ),
};

function nodeSpan(root: Spot, place: NodePlace): Span {
  let spot = root;
  let key: Span | undefined;
  for (const step of stepsOf(place.pointer)) {
    const inner = spot.child(step);
    if (inner === undefined)
      return key ?? spot.firstKey() ?? { ...spot.span, end: spot.span.start };
    spot = inner;
    key = inner.key ?? key;
  }
  return place.on === "key" ? (spot.key ?? spot.span) : spot.span;
}

const none = (): undefined => undefined;

const spots: JsonBuilder<Spot> = {
  scalar: (_, span) => ({
    span,
    key: undefined,
    child: none,
    firstKey: none,
  }),
  list: (items, span) => ({
    span,
    key: undefined,
    child: (step) => elementAt(items, step),
    firstKey: none,
  }),
  map: (members, span) => ({
    span,
    key: undefined,
    child: (step) => {
      const member = members.get(step);
      return member && { ...member.value, key: member.key };
    },
    firstKey: () => [...members.values()][0]?.key,
  }),
};

function tomlSpot(spot: TomlSpot): Spot {
  return {
    span: { start: spot.start, end: spot.end },
    key: spot.key,
    child: (step) => {
      const inner = spot.items === undefined ? spot.members.get(step) : elementAt(spot.items, step);
      return inner && tomlSpot(inner);
    },
    firstKey: () => [...spot.members.values()][0]?.key,
  };
}
