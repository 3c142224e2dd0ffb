import { columnsOf, type Columns } from "./columns.ts";
import { heightsOf } from "./heights.ts";
import { order } from "./order.ts";
import { packed } from "./pack.ts";
import { partsOf, type Part } from "./parts.ts";
import { portsOf } from "./ports.ts";
import { backLinks, ranksOf } from "./ranks.ts";
import { sidesOf, type Sides } from "./sides.ts";
import type { Box, Layout, Link, Point, Route } from "./shape.ts";

/** Between neighbours in a column, in pixels. */
const room = { boxes: 22, mixed: 16, stops: 9 };

/**
 * Boxes in columns from left to right along their links, in whole pixels (Sugiyama's method), with
 * connected parts beside each other. A function of its arguments alone; boxes never overlap.
 */
export function layoutOf(boxes: readonly Box[], links: readonly Link[]): Layout {
  const parts = partsOf(boxes.length, links);
  const layouts = parts.map((part) => laidOut(part, boxes, links));
  const { corners: places, ...size } = packed(layouts);
  const corners: Point[] = [];
  const routes: Route[] = [];
  parts.forEach((part, index) => {
    const [layout, at = { x: 0, y: 0 }] = [layouts[index], places[index]];
    part.boxes.forEach((box, number) => (corners[box] = shifted(layout?.corners[number], at)));
    part.links.forEach((link, number) => {
      const { points = [], back = false } = layout?.routes[number] ?? {};
      routes[link] = { points: points.map((point) => shifted(point, at)), back };
    });
  });
  return { ...size, corners, routes };
}

function shifted({ x, y }: Point = { x: 0, y: 0 }, by: Point): Point {
  return { x: x + by.x, y: y + by.y };
}

/** One connected part, with its own upper left corner at 0, 0. */
function laidOut(part: Part, allBoxes: readonly Box[], allLinks: readonly Link[]): Layout {
  const numberOf = new Map(part.boxes.map((box, number) => [box, number]));
  const boxes = part.boxes.map((box) => allBoxes[box] ?? { width: 0, height: 0, port: 0 });
  const links = part.links.flatMap((link) => renumbered(allLinks[link], numberOf));
  const back = backLinks(boxes.length, links);
  const forward = links.map((link, number) =>
    back.has(number) ? { ...link, from: link.to, to: link.from } : link,
  );
  // A link from a box to itself has no column to lead to: it is drawn, but places nothing.
  const placing = forward.filter(({ from, to }) => from !== to);
  const columns = columnsOf(boxes, placing, ranksOf(boxes.length, placing));
  order(columns);
  const middles = fromTop(heightsOf(columns, room), columns);
  const sides = sidesOf(columns, boxes, middles);
  const corners = boxes.map(({ port }, box) => ({
    x: sides.left[sides.columnOf[box] ?? 0] ?? 0,
    y: (middles[box] ?? 0) - port,
  }));
  const ways = waysOf({ columns, boxes, middles, sides }, placing);
  const routes = forward.map((link, number): Route => {
    if (link.from === link.to) return { points: loopAt(link.from, boxes, corners), back: true };
    const points = ways.get(link) ?? [];
    return back.has(number) ? { points: points.toReversed(), back: true } : { points, back: false };
  });
  const height = middles.reduce(
    (most, at, item) => Math.max(most, at + (columns.below[item] ?? 0)),
    0,
  );
  return { width: sides.right.at(-1) ?? 0, height: Math.ceil(height), corners, routes };
}

function renumbered(
  link: Link | undefined,
  numberOf: ReadonlyMap<number, number>,
): readonly Link[] {
  if (link === undefined) return [];
  return [{ ...link, from: numberOf.get(link.from) ?? 0, to: numberOf.get(link.to) ?? 0 }];
}

/** Heights in whole pixels, the uppermost edge of all items at 0. */
function fromTop(heights: readonly number[], { above }: Columns): readonly number[] {
  const top = heights.reduce(
    (least, at, item) => Math.min(least, at - (above[item] ?? 0)),
    Infinity,
  );
  return heights.map((at) => Math.round(at - top));
}

interface Placed {
  readonly columns: Columns;
  readonly boxes: readonly Box[];
  readonly middles: readonly number[];
  readonly sides: Sides;
}

/** The points of each link, from left to right. */
function waysOf(placed: Placed, links: readonly Link[]): ReadonlyMap<Link, readonly Point[]> {
  const { columns, boxes, middles, sides } = placed;
  const ports = portsOf(columns, boxes, { links, middles });
  const { left, right, columnOf } = sides;
  return new Map(
    links.map((link, number) => {
      const start = (left[columnOf[link.from] ?? 0] ?? 0) + (boxes[link.from]?.width ?? 0);
      const passed = (columns.stops[number] ?? []).flatMap((stop) => {
        const [y, column] = [middles[stop] ?? 0, columnOf[stop] ?? 0];
        return [
          { x: left[column] ?? 0, y },
          { x: right[column] ?? 0, y },
        ];
      });
      const points = [
        { x: start, y: ports.start[number] ?? 0 },
        ...passed,
        { x: left[columnOf[link.to] ?? 0] ?? 0, y: ports.end[number] ?? 0 },
      ];
      return [link, points];
    }),
  );
}

/** Out of the right side and into it again. */
function loopAt(box: number, boxes: readonly Box[], corners: readonly Point[]): readonly Point[] {
  const { width, height } = boxes[box] ?? { width: 0, height: 0 };
  const { x, y } = corners[box] ?? { x: 0, y: 0 };
  const [right, reach] = [x + width, Math.round(Math.min(10, height / 4))];
  return [
    { x: right, y: y + reach },
    { x: right, y: y + 3 * reach },
  ];
}
