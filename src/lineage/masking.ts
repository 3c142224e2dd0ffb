import type { Via } from "../model/claim.ts";

/** What a value is after a step, as far as personal data goes. Larger numbers hide more. */
export const kept = 0;
export const pseudonymous = 1;
export const gone = 2;
export type Masking = typeof kept | typeof pseudonymous | typeof gone;

/** The tag that remains of any tag of personal data once the value is hashed or tokenised. */
export const pseudonymousTag = "pii.pseudonymous";

/** Hashes of known values, tokens, ciphertexts and coarser values still point at a person. */
const pseudonymising: ReadonlySet<string> = new Set([
  "sha1",
  "sha256",
  "sha512",
  "md5",
  "hash",
  "hashed",
  "hmac",
  "tokenized",
  "encrypted",
  "generalized",
  "pseudonymized",
]);
const removing: ReadonlySet<string> = new Set(["redacted", "constant", "null", "nulled"]);

/** What a masking method leaves of the value; an unknown method is not trusted to hide anything. */
export function maskingOf(method: string | undefined): Masking {
  const word = method?.trim().toLowerCase() ?? "none";
  if (removing.has(word)) return gone;
  return pseudonymising.has(word) ? pseudonymous : kept;
}

/** Ways in which a column influences another without its value arriving there. */
const indirect: ReadonlySet<Via> = new Set([
  "filter",
  "join",
  "group_by",
  "sort",
  "window",
  "conditional",
]);

/**
 * What a column edge leaves of the value. An aggregation keeps it (min and max return real values,
 * a group may hold one person), unless the groups are declared large enough.
 */
export function maskingVia(via: Via, groupsAreLarge: boolean): Masking {
  if (indirect.has(via)) return gone;
  if (via === "aggregation") return groupsAreLarge ? gone : kept;
  return via.startsWith("masking:") ? maskingOf(via.slice("masking:".length)) : kept;
}

/** Whether the column decides about rows or order, so that no value of it arrives. */
export function isIndirect(via: Via): boolean {
  return indirect.has(via);
}

export function strictest(a: Masking, b: Masking): Masking {
  return a > b ? a : b;
}
