import { at } from "./at.ts";
import type { Columns } from "./columns.ts";
import { segmentKey, type Segments } from "./conflicts.ts";

/** Which way items are taken when they are joined to blocks, and blocks are placed. */
export interface Way {
  /** Whether items follow those of the column before, or those of the column after. */
  readonly forth: boolean;
  /** Whether of two middle ones the upper is followed, and blocks lie as far up as they can. */
  readonly fromAbove: boolean;
}

/** Columns of items in the order of a way. */
export type Ordered = readonly (readonly number[])[];

/** The first item of the block that each item belongs to: blocks become straight lines. */
export function blocksOf(
  columns: Columns,
  ordered: Ordered,
  { conflicts, forth, fromAbove }: Way & { readonly conflicts: Segments },
): Uint32Array {
  const root = Uint32Array.from(columns.above, (_, item) => item);
  const taken = new Uint8Array(root.length);
  const placeOf = (item: number): number => (fromAbove ? 1 : -1) * at(columns.position, item);
  const givesWay = (item: number, other: number): boolean =>
    conflicts.has(forth ? segmentKey(columns, other, item) : segmentKey(columns, item, other));
  for (const column of forth ? ordered : ordered.toReversed()) {
    let last = -Infinity;
    for (const item of column) {
      const joined = (forth ? columns.before : columns.after)[item] ?? [];
      for (const other of middleOf(joined, placeOf)) {
        const free = root[item] === item && taken[other] === 0 && placeOf(other) > last;
        if (!free || givesWay(item, other)) continue;
        root[item] = at(root, other);
        taken[other] = 1;
        last = placeOf(other);
      }
    }
  }
  return root;
}

/** The median, or both of them. */
function middleOf(items: readonly number[], placeOf: (item: number) => number): readonly number[] {
  const sorted = items.toSorted((a, b) => placeOf(a) - placeOf(b));
  const middle = (sorted.length - 1) / 2;
  return sorted.slice(Math.floor(middle), Math.ceil(middle) + 1);
}

interface Gap {
  readonly to: number;
  readonly distance: number;
}

/**
 * Where each block lies, by its first item: as near to each other as neighbours allow, first all
 * towards the beginning, then each as near to its next as it can.
 */
export function placesOf(
  root: Uint32Array,
  ordered: Ordered,
  distanceOf: (one: number, next: number) => number,
): Float64Array {
  const { gaps, order } = gapsOf(root, ordered, distanceOf);
  const places = new Float64Array(root.length);
  for (const block of order) {
    for (const { to, distance } of gaps[block] ?? []) {
      places[to] = Math.max(at(places, to), at(places, block) + distance);
    }
  }
  for (const block of order.toReversed()) {
    const ends = (gaps[block] ?? []).map(({ to, distance }) => at(places, to) - distance);
    const end = ends.reduce((first, one) => Math.min(first, one), Infinity);
    if (end < Infinity) places[block] = Math.max(at(places, block), end);
  }
  return places;
}

/** Which blocks follow each block, and all blocks in an order in which none precedes those before it. */
function gapsOf(
  root: Uint32Array,
  ordered: Ordered,
  distanceOf: (one: number, next: number) => number,
): { readonly gaps: readonly (readonly Gap[])[]; readonly order: readonly number[] } {
  const gaps = Array.from(root, (): Gap[] => []);
  const waiting = new Uint32Array(root.length);
  for (const column of ordered) {
    column.slice(1).forEach((item, place) => {
      const one = at(column, place);
      const to = at(root, item);
      gaps[at(root, one)]?.push({ to, distance: distanceOf(one, item) });
      waiting[to] = at(waiting, to) + 1;
    });
  }
  const order = [...root.keys()].filter((item) => root[item] === item && waiting[item] === 0);
  for (const block of order) {
    for (const { to } of gaps[block] ?? []) {
      waiting[to] = at(waiting, to) - 1;
      if (waiting[to] === 0) order.push(to);
    }
  }
  return { gaps, order };
}
