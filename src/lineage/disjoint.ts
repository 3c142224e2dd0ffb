/** Disjoint sets of small integers. */
export interface DisjointSets {
  /** The representative of the set that holds the element; equal for two of one set. */
  find(element: number): number;
  union(a: number, b: number): void;
}

/** Sets of one element each, for as many elements as are asked about. */
export function disjointSets(): DisjointSets {
  const parents: number[] = [];
  const find = (element: number): number => {
    let at = element;
    for (;;) {
      const parent = parents[at] ?? at;
      const grand = parents[parent] ?? parent;
      if (parent === at) return at;
      // Path halving keeps the trees flat without recursion.
      parents[at] = grand;
      at = grand;
    }
  };
  return {
    find,
    union: (a, b) => {
      const left = find(a);
      const right = find(b);
      parents[Math.max(left, right)] = Math.min(left, right);
    },
  };
}
