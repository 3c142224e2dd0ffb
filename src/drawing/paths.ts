import type { Point } from "./layout/shape.ts";

const headLength = 7;
const headWidth = 3.6;

/** One line as path data, and the head at its end. */
export interface Path {
  readonly line: string;
  readonly head: string;
}

/**
 * A smooth line through the points of a route: curves in the gaps between columns, straight where it
 * passes one. It leaves and arrives horizontally and ends at the head, whose tip is the last point.
 */
export function pathOf(points: readonly Point[]): Path {
  const [first, tip] = [points[0], points.at(-1)];
  if (first === undefined || tip === undefined) return { line: "", head: "" };
  const last = points.at(-2) ?? first;
  // Back to the box that it comes from, it arrives as one that runs back.
  const forth = tip.x > last.x ? 1 : -1;
  const base = { x: tip.x - forth * headLength, y: tip.y };
  const through = [...points.slice(0, -1), base];
  const line = points.length === 2 && first.x === tip.x ? loop(first, base) : curves(through);
  const [up, down] = [tip.y - headWidth, tip.y + headWidth];
  return { line, head: `M${tip.x} ${tip.y}L${base.x} ${up}V${down}Z` };
}

/** Without a head: for lines that only accompany. */
export function curves(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return "";
  let from = first;
  const parts = rest.map((to) => {
    const part = partOf(from, to);
    from = to;
    return part;
  });
  return `M${first.x} ${first.y}${parts.join("")}`;
}

function partOf(from: Point, to: Point): string {
  if (from.y === to.y) return `H${to.x}`;
  const bend = Math.round((to.x - from.x) / 2);
  return `C${from.x + bend} ${from.y} ${to.x - bend} ${to.y} ${to.x} ${to.y}`;
}

function loop(from: Point, to: Point): string {
  const reach = 30;
  return `M${from.x} ${from.y}C${from.x + reach} ${from.y} ${to.x + reach} ${to.y} ${to.x} ${to.y}`;
}
