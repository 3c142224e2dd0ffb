import type { Claim, Reference } from "../model/claim.ts";
import type { Key } from "../model/ids.ts";
import type { Asset } from "../model/snapshot.ts";

/**
 * Words that any file that speaks of an asset must hold: the last part of each of its names, in lower
 * case. A file may spell the parts before it in fields of their own.
 */
export type Words = ReadonlySet<string>;

export function wordsOf(assets: readonly Pick<Asset, "keys" | "name">[]): Words {
  const words = assets.flatMap(({ keys, name }) => [...keys, name].map(wordOf));
  // A name without any word would be found everywhere.
  return new Set(words.filter((word) => word !== ""));
}

/** The last part of a key, an id or a reference; of a dotted name its longest part. */
function wordOf(text: string): string {
  const parts = text.toLowerCase().split(/[/:#]/u);
  const last = parts.findLast((part) => part !== "") ?? "";
  return last
    .split(".")
    .reduce((longest, part) => (part.length > longest.length ? part : longest), "")
    .replaceAll('"', "");
}

/** Whether the text holds one of the words as a whole, in whatever case. */
export function holdsWord(text: string, words: Words): boolean {
  const lower = text.toLowerCase();
  return [...words].some((word) => {
    if (word === "") return false;
    for (let at = lower.indexOf(word); at !== -1; at = lower.indexOf(word, at + 1)) {
      if (!isWordSign(lower[at - 1]) && !isWordSign(lower[at + word.length])) return true;
    }
    return false;
  });
}

/** Signs that would make another name of it: `orders` is not in `orders-2`. */
function isWordSign(sign: string | undefined): boolean {
  return sign !== undefined && /[\w-]/u.test(sign);
}

/** Whether one of the claims is about an asset of these words or refers to one. */
export function speaksOf(claims: readonly Claim[], words: Words): boolean {
  return claims.some(
    (claim) => hasWord(namesIn(claim), words) || hasWord(referencesIn(claim), words),
  );
}

/** What one file says of an asset of some words. */
export interface Mention {
  /** All about the asset, and the edges of others to and from it. */
  readonly claims: readonly Claim[];
  /** What else exists there, for references that lead to it. */
  readonly identities: readonly Identity[];
  /** The words of everything that the claims refer to. */
  readonly refersTo: Words;
}

/** A claim that something exists or is also called otherwise, with the words of its names. */
export interface Identity {
  readonly claim: Claim;
  readonly words: Words;
}

export function mentionIn(all: readonly Claim[], words: Words): Mention {
  const main = new Set<Key>();
  const others = new Set<Key>();
  for (const claim of all) {
    if (hasWord(namesIn(claim), words)) main.add(claim.subject);
    else if (hasWord(referencesIn(claim), words)) others.add(claim.subject);
  }
  const claims = all.filter(
    (claim) =>
      main.has(claim.subject) ||
      (others.has(claim.subject) && isIdentity(claim)) ||
      hasWord(referencesIn(claim), words),
  );
  const taken = new Set(claims);
  return {
    claims,
    identities: identitiesIn(all.filter((claim) => !taken.has(claim))),
    refersTo: new Set(claims.flatMap(referencesIn).map(wordOf)),
  };
}

export function identitiesIn(claims: readonly Claim[]): readonly Identity[] {
  return claims
    .filter(isIdentity)
    .map((claim) => ({ claim, words: new Set(namesIn(claim).map(wordOf)) }));
}

/** Most names hold none of the words anywhere: they need not be taken apart. */
function hasWord(names: readonly string[], words: Words): boolean {
  return names.some((name) => {
    const lower = name.toLowerCase();
    for (const word of words) if (lower.includes(word)) return words.has(wordOf(name));
    return false;
  });
}

function isIdentity({ says }: Claim): boolean {
  return says.is === "exists" || says.is === "sameAs";
}

/** Under which names a claim knows its subject. */
function namesIn({ subject, says }: Claim): readonly string[] {
  if (says.is === "exists") return [subject, says.name];
  return says.is === "sameAs" ? [subject, says.key] : [subject];
}

/** What a claim refers to besides its subject. */
function referencesIn({ says }: Claim): readonly string[] {
  if (says.is === "edge") return [textOf(says.other)];
  if (says.is === "derives")
    return [says.to.asset, ...says.from.map(({ asset }) => asset)].map(textOf);
  return [];
}

function textOf(reference: Reference): string {
  return reference.by === "key" ? reference.key : reference.text;
}
