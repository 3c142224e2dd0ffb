import { isObject, type Json, type JsonObject } from "../base/json.ts";
import { byCodeUnit } from "../base/compare.ts";
import { placeholder } from "./show.ts";
import {
  dictOf,
  floatOf,
  isDict,
  isList,
  isUnknown,
  listOf,
  type Run,
  type Value,
} from "./value.ts";

/** A plain value as one of a template's. */
export function valueOfJson(json: Json): Value {
  if (typeof json === "number") return Number.isSafeInteger(json) ? json : floatOf(json);
  if (typeof json !== "object" || json === null) return json;
  if (isObject(json)) {
    return dictOf(Object.entries(json).map(([key, item]) => [key, valueOfJson(item)] as const));
  }
  return listOf(json.map(valueOfJson));
}

const depthMax = 40;

/**
 * A template's value as a plain one; what has no such form becomes the text that it prints. Half
 * characters, which slices of texts can leave, become U+FFFD.
 */
export function jsonOfValue(value: Value, run?: Run, depth = 0): Json {
  if (value === null || typeof value !== "object") {
    return typeof value === "string" ? value.toWellFormed() : value;
  }
  if (depth > depthMax || run?.spend(1) === false) return null;
  if (value.is === "float") return value.value;
  if (isList(value)) return value.items.map((item) => jsonOfValue(item, run, depth + 1));
  if (isDict(value)) {
    const pairs = [...value.entries.values()].map(
      ([key, item]) => [keyOf(key), jsonOfValue(item, run, depth + 1)] as const,
    );
    return Object.fromEntries(pairs);
  }
  return isUnknown(value) ? placeholder(value.number) : textOfThing(value);
}

function textOfThing(value: Value): string | null {
  if (typeof value !== "object" || value?.is !== "thing") return null;
  return (value.text?.() ?? value.name).toWellFormed();
}

function keyOf(key: Value): string {
  const json = jsonOfValue(key);
  return typeof json === "string" ? json : JSON.stringify(json);
}

interface Layout {
  readonly indent: number | undefined;
  readonly sorts: boolean;
}

/** JSON as Python writes it: `, ` and `: ` between the parts. */
export function jsonText(json: Json, layout: Layout, depth = 0): string {
  if (typeof json === "string") return asciiText(json);
  if (typeof json !== "object" || json === null) return String(json);
  const inner = (item: Json): string => jsonText(item, layout, depth + 1);
  const [open, close] = isObject(json) ? ["{", "}"] : ["[", "]"];
  const parts = isObject(json)
    ? membersOf(json, layout).map(([key, item]) => `${asciiText(key)}: ${inner(item)}`)
    : json.map(inner);
  const { indent } = layout;
  if (parts.length === 0 || indent === undefined) return `${open}${parts.join(", ")}${close}`;
  const line = `\n${" ".repeat(indent * (depth + 1))}`;
  return `${open}${line}${parts.join(`,${line}`)}\n${" ".repeat(indent * depth)}${close}`;
}

function membersOf(json: JsonObject, { sorts }: Layout): readonly (readonly [string, Json])[] {
  const members = Object.entries(json);
  return sorts ? members.toSorted(([a], [b]) => byCodeUnit(a, b)) : members;
}

function asciiText(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u0080-\uffff]/gu,
    (sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}
