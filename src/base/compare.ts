/** Total order of strings by UTF-16 code unit: the same on every machine, unlike locale orders. */
export function byCodeUnit(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Order of values by the strings that `keys` names, the first difference deciding. */
export function by<T>(...keys: readonly ((value: T) => string)[]): (a: T, b: T) => number {
  return (a, b) => {
    for (const key of keys) {
      const order = byCodeUnit(key(a), key(b));
      if (order !== 0) return order;
    }
    return 0;
  };
}
