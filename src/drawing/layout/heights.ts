import { at } from "./at.ts";
import { blocksOf, placesOf, type Way } from "./blocks.ts";
import type { Columns } from "./columns.ts";
import { conflictsOf, type Segments } from "./conflicts.ts";

/** Room between neighbours in a column, in pixels: boxes, a box and a stop, stops. */
export interface Room {
  readonly boxes: number;
  readonly mixed: number;
  readonly stops: number;
}

const ways: readonly Way[] = [
  { forth: true, fromAbove: true },
  { forth: true, fromAbove: false },
  { forth: false, fromAbove: true },
  { forth: false, fromAbove: false },
];

/**
 * Where links meet each item, from above, in pixels: never nearer than `room` in a column, long
 * links straight, and every item near the middle of what it is joined to (Brandes, Köpf 2002, with
 * blocks placed along their graph, which needs none of the paper's later corrections).
 */
export function heightsOf(columns: Columns, room: Room): readonly number[] {
  const conflicts = conflictsOf(columns);
  return balanced(ways.map((way) => aligned(columns, room, { ...way, conflicts })));
}

function aligned(
  columns: Columns,
  room: Room,
  way: Way & { readonly conflicts: Segments },
): Float64Array {
  const { fromAbove } = way;
  const ordered = fromAbove ? columns.items : columns.items.map((column) => column.toReversed());
  const root = blocksOf(columns, ordered, way);
  const places = placesOf(root, ordered, (one, next) =>
    fromAbove ? distance([one, next], columns, room) : distance([next, one], columns, room),
  );
  return Float64Array.from(root, (block) => (fromAbove ? 1 : -1) * at(places, block));
}

function distance(
  [upper, lower]: readonly [number, number],
  { above, below, boxes }: Columns,
  room: Room,
): number {
  const stops = Number(upper >= boxes) + Number(lower >= boxes);
  const between = [room.boxes, room.mixed, room.stops][stops] ?? 0;
  return at(below, upper) + at(above, lower) + between;
}

/** All moved onto the narrowest, and of each item's four places the mean of the two in the middle. */
function balanced(four: readonly Float64Array[]): readonly number[] {
  const spans = four.map((places) => ({
    low: smallest(places),
    high: -smallest(places.map((place) => -place)),
  }));
  const widths = spans.map(({ low, high }) => high - low);
  const narrowest = spans[widths.indexOf(smallest(widths))] ?? { low: 0, high: 0 };
  const moved = four.map((places, index) => {
    const { low = 0, high = 0 } = spans[index] ?? {};
    const shift = ways[index]?.fromAbove === true ? narrowest.low - low : narrowest.high - high;
    return places.map((place) => place + shift);
  });
  return Array.from(four[0] ?? [], (_, item) => {
    const sorted = moved.map((places) => at(places, item)).toSorted((a, b) => a - b);
    return (at(sorted, 1) + at(sorted, 2)) / 2;
  });
}

function smallest(numbers: Iterable<number>): number {
  let found = Infinity;
  for (const number of numbers) found = Math.min(found, number);
  return found;
}
