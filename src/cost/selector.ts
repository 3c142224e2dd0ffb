import { objectAt, textAt, textsAt, type Json } from "../base/json.ts";

/**
 * A condition on one line of usage as one text, its parts apart by NUL: a line that satisfies it
 * carries the equal text among its facts.
 */
export type Fact = string;

export function fact(...parts: readonly string[]): Fact {
  return parts.join("\0");
}

/** What a row of prices, a discount or a usage entry applies to: all facts, and an asset glob. */
export interface Selector {
  readonly facts: readonly Fact[];
  readonly glob?: string;
  /** Twice the number of exact conditions, and one for each glob. The higher wins. */
  readonly weight: number;
}

const single = ["resource", "kind", "env", "step", "materialization"] as const;

/** Reads a `match`; `resource` is the one that a price row names beside it. */
export function selectorOf(match: Json | undefined, resource?: string): Selector {
  const asset = textAt(match, "asset");
  const glob = asset !== undefined && /[*?{]/u.test(asset) ? asset : undefined;
  const facts = [
    ...(resource === undefined || resource === "*" ? [] : [fact("resource", resource)]),
    ...single.flatMap((key) => given(key, textAt(match, key))),
    ...given("owner", textAt(match, "owner")?.replace(/^team\//u, "")),
    ...(glob === undefined ? given("asset", asset) : []),
    ...textsAt(match, "tags").map(([, tag]) => fact("tag", tag)),
    ...pairs(match, "labels", "label"),
    ...pairs(match, "dims", "dim"),
  ];
  const distinct = [...new Set(facts)];
  const globs = (glob === undefined ? 0 : 1) + (resource === "*" ? 1 : 0);
  return {
    facts: distinct,
    ...(glob !== undefined && { glob }),
    weight: 2 * distinct.length + globs,
  };
}

function given(key: string, text: string | undefined): readonly Fact[] {
  return text === undefined || text === "*" ? [] : [fact(key, text)];
}

function pairs(match: Json | undefined, key: string, name: string): readonly Fact[] {
  return Object.entries(objectAt(match, key)).flatMap(([left, right]) =>
    typeof right === "string" ? [fact(name, left, right)] : [],
  );
}
