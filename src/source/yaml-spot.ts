import { isAlias, isMap, isScalar, isSeq, type Document, type YAMLMap } from "yaml";
import type { Span } from "./span.ts";
import { elementAt, type Spot } from "./spot.ts";
import { limits } from "./limits.ts";
import { isMergeKey, writtenKey } from "./yaml-value.ts";
import { spanOf } from "./yaml-walk.ts";

/** The root of a composed document, whose values are looked up as they are asked for. */
export function yamlSpot(document: Document.Parsed): Spot {
  const { contents } = document;
  const span =
    contents === null ? { start: document.range[0], end: document.range[0] } : spanOf(contents);
  return spotOf(document, contents, undefined, span);
}

function spotOf(
  document: Document.Parsed,
  node: unknown,
  key: Span | undefined,
  outer: Span,
): Spot {
  const target = targetOf(document, node);
  return {
    span: valueSpan(node, outer),
    key,
    child: (step) => childOf(document, target, step),
    firstKey: () => (isMap(target) ? keySpan(target.items[0]?.key) : undefined),
  };
}

/** Where a value stands; one that is left out stands right after its key. */
function valueSpan(node: unknown, outer: Span): Span {
  return isAlias(node) || isScalar(node) || isMap(node) || isSeq(node)
    ? spanOf(node)
    : { start: outer.end, end: outer.end };
}

function childOf(
  document: Document.Parsed,
  node: unknown,
  step: string,
  hops = 0,
): Spot | undefined {
  if (isSeq(node)) {
    const item: unknown = elementAt(node.items, step);
    return item === undefined ? undefined : spotOf(document, item, undefined, spanOf(node));
  }
  if (!isMap(node)) return undefined;
  return memberOf(document, node, step) ?? mergedOf(document, node, step, hops + 1);
}

function memberOf(document: Document.Parsed, map: YAMLMap, step: string): Spot | undefined {
  const pair = map.items.find(({ key }) => keyName(document, key) === step);
  if (pair === undefined) return undefined;
  const key = keySpan(pair.key) ?? spanOf(map);
  return spotOf(document, pair.value, key, key);
}

/**
 * The member as a merge key brings it in, the last that has it: it stands at the anchor. `hops` ends a
 * merge of itself.
 */
function mergedOf(
  document: Document.Parsed,
  map: YAMLMap,
  step: string,
  hops: number,
): Spot | undefined {
  if (hops > limits.depth) return undefined;
  for (const { key, value } of map.items.toReversed()) {
    if (!isMergeKey(key)) continue;
    const source = targetOf(document, value);
    const maps: readonly unknown[] = isSeq(source) ? source.items : [source];
    for (const item of maps) {
      const merged = childOf(document, targetOf(document, item), step, hops);
      if (merged !== undefined) return merged;
    }
  }
  return undefined;
}

/** The node itself, or the one that it is an alias of. */
function targetOf(document: Document.Parsed, node: unknown): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

function keyName(document: Document.Parsed, key: unknown): string | undefined {
  return writtenKey(targetOf(document, key));
}

function keySpan(key: unknown): Span | undefined {
  return isAlias(key) || isScalar(key) || isMap(key) || isSeq(key) ? spanOf(key) : undefined;
}
