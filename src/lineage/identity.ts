import { byCodeUnit } from "../base/compare.ts";
import type { Claim } from "../model/claim.ts";
import type { Key } from "../model/ids.ts";
import { normalKey } from "../model/uri.ts";
import { disjointSets } from "./disjoint.ts";
import { sayingsOf, type Sayings } from "./order.ts";

/** Everything that is said about one thing, under all of its keys. */
export interface Component {
  /** Sorted, physical ones normalised. */
  readonly keys: readonly Key[];
  readonly claims: Sayings;
}

export interface Identities {
  /** Sorted by their first key. */
  readonly components: readonly Component[];
  /** Index of the component that has the key. */
  readonly componentOf: (key: Key) => number | undefined;
}

/**
 * Groups the claims by what they are about: keys that a claim stronger than a guess calls the same
 * are one component. The order and repetition of claims change nothing.
 */
export function identify(
  claims: readonly Claim[],
  joins: readonly (readonly [Key, Key])[] = [],
): Identities {
  const keys = keyTable();
  const sets = disjointSets();
  const subjects = Uint32Array.from(claims, ({ subject, says, strength }) => {
    const index = keys.indexOf(subject);
    if (says.is === "sameAs" && strength !== "inferred") sets.union(index, keys.indexOf(says.key));
    return index;
  });
  for (const [a, b] of joins) sets.union(keys.indexOf(a), keys.indexOf(b));
  const groups: Group[] = [];
  const groupOf = (index: number): Group => (groups[sets.find(index)] ??= { keys: [], claims: [] });
  keys.all.forEach((key, index) => groupOf(index).keys.push(key));
  claims.forEach((claim, index) => groupOf(subjects[index] ?? 0).claims.push(claim));
  const components = groups
    .flatMap((group): Component[] => [
      { keys: group.keys.toSorted(byCodeUnit), claims: sayingsOf(group.claims) },
    ])
    .toSorted((a, b) => byCodeUnit(a.keys[0] ?? "", b.keys[0] ?? ""));
  return { components, componentOf: lookup(components) };
}

interface Group {
  readonly keys: Key[];
  readonly claims: Claim[];
}

function lookup(components: readonly Component[]): (key: Key) => number | undefined {
  const owners = new Map<Key, number>();
  components.forEach((component, index) => {
    for (const key of component.keys) owners.set(key, index);
  });
  return (key) => owners.get(key) ?? owners.get(normalKey(key));
}

/** Dense numbers of keys; the spellings of one physical key share a number. */
function keyTable(): { readonly all: readonly Key[]; readonly indexOf: (key: Key) => number } {
  const all: Key[] = [];
  const indexes = new Map<Key, number>();
  const add = (written: Key): number => {
    const key = normalKey(written);
    const index = indexes.get(key) ?? all.push(key) - 1;
    indexes.set(written, index).set(key, index);
    return index;
  };
  // The claims of one document follow each other.
  let last: { readonly key: Key; readonly index: number } | undefined;
  return {
    all,
    indexOf: (key) => {
      if (last?.key !== key) last = { key, index: indexes.get(key) ?? add(key) };
      return last.index;
    },
  };
}
