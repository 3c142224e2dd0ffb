import { objectAt, textAt, textsAt, type Json, type JsonObject } from "../base/json.ts";

/**
 * A condition on one line of usage as one text, its parts apart by NUL: a line that satisfies it
 * carries the equal text among its facts.
 */
export type Fact = string;

export function fact(word: string, first: string, second?: string): Fact {
  return second === undefined ? `${word}\0${first}` : `${word}\0${first}\0${second}`;
}

/** What a row of prices, a discount or a usage entry applies to: all facts, and an asset glob. */
export interface Selector {
  readonly facts: readonly Fact[];
  readonly glob?: string;
  /** Twice the number of exact conditions, and one for each glob. The higher wins. */
  readonly weight: number;
}

const single = ["resource", "kind", "env", "step", "materialization"] as const;
const pairs = [
  ["labels", "label"],
  ["dims", "dim"],
] as const;

/** Reads a `match`; `resource` is the one that a price row names beside it. */
export function selectorOf(match: Json | undefined, resource?: string): Selector {
  const asset = textAt(match, "asset");
  const glob = asset !== undefined && /[*?{]/u.test(asset) ? asset : undefined;
  const facts = new Set<Fact>();
  const need = (word: string, text: string | undefined): void => {
    if (text !== undefined && text !== "*") facts.add(fact(word, text));
  };
  need("resource", resource);
  for (const key of single) need(key, textAt(match, key));
  need("owner", textAt(match, "owner")?.replace(/^team\//u, ""));
  need("asset", glob === undefined ? asset : undefined);
  for (const [, tag] of textsAt(match, "tags")) facts.add(fact("tag", tag));
  for (const [key, word] of pairs) addPairs(facts, word, objectAt(match, key));
  const globs = (glob === undefined ? 0 : 1) + (resource === "*" ? 1 : 0);
  const weight = 2 * facts.size + globs;
  return { facts: [...facts], ...(glob !== undefined && { glob }), weight };
}

function addPairs(facts: Set<Fact>, word: string, named: JsonObject): void {
  for (const [left, right] of Object.entries(named)) {
    if (typeof right === "string") facts.add(fact(word, left, right));
  }
}
