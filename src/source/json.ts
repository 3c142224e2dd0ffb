import type { Json } from "../base/json.ts";
import { readJsonText, type JsonBuilder } from "./json-reader.ts";
import type { Reading } from "./problem.ts";

const values: JsonBuilder<Json> = {
  scalar: (value) => value,
  list: (items) => items,
  map: (members) => {
    const object: Record<string, Json> = {};
    for (const [key, { value }] of members) object[key] = value;
    return object;
  },
};

/** The one value of a JSON text (RFC 8259); undefined and reported where it is none. */
export function readJson(text: string): Reading {
  const { root, problems } = readJsonText(text, values);
  return { documents: [root], problems };
}
