import { byCodeUnit } from "../base/compare.ts";
import { placeKey, type Place } from "../diagnostic/place.ts";
import type { Assertion, Claim } from "../model/claim.ts";
import { strengths, tools } from "../model/kinds.ts";

/** A claim that makes this kind of statement. */
export interface ClaimOf<Is extends Assertion["is"]> extends Claim {
  readonly says: Extract<Assertion, { readonly is: Is }>;
}

/** What is said about one thing, by kind of statement; each list in the order of precedence. */
export type Sayings = { readonly [Is in Assertion["is"]]: readonly ClaimOf<Is>[] };

/**
 * The claims by kind of statement, in their one order of precedence (strength, tool, place, text)
 * and without repetitions: the same for every order in which the files were read.
 */
export function sayingsOf(claims: readonly Claim[]): Sayings {
  const lists: Partial<Record<Assertion["is"], Claim[]>> = {};
  claims.forEach((claim) => {
    const list = lists[claim.says.is];
    if (list === undefined) lists[claim.says.is] = [claim];
    else list.push(claim);
  });
  const said = <Is extends Assertion["is"]>(is: Is): readonly ClaimOf<Is>[] => {
    const list = lists[is];
    if (list === undefined || !allSay(list, is)) return none;
    return inOrder(list) ? list : ordered(list);
  };
  return {
    exists: said("exists"),
    sameAs: said("sameAs"),
    facet: said("facet"),
    tag: said("tag"),
    label: said("label"),
    column: said("column"),
    edge: said("edge"),
    derives: said("derives"),
    usage: said("usage"),
    unresolved: said("unresolved"),
    deploys: said("deploys"),
    workflow: said("workflow"),
  };
}

const none: readonly never[] = [];

function allSay<Is extends Assertion["is"]>(
  claims: readonly Claim[],
  is: Is,
): claims is readonly ClaimOf<Is>[] {
  return claims.every((claim) => claim.says.is === is);
}

/** As claims mostly are: each adapter makes them in the order of the file. */
function inOrder(claims: readonly Claim[]): boolean {
  let [before] = claims;
  for (let at = 1; at < claims.length; at += 1) {
    const claim = claims[at];
    if (before === undefined || claim === undefined || precedence(before, claim) >= 0) return false;
    before = claim;
  }
  return true;
}

function ordered<C extends Claim>(claims: readonly C[]): readonly C[] {
  const order = fullOrder();
  const sorted = claims.toSorted(order);
  return sorted.filter((claim, index) => {
    const before = sorted[index - 1];
    return before === undefined || order(before, claim) !== 0;
  });
}

/** Those of the claims that make this kind of statement, in the order of precedence. */
export function saying<Is extends Assertion["is"]>(
  sayings: Sayings,
  is: Is,
): readonly ClaimOf<Is>[] {
  return sayings[is];
}

type Ranked = Pick<Claim, "strength" | "tool" | "place">;

/** Which of two claims wins: by strength, then tool, then place. */
export function precedence(a: Ranked, b: Ranked): number {
  if (a.strength !== b.strength) {
    return strengths.indexOf(a.strength) - strengths.indexOf(b.strength);
  }
  if (a.tool !== b.tool) return tools.indexOf(a.tool) - tools.indexOf(b.tool);
  return byPlace(a.place, b.place);
}

/** Precedence, then text; zero only for repetitions. Texts are made where places tie, and once. */
function fullOrder(): (a: Claim, b: Claim) => number {
  const texts = new Map<Claim, string>();
  const textOf = (claim: Claim): string => {
    const text = texts.get(claim) ?? stableText(claim.says);
    texts.set(claim, text);
    return text;
  };
  return (a, b) => {
    if (a === b) return 0;
    return (
      precedence(a, b) ||
      byCodeUnit(textOf(a), textOf(b)) ||
      byCodeUnit(placeKey(a.place), placeKey(b.place))
    );
  };
}

/** Order of places as a reader meets them: the tenth element of a list comes after the second. */
export function byPlace(a: Place, b: Place): number {
  if (a.path !== b.path) return byCodeUnit(a.path, b.path);
  if (a.in !== "node" || b.in !== "node") return byCodeUnit(placeKey(a), placeKey(b));
  return a.document - b.document || naturally(a.pointer, b.pointer) || byCodeUnit(a.on, b.on);
}

/** Code unit order, except that two runs of digits compare as numbers. */
function naturally(a: string, b: string): number {
  if (a === b) return 0;
  let at = 0;
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  const left = digitsAround(a, at);
  const right = digitsAround(b, at);
  if (left > 0 && right > 0 && left !== right) return left - right;
  return byCodeUnit(a, b);
}

/** Length of the run of digits that begins at or before the position and does not end before it. */
function digitsAround(text: string, at: number): number {
  let start = at;
  while (isDigit(text.charCodeAt(start - 1))) start -= 1;
  let end = at;
  while (isDigit(text.charCodeAt(end))) end += 1;
  return end - start;
}

/** Whether it is the code unit of an ASCII digit; outside of a text there is none. */
function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

/**
 * Canonical JSON (base/canonical.ts) of any plain value; absent members are left out, and what has
 * no JSON form (a lone surrogate, an infinite number) still gets a text instead of an exception.
 */
export function stableText(value: unknown): string {
  return isStable(value) ? JSON.stringify(value) : stableTextOf(value);
}

/** Whether every member stands where canonical JSON puts it, so that the engine can write it. */
function isStable(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value !== undefined;
  if (Array.isArray(value)) return value.every(isStable);
  let before = "";
  for (const key of Object.keys(value)) {
    const item = memberOf(value, key);
    if (key < before || (item !== undefined && !isStable(item))) return false;
    before = key;
  }
  return true;
}

function stableTextOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return scalarText(value);
  if (Array.isArray(value)) return `[${value.map(stableTextOf).join(",")}]`;
  let text = "";
  for (const key of Object.keys(value).toSorted(byCodeUnit)) {
    const item = memberOf(value, key);
    if (item === undefined) continue;
    text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${stableTextOf(item)}`;
  }
  return `{${text}}`;
}

function memberOf(value: object, key: string): unknown {
  return Reflect.get(value, key);
}

function scalarText(value: unknown): string {
  return value === undefined ? "null" : JSON.stringify(value);
}
