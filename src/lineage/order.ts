import { byCodeUnit } from "../base/compare.ts";
import { placeKey, type Place } from "../diagnostic/place.ts";
import type { Assertion, Claim } from "../model/claim.ts";
import { strengths, tools } from "../model/kinds.ts";

/** A claim with what it says at hand and its rank: earlier ones win. */
export interface Ranked<A extends Assertion = Assertion> {
  readonly claim: Claim;
  readonly says: A;
  /** Orders by strength, tool and place. */
  readonly rank: string;
}

/**
 * The claims in their one order of precedence (strength, tool, place, text), without repetitions:
 * the same for every order in which the files were read.
 */
export function ranked(claims: readonly Claim[]): readonly Ranked[] {
  if (claims.length === 1) return claims.map((claim) => ({ claim, says: claim.says, rank: rankOf(claim) }));
  const texts = new Map<Claim, string>();
  const textOf = (claim: Claim): string => {
    const text = texts.get(claim) ?? `${stableText(claim.says)}\0${placeKey(claim.place)}`;
    texts.set(claim, text);
    return text;
  };
  const sorted = claims
    .map((claim) => ({ claim, says: claim.says, rank: rankOf(claim) }))
    .toSorted((a, b) => byCodeUnit(a.rank, b.rank) || byCodeUnit(textOf(a.claim), textOf(b.claim)));
  return sorted.filter((item, index) => {
    const before = sorted[index - 1];
    if (before === undefined || before.rank !== item.rank) return true;
    return textOf(before.claim) !== textOf(item.claim);
  });
}

/** Those of the claims that make this kind of statement, in the same order. */
export function saying<Is extends Assertion["is"]>(
  claims: readonly Ranked[],
  is: Is,
): readonly Ranked<Extract<Assertion, { readonly is: Is }>>[] {
  return claims.filter((item): item is Ranked<Extract<Assertion, { readonly is: Is }>> => item.says.is === is);
}

function rankOf({ strength, tool, place }: Claim): string {
  return `${strengths.indexOf(strength)}${String(tools.indexOf(tool)).padStart(2, "0")}${placeOrder(place)}`;
}

/** Text that orders places as a reader meets them: the tenth element of a list after the second. */
export function placeOrder(place: Place): string {
  if (place.in !== "node" || !/\d/u.test(place.pointer)) return placeKey(place);
  const pointer = place.pointer.replaceAll(/\d+/gu, (digits) => digits.padStart(8, "0"));
  return placeKey({ ...place, pointer });
}

/**
 * Canonical JSON (base/canonical.ts) of any plain value; absent members are left out, and what has
 * no JSON form (a lone surrogate, an infinite number) still gets a text instead of an exception.
 */
export function stableText(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(stableText).join(",")}]`;
  const members = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .toSorted(([a], [b]) => byCodeUnit(a, b))
    .map(([key, item]) => `${JSON.stringify(key)}:${stableText(item)}`);
  return `{${members.join(",")}}`;
}
