/** Results by name, each with the parts that it was made of. */
export interface Results<T> {
  /** The result under that name, made anew unless it was last made of these very parts. */
  of(name: string, parts: readonly unknown[], make: () => T): T;
}

/** Parts are compared by identity: equal ones that are not the same cost time, never a wrong result. */
export function results<T>(): Results<T> {
  const made = new Map<string, { readonly parts: readonly unknown[]; readonly result: T }>();
  return {
    of: (name, parts, make) => {
      const before = made.get(name);
      if (before !== undefined && areSame(before.parts, parts)) return before.result;
      const result = make();
      made.set(name, { parts, result });
      return result;
    },
  };
}

function areSame(before: readonly unknown[], now: readonly unknown[]): boolean {
  if (before.length !== now.length) return false;
  for (let at = 0; at < now.length; at += 1) if (before[at] !== now[at]) return false;
  return true;
}
