import type { Columns } from "./columns.ts";

/** How many pairs of segments cross, in all gaps between columns together. */
export function crossings(columns: Columns): number {
  return columns.items.reduce((sum, column, rank) => {
    const next = columns.items[rank + 1];
    return next === undefined ? sum : sum + crossingsBetween(column, next.length, columns);
  }, 0);
}

/** Inversions, counted with a tree of sums (Barth, Jünger, Mutzel 2002). */
function crossingsBetween(
  column: readonly number[],
  width: number,
  { after, position }: Columns,
): number {
  const sums = new Uint32Array(width + 1);
  let [count, added] = [0, 0];
  for (const item of column) {
    const ends = after[item] ?? [];
    for (const end of ends) count += added - sumUpTo(sums, position[end] ?? 0);
    for (const end of ends) add(sums, position[end] ?? 0);
    added += ends.length;
  }
  return count;
}

function sumUpTo(sums: Uint32Array, end: number): number {
  let sum = 0;
  for (let at = end + 1; at > 0; at -= at & -at) sum += sums[at] ?? 0;
  return sum;
}

function add(sums: Uint32Array, end: number): void {
  for (let at = end + 1; at < sums.length; at += at & -at) sums[at] = (sums[at] ?? 0) + 1;
}

const passesMax = 6;

/** Swaps neighbours in a column wherever that leaves fewer crossings. */
export function untangle(columns: Columns): void {
  for (let pass = 0; pass < passesMax; pass += 1) {
    const swapped = columns.items.map((column) => swapIn(column, columns));
    if (!swapped.includes(true)) return;
  }
}

function swapIn(column: number[], { before, after, position }: Columns): boolean {
  let swapped = false;
  for (let at = 0; at + 1 < column.length; at += 1) {
    const [upper = 0, lower = 0] = [column[at], column[at + 1]];
    const gain = [before, after].reduce((sum, joined) => {
      const [a, b] = [joined[upper] ?? [], joined[lower] ?? []];
      return sum + crossed(a, b, position) - crossed(b, a, position);
    }, 0);
    if (gain <= 0) continue;
    [column[at], column[at + 1]] = [lower, upper];
    [position[upper], position[lower]] = [at + 1, at];
    swapped = true;
  }
  return swapped;
}

/** Crossings of the segments to `above`, from the upper of two neighbours, with those to `below`. */
function crossed(
  above: readonly number[],
  below: readonly number[],
  position: readonly number[],
): number {
  const ends = below.map((item) => position[item] ?? 0).toSorted((a, b) => a - b);
  return above.reduce((sum, item) => {
    const end = position[item] ?? 0;
    const first = ends.findIndex((other) => other >= end);
    return sum + (first === -1 ? ends.length : first);
  }, 0);
}
