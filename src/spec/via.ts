import type { Json } from "../base/json.ts";
import type { Via } from "../model/claim.ts";

const words: readonly Via[] = [
  "identity",
  "aggregation",
  "transformation",
  "filter",
  "join",
  "group_by",
  "sort",
  "window",
  "conditional",
];

/** The way in which a column becomes another; what is not stated, or not a known word, is a transformation. */
export function viaOf(value: Json | undefined): Via {
  if (typeof value !== "string") return "transformation";
  if (isMasking(value)) return value;
  return words.find((word) => word === value) ?? "transformation";
}

function isMasking(text: string): text is `masking:${string}` {
  return text.startsWith("masking:");
}
