import { byCodeUnit } from "./compare.ts";

/** The items by what `keyOf` names, groups in order of first appearance, items in their order. */
export function grouped<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** The items by the string that `keyOf` names, groups in its code unit order, items in their order. */
export function groupedInOrder<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
): readonly (readonly T[])[] {
  const sorted =
    items.length < 2 ? items : items.toSorted((a, b) => byCodeUnit(keyOf(a), keyOf(b)));
  const groups: T[][] = [];
  let before: string | undefined;
  for (const item of sorted) {
    const key = keyOf(item);
    if (key === before) groups.at(-1)?.push(item);
    else groups.push([item]);
    before = key;
  }
  return groups;
}

/** The items of all lists, in order; for lists of any length, unlike `push(...list)`. */
export function joined<T>(lists: Iterable<readonly T[]>): T[] {
  const items: T[] = [];
  for (const list of lists) for (const item of list) items.push(item);
  return items;
}
