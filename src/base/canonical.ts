import { byCodeUnit } from "./compare.ts";
import { type Json, isList } from "./json.ts";

/**
 * The one text of a value: keys sorted by code unit at every level, no white space, no line feed.
 * Two equal values give equal text on every machine, so the text can be digested and signed.
 *
 * @throws RangeError for a lone surrogate or a number that is not finite: neither has a JSON form.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === "string") return quoted(value);
  if (typeof value === "number") return numeral(value);
  if (typeof value !== "object" || value === null) return String(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = Object.entries(value).toSorted(([a], [b]) => byCodeUnit(a, b));
  return `{${members.map(([key, item]) => `${quoted(key)}:${canonicalJson(item)}`).join(",")}}`;
}

function quoted(text: string): string {
  if (!text.isWellFormed()) throw new RangeError("a lone surrogate has no UTF-8 form");
  return JSON.stringify(text);
}

function numeral(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} has no JSON form`);
  return JSON.stringify(value);
}
