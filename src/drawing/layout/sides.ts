import type { Columns } from "./columns.ts";
import type { Box } from "./shape.ts";

/** Between two columns: enough for a calm curve, more where curves are steep; in pixels. */
const gapMin = 56;
const gapMax = 180;
const steepness = 0.08;

/** Left and right side of each column, from 0. */
export interface Sides {
  readonly left: readonly number[];
  readonly right: readonly number[];
  /** The column of each item. */
  readonly columnOf: readonly number[];
}

export function sidesOf(
  columns: Columns,
  boxes: readonly Box[],
  middles: readonly number[],
): Sides {
  const columnOf: number[] = [];
  const [left, right]: [number[], number[]] = [[], []];
  let at = 0;
  columns.items.forEach((column, rank) => {
    for (const item of column) columnOf[item] = rank;
    left.push(at);
    at += column.reduce((most, item) => Math.max(most, boxes[item]?.width ?? 0), 0);
    right.push(at);
    at += gapAfter(column, columns, middles);
  });
  return { left, right, columnOf };
}

function gapAfter(
  column: readonly number[],
  { after }: Columns,
  middles: readonly number[],
): number {
  const steepest = column.reduce((most, item) => {
    const climbs = (after[item] ?? []).map((next) => (middles[next] ?? 0) - (middles[item] ?? 0));
    return climbs.reduce((high, climb) => Math.max(high, Math.abs(climb)), most);
  }, 0);
  return Math.round(Math.min(gapMax, gapMin + steepness * steepest));
}
