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

/** The items of all lists, in order; for lists of any length, unlike `push(...list)`. */
export function joined<T>(lists: Iterable<readonly T[]>): T[] {
  const items: T[] = [];
  for (const list of lists) for (const item of list) items.push(item);
  return items;
}
