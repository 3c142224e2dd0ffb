import { byCodeUnit } from "../base/compare.ts";
import { placeKey, type Place } from "../diagnostic/place.ts";
import type { Assertion, Claim } from "../model/claim.ts";
import { strengths, tools } from "../model/kinds.ts";

/** A claim that makes this kind of statement. */
export interface ClaimOf<Is extends Assertion["is"]> extends Claim {
  readonly says: Extract<Assertion, { readonly is: Is }>;
}

/** What is said about one thing, by kind of statement; each list in the order of precedence. */
export type Sayings = Readonly<Partial<Record<Assertion["is"], readonly Claim[]>>>;

/**
 * The claims by kind of statement, in their one order of precedence (strength, tool, place, text)
 * and without repetitions: the same for every order in which the files were read.
 */
export function sayingsOf(claims: readonly Claim[]): Sayings {
  const lists: Partial<Record<Assertion["is"], Claim[]>> = {};
  for (const claim of claims) (lists[claim.says.is] ??= []).push(claim);
  const sayings: Partial<Record<Assertion["is"], readonly Claim[]>> = lists;
  for (const said of Object.values(lists)) {
    const is = said[0]?.says.is;
    if (is !== undefined && !inOrder(said)) sayings[is] = ordered(said);
  }
  return sayings;
}

/** As claims mostly are: each adapter makes them in the order of the file. */
function inOrder(claims: readonly Claim[]): boolean {
  return claims.every((claim, index) => {
    const before = claims[index - 1];
    return before === undefined || precedence(before, claim) < 0;
  });
}

function ordered(claims: readonly Claim[]): readonly Claim[] {
  const sorted = claims.toSorted((a, b) => precedence(a, b) || byText(a, b));
  return sorted.filter((claim, index) => {
    const before = sorted[index - 1];
    return before === undefined || precedence(before, claim) !== 0 || byText(before, claim) !== 0;
  });
}

const none: readonly never[] = [];

/** Those of the claims that make this kind of statement, in the order of precedence. */
export function saying<Is extends Assertion["is"]>(
  sayings: Sayings,
  is: Is,
): readonly ClaimOf<Is>[] {
  const said = sayings[is] ?? none;
  return allSay(said, is) ? said : none;
}

function allSay<Is extends Assertion["is"]>(
  claims: readonly Claim[],
  is: Is,
): claims is readonly ClaimOf<Is>[] {
  return claims.every((claim) => claim.says.is === is);
}

/** Which of two claims wins: by strength, then tool, then place. */
export function precedence(a: Claim, b: Claim): number {
  if (a.strength !== b.strength) {
    return strengths.indexOf(a.strength) - strengths.indexOf(b.strength);
  }
  if (a.tool !== b.tool) return tools.indexOf(a.tool) - tools.indexOf(b.tool);
  return byPlace(a.place, b.place);
}

function byText(a: Claim, b: Claim): number {
  return (
    byCodeUnit(stableText(a.says), stableText(b.says)) ||
    byCodeUnit(placeKey(a.place), placeKey(b.place))
  );
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
  while (at < a.length && a[at] === b[at]) at += 1;
  const left = digitsAround(a, at);
  const right = digitsAround(b, at);
  if (left > 0 && right > 0 && left !== right) return left - right;
  return byCodeUnit(a, b);
}

/** Length of the run of digits that begins at or before the position and does not end before it. */
function digitsAround(text: string, at: number): number {
  let start = at;
  while (isDigit(text[start - 1])) start -= 1;
  let end = at;
  while (isDigit(text[end])) end += 1;
  return end - start;
}

function isDigit(sign: string | undefined): boolean {
  return sign !== undefined && sign >= "0" && sign <= "9";
}

/**
 * Canonical JSON (base/canonical.ts) of any plain value; absent members are left out, and what has
 * no JSON form (a lone surrogate, an infinite number) still gets a text instead of an exception.
 */
export function stableText(value: unknown): string {
  if (typeof value !== "object" || value === null) return scalarText(value);
  if (Array.isArray(value)) return `[${value.map(stableText).join(",")}]`;
  let text = "";
  const members = Object.entries(value);
  if (members.length > 1) members.sort(([a], [b]) => byCodeUnit(a, b));
  for (const [key, item] of members) {
    if (item === undefined) continue;
    text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${stableText(item)}`;
  }
  return `{${text}}`;
}

function scalarText(value: unknown): string {
  return value === undefined ? "null" : JSON.stringify(value);
}
