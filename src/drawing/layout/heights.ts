import type { Columns } from "./columns.ts";

/** Room between neighbours in a column, in pixels: boxes, a box and a stop, stops. */
export interface Room {
  readonly boxes: number;
  readonly mixed: number;
  readonly stops: number;
}

type Segments = ReadonlySet<number>;

/**
 * Where links meet each item, from above, in pixels: never nearer than `room` in a column, long links
 * straight, and every item near the middle of what it is joined to (Brandes, Köpf 2002, with blocks
 * placed along their graph, which needs none of the paper's later corrections).
 */
export function heightsOf(columns: Columns, room: Room): readonly number[] {
  const conflicts = conflictsOf(columns);
  const four = [true, false].flatMap((forth) =>
    [true, false].map((fromAbove) => aligned({ columns, room, conflicts, forth, fromAbove })),
  );
  return balanced(four);
}

interface Alignment {
  readonly columns: Columns;
  readonly room: Room;
  readonly conflicts: Segments;
  /** Whether items follow those of the column before, or those of the column after. */
  readonly forth: boolean;
  /** Whether of two middle ones the upper is followed, and blocks lie as far up as they can. */
  readonly fromAbove: boolean;
}

/** Segments that cross one between two stops of the same links: they give way. */
function conflictsOf({ items, before, position, above, boxes }: Columns): Segments {
  const marked = new Set<number>();
  const inner = (item: number): number | undefined =>
    item < boxes ? undefined : before[item]?.find((other) => other >= boxes);
  items.slice(1).forEach((column, rank) => {
    let [low, scanned] = [0, 0];
    column.forEach((item, at) => {
      const stop = inner(item);
      if (stop === undefined && at < column.length - 1) return;
      const high = stop === undefined ? (items[rank]?.length ?? 0) : (position[stop] ?? 0);
      for (; scanned <= at; scanned += 1) {
        const other = column[scanned] ?? 0;
        for (const source of before[other] ?? []) {
          const place = position[source] ?? 0;
          const isInner = source >= boxes && other >= boxes;
          if (!isInner && (place < low || place > high)) marked.add(source * above.length + other);
        }
      }
      low = high;
    });
  });
  return marked;
}

function aligned(alignment: Alignment): Float64Array {
  const { columns, room, fromAbove } = alignment;
  const items = fromAbove ? columns.items : columns.items.map((column) => column.toReversed());
  const root = blocksOf(alignment, items);
  const places = compacted(root, items, (one, next) =>
    fromAbove ? distance([one, next], columns, room) : distance([next, one], columns, room),
  );
  const heights = Float64Array.from(root, (block) => places[block] ?? 0);
  return fromAbove ? heights : heights.map((height) => -height);
}

/** The first item of the block that each item belongs to: blocks become straight lines. */
function blocksOf(
  { columns, conflicts, forth, fromAbove }: Alignment,
  items: readonly (readonly number[])[],
): Uint32Array {
  const { position, above } = columns;
  const size = above.length;
  const root = Uint32Array.from(above, (_, item) => item);
  const taken = new Uint8Array(size);
  const sign = fromAbove ? 1 : -1;
  const joined = forth ? columns.before : columns.after;
  const given = (a: number, b: number): boolean =>
    conflicts.has(forth ? a * size + b : b * size + a);
  for (const column of forth ? items : items.toReversed()) {
    let last = -Infinity;
    for (const item of column) {
      const others = (joined[item] ?? []).toSorted(
        (a, b) => sign * ((position[a] ?? 0) - (position[b] ?? 0)),
      );
      const middle = (others.length - 1) / 2;
      for (const other of others.slice(Math.floor(middle), Math.ceil(middle) + 1)) {
        const place = sign * (position[other] ?? 0);
        if (root[item] !== item || taken[other] === 1 || place <= last || given(other, item))
          continue;
        root[item] = root[other] ?? other;
        taken[other] = 1;
        last = place;
      }
    }
  }
  return root;
}

interface Gap {
  readonly to: number;
  readonly distance: number;
}

/** Blocks as near to each other as their neighbours allow: first all up, then each down to the next. */
function compacted(
  root: Uint32Array,
  items: readonly (readonly number[])[],
  distanceOf: (one: number, next: number) => number,
): Float64Array {
  const gaps = Array.from(root, (): Gap[] => []);
  const waiting = new Uint32Array(root.length);
  for (const column of items) {
    column.slice(1).forEach((item, at) => {
      const one = column[at] ?? 0;
      const to = root[item] ?? 0;
      gaps[root[one] ?? 0]?.push({ to, distance: distanceOf(one, item) });
      waiting[to] = (waiting[to] ?? 0) + 1;
    });
  }
  const places = new Float64Array(root.length);
  const order = [...root.keys()].filter((item) => root[item] === item && waiting[item] === 0);
  for (const block of order) {
    for (const { to, distance: least } of gaps[block] ?? []) {
      places[to] = Math.max(places[to] ?? 0, (places[block] ?? 0) + least);
      waiting[to] = (waiting[to] ?? 0) - 1;
      if (waiting[to] === 0) order.push(to);
    }
  }
  for (const block of order.toReversed()) {
    const end = (gaps[block] ?? []).reduce(
      (least, gap) => Math.min(least, (places[gap.to] ?? 0) - gap.distance),
      Infinity,
    );
    if (end < Infinity) places[block] = Math.max(places[block] ?? 0, end);
  }
  return places;
}

function distance(
  [upper, lower]: readonly [number, number],
  { above, below, boxes }: Columns,
  room: Room,
): number {
  const stops = Number(upper >= boxes) + Number(lower >= boxes);
  const between = [room.boxes, room.mixed, room.stops][stops] ?? 0;
  return (below[upper] ?? 0) + (above[lower] ?? 0) + between;
}

/** All moved onto the narrowest, and of each item's four places the mean of the two in the middle. */
function balanced(four: readonly Float64Array[]): readonly number[] {
  const spans = four.map((places) => ({
    low: least(places),
    high: -least(places.map((at) => -at)),
  }));
  const widths = spans.map(({ low, high }) => high - low);
  const narrowest = spans[widths.indexOf(least(widths))] ?? { low: 0, high: 0 };
  const moved = four.map((places, index) => {
    const { low = 0, high = 0 } = spans[index] ?? {};
    const shift = index % 2 === 0 ? narrowest.low - low : narrowest.high - high;
    return places.map((at) => at + shift);
  });
  return Array.from(four[0] ?? [], (_, item) => {
    const [, second = 0, third = 0] = moved
      .map((places) => places[item] ?? 0)
      .toSorted((a, b) => a - b);
    return (second + third) / 2;
  });
}

function least(numbers: Iterable<number>): number {
  let found = Infinity;
  for (const number of numbers) found = Math.min(found, number);
  return found;
}
