import { truthOf } from "./compare.ts";
import { collectionFilters } from "./collection-filters.ts";
import { distinct, elementsOf } from "./collection-methods.ts";
import { formatted } from "./format.ts";
import { jsonOfValue, jsonText } from "./json.ts";
import { numeric, reprOf, textOf } from "./show.ts";
import { capitalized, joinItems, replaceIn, strip, textMethods } from "./text-methods.ts";
import {
  argument,
  floatOf,
  isDict,
  isList,
  isUndefined,
  isUnknown,
  listOf,
  numberOf,
  textArgument,
  type Call,
  type Value,
} from "./value.ts";

/** A filter: the value in front of the bar, and the arguments behind its name. */
export type Filter = (value: Value, call: Call) => Value;

const text =
  (change: (value: string, call: Call) => Value): Filter =>
  (value, call) =>
    isUnknown(value) ? value : change(textOf(value, call.run), call);

function asDefault(value: Value, call: Call): Value {
  if (isUnknown(value)) return value;
  const isAbsent =
    isUndefined(value) || (argument(call, 1, "boolean") === true && truthOf(value) === false);
  return isAbsent ? (argument(call, 0, "default_value") ?? "") : value;
}

function lengthOf(value: Value, { run }: Call): Value {
  if (isUnknown(value)) return value;
  if (typeof value === "string") return value.length;
  if (isList(value)) return value.items.length;
  if (isDict(value)) return value.entries.size;
  return isUndefined(value) ? 0 : run.unknown("type", "the value has no length");
}

function rounded(value: Value, call: Call): Value {
  const number = numberOf(value);
  if (number === undefined) return value;
  const digits = argument(call, 0, "precision");
  const scale = 10 ** (typeof digits === "number" ? Math.min(15, Math.max(-15, digits)) : 0);
  const methods = { ceil: Math.ceil, floor: Math.floor } as const;
  const method = textArgument(call, 1, "method");
  const round = method === "ceil" || method === "floor" ? methods[method] : halfToEven;
  return floatOf(round(number * scale) / scale);
}

function halfToEven(number: number): number {
  const lower = Math.floor(number);
  if (number - lower !== 0.5) return Math.round(number);
  return lower % 2 === 0 ? lower : lower + 1;
}

function toInteger(value: Value, call: Call): Value {
  if (isUnknown(value)) return value;
  const number = typeof value === "string" ? Number(value.trim() || "x") : numberOf(value);
  if (number === undefined || !Number.isFinite(number)) return argument(call, 0, "default") ?? 0;
  return numeric(Math.trunc(number), true);
}

function toFloat(value: Value, call: Call): Value {
  if (isUnknown(value)) return value;
  const number = typeof value === "string" ? Number(value.trim() || "x") : numberOf(value);
  if (number === undefined || !Number.isFinite(number)) {
    return argument(call, 0, "default") ?? floatOf(0);
  }
  return floatOf(number);
}

function indented(value: string, call: Call): Value {
  const width = argument(call, 0, "width");
  const by =
    typeof width === "string"
      ? width
      : " ".repeat(typeof width === "number" ? Math.min(200, Math.max(0, width)) : 4);
  const lines = value.split("\n");
  return call.run.text(value.length + lines.length * by.length, () =>
    lines
      .map((line, index) => {
        const isPlain = index === 0 && argument(call, 1, "first") !== true;
        const isBlank = line === "" && argument(call, 2, "blank") !== true;
        return isPlain || isBlank ? line : by + line;
      })
      .join("\n"),
  );
}

function toJson(value: Value, call: Call): Value {
  if (isUnknown(value)) return value;
  const indent = argument(call, 0, "indent");
  const json = jsonOfValue(value, call.run);
  const size = typeof indent === "number" ? Math.min(20, indent) : undefined;
  return jsonText(json, { indent: size, sorts: true }).replaceAll(
    /[<>&']/gu,
    (sign) => `\\u00${(sign.codePointAt(0) ?? 0).toString(16)}`,
  );
}

function truncated(value: string, call: Call): Value {
  const length = argument(call, 0, "length");
  const size = typeof length === "number" ? length : 255;
  const end = textArgument(call, 2, "end") ?? "...";
  return value.length <= size + 5 ? value : value.slice(0, Math.max(0, size - end.length)) + end;
}

const escapes = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&#34;"],
  ["'", "&#39;"],
]);

/** Jinja's filters, apart from those that only a web page needs. */
export const filters: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ...collectionFilters,
  ["default", asDefault],
  ["d", asDefault],
  ["length", lengthOf],
  ["count", lengthOf],
  ["upper", text((value) => value.toUpperCase())],
  ["lower", text((value) => value.toLowerCase())],
  ["title", text((value, call) => textMethods.get("title")?.(value, call) ?? value)],
  ["capitalize", text(capitalized)],
  ["trim", text((value, call) => strip(value, textArgument(call, 0, "chars"), "both"))],
  [
    "replace",
    text((value, call) => {
      const [from, to] = [argument(call, 0, "old"), argument(call, 1, "new")];
      const pair = [textOf(from ?? "", call.run), textOf(to ?? "", call.run)] as const;
      return replaceIn(value, pair, argument(call, 2, "count"), call);
    }),
  ],
  [
    "join",
    (value, call) => {
      const attribute = argument(call, 1, "attribute");
      const glue = textOf(argument(call, 0, "d") ?? "", call.run);
      if (attribute === undefined) return joinItems(glue, value, call);
      const mapped = collectionFilters.get("map")?.(value, {
        ...call,
        positional: [],
        named: new Map([["attribute", attribute]]),
      });
      return joinItems(glue, mapped ?? value, call);
    },
  ],
  ["string", (value, { run }) => (isUnknown(value) ? value : textOf(value, run))],
  ["int", toInteger],
  ["float", toFloat],
  ["round", rounded],
  [
    "abs",
    (value) => {
      const number = numberOf(value);
      return number === undefined ? value : numeric(Math.abs(number), typeof value === "number");
    },
  ],
  ["indent", text(indented)],
  ["tojson", toJson],
  ["pprint", (value, { run }) => reprOf(value, run)],
  [
    "format",
    (value, call) =>
      typeof value === "string"
        ? formatted(value, { is: "tuple", items: [...call.positional] }, call.run)
        : value,
  ],
  ["truncate", text(truncated)],
  ["wordcount", text((value) => value.split(/\s+/u).filter((word) => word !== "").length)],
  ["escape", text((value) => value.replaceAll(/[&<>"']/gu, (sign) => escapes.get(sign) ?? sign))],
  ["e", text((value) => value.replaceAll(/[&<>"']/gu, (sign) => escapes.get(sign) ?? sign))],
  ["safe", (value) => value],
  ["forceescape", (value) => value],
  ["striptags", text((value) => value.replaceAll(/<[^<>]*>/gu, ""))],
  ["urlencode", text((value) => encodeURIComponent(value.toWellFormed()))],
  [
    "center",
    text((value, call) => {
      const width = argument(call, 0, "width");
      const size = typeof width === "number" ? Math.min(1_000, width) : 80;
      const left = Math.floor((size - value.length) / 2) + value.length;
      return value.padStart(left).padEnd(size);
    }),
  ],
  ["set", (value, { run }) => distinct(elementsOf(value, run), run)],
  [
    "list",
    (value, { run }) =>
      isUnknown(value) ? value : isUndefined(value) ? listOf([]) : listOf(elementsOf(value, run)),
  ],
]);
