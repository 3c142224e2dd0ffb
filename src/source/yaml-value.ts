import { isAlias, isMap, isScalar, isSeq, type Pair, type Scalar, type YAMLMap } from "yaml";
import { isObject, type Json, type JsonObject } from "../base/json.ts";
import { SYN_001, SYN_007 } from "../diagnostic/rules/syn.ts";
import { limits } from "./limits.ts";
import { quoted, refusedKey, repeatedKey, tooDeep } from "./problem.ts";
import type { Span } from "./span.ts";
import { aliasValue, anchored, broken, spanOf, wellFormed, type Walk } from "./yaml-walk.ts";

type Members = Record<string, Json>;

const noSpan: Span = { start: 0, end: 0 };

/** The plain value of a composed node; `depth` counts the collections around it. */
export function nodeValue(walk: Walk, node: unknown, depth: number): Json {
  if (walk.broken) return null;
  if (isAlias(node)) return aliasValue(walk, node, depth);
  if (!isScalar(node) && !isMap(node) && !isSeq(node)) return null;
  const read = (): Json =>
    isScalar(node) ? scalarValue(walk, node) : collectionValue(walk, node, depth + 1);
  return node.anchor === undefined ? read() : anchored(walk, node.anchor, depth, read);
}

function scalarValue(walk: Walk, node: Scalar): Json {
  const { value } = node;
  if (typeof value === "string") {
    walk.size += value.length + 1;
    return wellFormed(walk, value, spanOf(node));
  }
  walk.size += 1;
  return typeof value === "number" || typeof value === "boolean" ? value : null;
}

function collectionValue(
  walk: Walk,
  node: YAMLMap | { readonly items: readonly unknown[]; readonly range?: readonly number[] | null },
  depth: number,
): Json {
  walk.size += 1;
  walk.deepest = Math.max(walk.deepest, depth);
  if (depth > limits.depth) return broken(walk, tooDeep(spanOf(node)));
  return isMap(node)
    ? mapValue(walk, node, depth)
    : node.items.map((item) => nodeValue(walk, item, depth));
}

function mapValue(walk: Walk, node: YAMLMap, depth: number): Json {
  const members: Members = {};
  const merged: JsonObject[] = [];
  for (const pair of node.items) {
    if (walk.merge && isMergeKey(pair.key)) {
      merged.push(...mergeSources(walk, pair, depth));
      continue;
    }
    const key = keyText(walk, pair.key, depth);
    if (key === undefined) continue;
    walk.size += key.length;
    if (Object.hasOwn(members, key)) repeated(walk, node, pair.key, key);
    else members[key] = nodeValue(walk, pair.value, depth);
  }
  for (const source of merged) addMissing(members, source);
  return members;
}

/** The text of a key, reporting what is none; undefined where the member must be left out. */
function keyText(walk: Walk, key: unknown, depth: number): string | undefined {
  const text = isAlias(key) ? textOrNone(nodeValue(walk, key, depth)) : writtenKey(key);
  const span = isAlias(key) || isScalar(key) || isMap(key) || isSeq(key) ? spanOf(key) : noSpan;
  if (text === undefined) {
    walk.problems.push({
      rule: SYN_007,
      message: "a key must be text; its member is left out",
      span,
    });
    return undefined;
  }
  if (isScalar(key)) checkKey(walk, key, text);
  if (text !== "__proto__") return wellFormed(walk, text, span);
  walk.problems.push(refusedKey(text, span));
  return undefined;
}

function checkKey(walk: Walk, key: Scalar, text: string): void {
  if (typeof key.value !== "string") odd(walk, text, key);
  if (key.anchor !== undefined) anchored(walk, key.anchor, 0, () => scalarValue(walk, key));
}

function odd(walk: Walk, text: string, key: Scalar): void {
  const kind = key.value === null ? "null" : `a ${typeof key.value}`;
  walk.problems.push({
    rule: SYN_007,
    severity: "warning",
    message: `the key ${quoted(text)} is ${kind} for YAML; it is read as the text that stands there`,
    span: spanOf(key),
    help: `write ${quoted(text)}`,
  });
}

/**
 * The key as its member is named: a string's value, else the scalar as it stands in the file.
 * Undefined for a key that is a collection, an alias or empty.
 */
export function writtenKey(key: unknown): string | undefined {
  if (!isScalar(key) || (key.value === null && (key.source ?? "") === "")) return undefined;
  return typeof key.value === "string" ? key.value : (key.source ?? "");
}

function textOrNone(value: Json): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function repeated(walk: Walk, node: YAMLMap, key: unknown, text: string): void {
  if (walk.problems.length > limits.problems || !isScalar(key)) return;
  const first = node.items.find((pair) => writtenKey(pair.key) === text)?.key;
  const span = isScalar(first) ? spanOf(first) : undefined;
  walk.problems.push(repeatedKey(text, spanOf(key), span));
}

/** A plain, untagged `<<`. */
export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === "<<" && key.type === "PLAIN" && key.tag === undefined;
}

/** The maps that a merge key names (yaml.org/type/merge.html): one, or a list of them. */
function mergeSources(walk: Walk, pair: Pair, depth: number): readonly JsonObject[] {
  const value = nodeValue(walk, pair.value, depth);
  const sources = isList(value) ? value : [value];
  const maps = sources.filter((source) => isObject(source));
  if (maps.length < sources.length && !walk.broken) {
    const span = isScalar(pair.key) ? spanOf(pair.key) : noSpan;
    walk.problems.push({
      rule: SYN_001,
      message: "<< merges maps, and aliases of maps, alone",
      span,
    });
  }
  return maps;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** What the map itself says wins over what is merged, and an earlier source over a later one. */
function addMissing(members: Members, source: JsonObject): void {
  for (const [key, value] of Object.entries(source)) {
    if (!Object.hasOwn(members, key)) members[key] = value;
  }
}
