import { at } from "./at.ts";
import type { Columns } from "./columns.ts";

/** Segments as `segmentKey` numbers them. */
export type Segments = ReadonlySet<number>;

/** One number for the segment between an item and one of the next column. */
export function segmentKey({ above }: Pick<Columns, "above">, left: number, right: number): number {
  return left * above.length + right;
}

/** Segments that cross one between two stops of the same link: they give way, so that it stays straight. */
export function conflictsOf(columns: Columns): Segments {
  const marked = new Set<number>();
  columns.items.slice(1).forEach((column, rank) => {
    let [low, scanned] = [0, 0];
    column.forEach((item, place) => {
      const stop = stopBefore(item, columns);
      if (stop === undefined && place < column.length - 1) return;
      const high =
        stop === undefined ? (columns.items[rank] ?? []).length : at(columns.position, stop);
      for (; scanned <= place; scanned += 1) {
        for (const segment of crossing(at(column, scanned), [low, high], columns)) {
          marked.add(segment);
        }
      }
      low = high;
    });
  });
  return marked;
}

/** The stop of the same link in the column before. */
function stopBefore(item: number, { before, boxes }: Columns): number | undefined {
  return item < boxes ? undefined : before[item]?.find((other) => other >= boxes);
}

/** Segments to an item from outside of a range of positions, other than between stops. */
function crossing(
  item: number,
  [low, high]: readonly [number, number],
  columns: Columns,
): readonly number[] {
  const { before, position, boxes } = columns;
  return (before[item] ?? [])
    .filter((other) => other < boxes || item < boxes)
    .filter((other) => at(position, other) < low || at(position, other) > high)
    .map((other) => segmentKey(columns, other, item));
}
