import {
  isObject,
  listAt,
  memberOf,
  objectAt,
  textAt,
  textsAt,
  type Json,
} from "../../base/json.ts";
import type { Place } from "../../diagnostic/place.ts";
import type { Claim, FacetName } from "../../model/claim.ts";
import type { Key } from "../../model/ids.ts";
import type { Strength } from "../../model/kinds.ts";
import { ownerOf } from "../../spec/owner.ts";
import { isTemplated } from "../../spec/templated.ts";
import { property, type Entry } from "./entries.ts";
import { said } from "./node-claims.ts";

/** What a statement is about. */
export interface About {
  readonly key: Key;
  readonly strength: Strength;
}

/** A statement with its value and place, where there is one. */
interface Found {
  readonly value: Json;
  readonly place: Place;
}

export function facetClaim(
  { key, strength }: About,
  facet: FacetName,
  found: Found | undefined,
): readonly Claim[] {
  return found === undefined
    ? []
    : [said(key, { is: "facet", facet, value: found.value }, found.place, strength)];
}

/** The last of the entries that says something, the specific before the general. */
export function lastSaid(
  entries: readonly Entry[],
  find: (entry: Entry) => Found | undefined,
): Found | undefined {
  for (const entry of entries.toReversed()) {
    const found = find(entry);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A text that is no template: what `doc()` would fill in is not read. */
export function plainText(value: Json | undefined): string | undefined {
  if (typeof value !== "string" || isTemplated(value)) return undefined;
  const text = value.trim();
  return text === "" ? undefined : text;
}

/** `meta` with the place of one of its members. */
export function metaOf(entry: Entry, member: string): Found | undefined {
  const meta = property(entry.value, "meta");
  const value = memberOf(meta, member);
  if (value === undefined) return undefined;
  const inConfig = memberOf(objectAt(entry.value, "config"), "meta") !== undefined;
  return { value, place: entry.places.value(...(inConfig ? ["config"] : []), "meta", member) };
}

/** An owner as people write it: `team/growth`, `@growth`, an address, a name. */
export function ownerValue(value: Json | undefined): Json | undefined {
  if (isObject(value)) {
    const [name, email] = [textAt(value, "name") ?? textAt(value, "team"), textAt(value, "email")];
    if (name === undefined && email === undefined) return undefined;
    return { ...(name !== undefined && { team: name }), ...(email !== undefined && { email }) };
  }
  const text = plainText(value)?.replace(/^@/u, "");
  if (text === undefined || text.length > 200) return undefined;
  if (/^[^\s@]+@[^\s@]+$/u.test(text)) return { email: text };
  return ownerOf(text) ?? { team: text };
}

/** Keys of `meta` that say that something is personal data. */
const personalKeys = ["pii", "contains_pii", "is_pii"];

/** Tags of an entry or a column, `tags` and those in `meta`, each with the way to it. */
export function tagsOf(value: Json): readonly { readonly tag: string; readonly steps: Steps }[] {
  const holders = [
    { holder: value, before: [] },
    { holder: objectAt(value, "config"), before: ["config"] },
  ];
  return holders.flatMap(({ holder, before }) => [
    ...texts(holder, "tags").map(([steps, tag]) => ({ tag, steps: [...before, "tags", ...steps] })),
    ...metaTags(memberOf(holder, "meta")).map(({ tag, steps }) => ({
      tag,
      steps: [...before, "meta", ...steps],
    })),
  ]);
}

type Steps = readonly (string | number)[];

function metaTags(
  meta: Json | undefined,
): readonly { readonly tag: string; readonly steps: Steps }[] {
  const listed = texts(meta, "tags").map(([steps, tag]) => ({ tag, steps: ["tags", ...steps] }));
  const personal = personalKeys
    .filter((key) => memberOf(meta, key) === true)
    .map((key) => ({ tag: "pii", steps: [key] }));
  return [...listed, ...personal];
}

/** One text or a list of them. */
function texts(value: Json | undefined, key: string): readonly (readonly [Steps, string])[] {
  const single = textAt(value, key);
  if (single !== undefined) return [[[], single]];
  return textsAt(value, key).map(([index, text]) => [[index], text]);
}

/** The items of the list under either of two names: the newer spelling first. */
export function eitherList(
  value: Json,
  ...keys: readonly string[]
): readonly (readonly [string, number, Json])[] {
  return keys.flatMap((key) =>
    listAt(value, key).map((item, index) => [key, index, item] as const),
  );
}
