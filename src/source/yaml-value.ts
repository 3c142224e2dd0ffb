import { isAlias, isMap, isScalar, isSeq, type Pair, type Scalar, type YAMLMap } from "yaml";
import { type Json, type JsonObject, isList, isObject } from "../base/json.ts";
import { SYN_001, SYN_006, SYN_007 } from "../diagnostic/rules/syn.ts";
import { limits } from "./limits.ts";
import { quoted, refusedKey, repeatedKey, tooDeep, type Problem } from "./problem.ts";
import type { Span } from "./span.ts";
import { trapOf } from "./yaml-trap.ts";
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
  const trap = plainTrap(walk, node);
  if (trap !== undefined && walk.problems.length <= trapsMax) walk.problems.push(trap);
  if (typeof value === "string") {
    walk.size += value.length + 1;
    return wellFormed(walk, value, spanOf(node));
  }
  walk.size += 1;
  return typeof value === "number" || typeof value === "boolean" ? value : null;
}

/** More than are listed: warnings must not keep an error from being known. */
const trapsMax = 1_000;

/** A finding on a plain scalar: the tools of the profile refuse it, or read it as few would think. */
function plainTrap(walk: Walk, node: Scalar): Problem | undefined {
  if (node.type !== "PLAIN" || node.tag !== undefined || node.source === undefined)
    return undefined;
  const trap = trapOf(walk.profile, node.source);
  return trap && { ...trap, span: spanOf(node) };
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
  /** Members that a merge key brought in. */
  const merged = new Set<string>();
  for (const pair of node.items) {
    if (walk.profile !== "core" && isMergeKey(pair.key)) {
      mergeInto(walk, { members, merged }, pair, depth);
      continue;
    }
    const key = keyText(walk, pair.key, depth);
    if (key === undefined) continue;
    walk.size += key.length;
    if (Object.hasOwn(members, key) && !merged.delete(key)) repeated(walk, node, pair.key, key);
    else members[key] = nodeValue(walk, pair.value, depth);
  }
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

interface Merging {
  readonly members: Members;
  readonly merged: Set<string>;
}

/**
 * Adds the members of the merged maps: an earlier one of a list wins over a later one, and a later
 * merge key over an earlier. What the map itself says wins for Python; for go-yaml v2 only what it
 * says below the merge key.
 */
function mergeInto(walk: Walk, { members, merged }: Merging, pair: Pair, depth: number): void {
  const sources = mergeSources(walk, pair, depth).toReversed();
  for (const [key, value] of sources.flatMap((source) => Object.entries(source))) {
    const isOwn = Object.hasOwn(members, key) && !merged.has(key);
    if (isOwn && walk.profile !== "k8s") continue;
    if (isOwn && members[key] !== value) overridden(walk, pair, key);
    members[key] = value;
    merged.add(key);
  }
}

function overridden(walk: Walk, { key }: Pair, name: string): void {
  if (walk.problems.length > limits.problems || !isScalar(key)) return;
  walk.problems.push({
    rule: SYN_006,
    severity: "warning",
    message: `this merge replaces the key ${quoted(name)} above it in Kubernetes, and in no other reader`,
    span: spanOf(key),
    help: "write << first in the map",
  });
}
