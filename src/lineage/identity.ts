import { byCodeUnit } from "../base/compare.ts";
import { joined } from "../base/group.ts";
import type { Claim } from "../model/claim.ts";
import { rowOf, rowsBy } from "../model/graph.ts";
import type { Key } from "../model/ids.ts";
import { normalKey } from "../model/uri.ts";
import { component, type Component } from "./component.ts";
import { disjointSets } from "./disjoint.ts";
import { results, type Results } from "./results.ts";

export interface Identities {
  /** Sorted by their first key. */
  readonly components: readonly Component[];
  /** Index of the component that has the key. */
  readonly componentOf: (key: Key) => number | undefined;
  /** The indexes in the order in which the claims come: neighbours there are neighbours in memory. */
  readonly walk: readonly number[];
}

/**
 * Groups the claims by what they are about: keys that a claim stronger than a guess calls the same
 * are one component. The order and repetition of claims change nothing. A component whose claims
 * are those of an earlier call with the same memo is the earlier one.
 */
export function identify(
  claims: readonly Claim[],
  joins: readonly (readonly [Key, Key])[] = [],
  memo: Results<Component> = results(),
): Identities {
  const keys = keyTable();
  const sets = disjointSets();
  const runs = bySubject(claims);
  const subjects = runs.map(({ subject, said }) => {
    const index = keys.indexOf(subject);
    said.forEach(({ says, strength }) => {
      if (says.is !== "sameAs" || strength === "inferred") return;
      sets.union(index, keys.indexOf(says.key));
    });
    return index;
  });
  for (const [a, b] of joins) sets.union(keys.indexOf(a), keys.indexOf(b));
  const roots = Uint32Array.from(keys.all.keys()).map((key) => sets.find(key));
  const keysOf = rowsBy(roots, roots.length);
  const runsOf = rowsBy(
    Uint32Array.from(subjects).map((subject) => roots[subject] ?? 0),
    roots.length,
  );
  const met: Met[] = [];
  roots.forEach((root, index) => {
    if (root !== index) return;
    const own = inOrder(rowOf(keysOf, root, keys.all));
    const said = allOf(rowOf(runsOf, root, runs));
    const first = own[0] ?? "";
    met.push({
      root,
      first,
      component: memo.of(first, [...own, ...said], () => component(own, said)),
    });
  });
  const sorted = met.toSorted((a, b) => byCodeUnit(a.first, b.first));
  const numbers = new Uint32Array(roots.length);
  sorted.forEach(({ root }, number) => {
    numbers[root] = number;
  });
  return {
    components: sorted.map((one) => one.component),
    componentOf: (key) => {
      const index = keys.find(key);
      return index === undefined ? undefined : numbers[roots[index] ?? 0];
    },
    walk: met.map(({ root }) => numbers[root] ?? 0),
  };
}

/** A component under the number of its first key in the table. */
interface Met {
  readonly root: number;
  readonly first: string;
  readonly component: Component;
}

function inOrder(keys: readonly Key[]): readonly Key[] {
  return keys.length < 2 ? keys : keys.toSorted(byCodeUnit);
}

/** Claims that follow each other and are about one subject, as those of one document mostly are. */
interface Run {
  readonly subject: Key;
  readonly said: readonly Claim[];
}

function bySubject(claims: readonly Claim[]): readonly Run[] {
  const runs: Run[] = [];
  let start = 0;
  for (let at = 1; at <= claims.length; at += 1) {
    const subject = claims[start]?.subject;
    if (subject === undefined || subject === claims[at]?.subject) continue;
    runs.push({ subject, said: claims.slice(start, at) });
    start = at;
  }
  return runs;
}

function allOf(runs: readonly Run[]): readonly Claim[] {
  const [first] = runs;
  return first !== undefined && runs.length === 1
    ? first.said
    : joined(runs.map(({ said }) => said));
}

interface KeyTable {
  readonly all: readonly Key[];
  /** The number of the key, which is added if it is new. */
  indexOf(key: Key): number;
  find(key: Key): number | undefined;
}

/** Dense numbers of keys; the spellings of one physical key share a number. */
function keyTable(): KeyTable {
  const all: Key[] = [];
  const indexes = new Map<Key, number>();
  const add = (written: Key): number => {
    const key = normalKey(written);
    const index = indexes.get(key) ?? all.push(key) - 1;
    indexes.set(key, index);
    if (key !== written) indexes.set(written, index);
    return index;
  };
  return {
    all,
    indexOf: (key) => indexes.get(key) ?? add(key),
    find: (key) => indexes.get(key) ?? indexes.get(normalKey(key)),
  };
}
