import * as fc from "fast-check";
import { expect, test } from "vitest";
import { layoutOf } from "../../src/drawing/layout/layout.ts";
import type { Box, Layout, Link } from "../../src/drawing/layout/shape.ts";

const anyBox: fc.Arbitrary<Box> = fc
  .record({ width: fc.integer({ min: 20, max: 260 }), height: fc.integer({ min: 30, max: 300 }) })
  .map((size) => ({ ...size, port: Math.min(26, Math.floor(size.height / 2)) }));

const anyGraph: fc.Arbitrary<{ readonly boxes: readonly Box[]; readonly links: readonly Link[] }> =
  fc
    .record({
      boxes: fc.array(anyBox, { minLength: 1, maxLength: 25 }),
      ends: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 40 })), {
        maxLength: 40,
      }),
    })
    .map(({ boxes, ends }) => ({
      boxes,
      links: ends.map(([from, to, thickness]) => ({
        from: from % boxes.length,
        to: to % boxes.length,
        weight: 1 + (thickness % 3),
        thickness,
      })),
    }));

function linked(...ends: readonly (readonly [number, number])[]): readonly Link[] {
  return ends.map(([from, to]) => ({ from, to, weight: 1, thickness: 2 }));
}

function boxesOf(count: number): readonly Box[] {
  return Array.from({ length: count }, () => ({ width: 100, height: 50, port: 25 }));
}

function overlaps({ corners }: Layout, boxes: readonly Box[]): readonly string[] {
  return boxes.flatMap((a, one) =>
    boxes.flatMap((b, other) => {
      if (other <= one) return [];
      const [p, q] = [corners[one]!, corners[other]!];
      const apart =
        p.x + a.width <= q.x ||
        q.x + b.width <= p.x ||
        p.y + a.height <= q.y ||
        q.y + b.height <= p.y;
      return apart ? [] : [`${one} ${other}`];
    }),
  );
}

test("boxes never overlap and lie inside of the drawing, in whole pixels", () => {
  fc.assert(
    fc.property(anyGraph, ({ boxes, links }) => {
      const layout = layoutOf(boxes, links);
      expect(overlaps(layout, boxes)).toEqual([]);
      layout.corners.forEach(({ x, y }, box) => {
        expect([x, y].every((at) => Number.isInteger(at) && at >= 0)).toBe(true);
        expect(x + boxes[box]!.width).toBeLessThanOrEqual(layout.width);
        expect(y + boxes[box]!.height).toBeLessThanOrEqual(layout.height);
      });
    }),
  );
});

test("every link runs from its source's side to its target's, left to right unless it is marked", () => {
  fc.assert(
    fc.property(anyGraph, ({ boxes, links }) => {
      const { routes, corners } = layoutOf(boxes, links);
      expect(routes).toHaveLength(links.length);
      routes.forEach(({ points, back }, number) => {
        const { from, to } = links[number]!;
        const xs = points.map(({ x }) => x);
        const rightOf = (box: number): number => corners[box]!.x + boxes[box]!.width;
        const forwards = [rightOf(from), corners[to]!.x];
        const backwards = [corners[from]!.x, rightOf(to)];
        const loop = [rightOf(from), rightOf(from)];
        expect([xs[0], xs.at(-1)]).toEqual(from === to ? loop : back ? backwards : forwards);
        expect(back || from !== to).toBe(true);
        const forth = back ? xs.toReversed() : xs;
        expect(forth).toEqual(forth.toSorted((a, b) => a - b));
        for (const [end, box] of [
          [points[0]!, from],
          [points.at(-1)!, to],
        ] as const) {
          expect(end.y).toBeGreaterThan(corners[box]!.y);
          expect(end.y).toBeLessThan(corners[box]!.y + boxes[box]!.height);
        }
      });
    }),
  );
});

test("no link passes through a box, where links are cut at each column", () => {
  fc.assert(
    fc.property(anyGraph, ({ boxes, links }) => {
      const { routes, corners } = layoutOf(boxes, links);
      // Between two columns a curve meets no box; where it passes one it is straight and level.
      const level = routes.flatMap(({ points }) =>
        points
          .slice(1, -1)
          .flatMap((point, at, inner) => (at % 2 === 0 ? [[point, inner[at + 1]!] as const] : [])),
      );
      const hit = level.filter(([a, b]) =>
        boxes.some(({ width, height }, box) => {
          const { x, y } = corners[box]!;
          const [left, right] = [Math.min(a.x, b.x), Math.max(a.x, b.x)];
          return a.y > y && a.y < y + height && left < x + width && right > x;
        }),
      );
      expect(level.every(([a, b]) => a.y === b.y)).toBe(true);
      expect(hit).toEqual([]);
    }),
  );
});

test("only links that close a circle run back", () => {
  const acyclic = fc.array(fc.tuple(fc.nat({ max: 14 }), fc.nat({ max: 14 })), { maxLength: 40 });
  fc.assert(
    fc.property(acyclic, (ends) => {
      const links = linked(...ends.filter(([a, b]) => a < b));
      expect(layoutOf(boxesOf(15), links).routes.every(({ back }) => !back)).toBe(true);
    }),
  );
  const circle = layoutOf(boxesOf(3), linked([0, 1], [1, 2], [2, 0])).routes;
  expect(circle.map(({ back }) => back)).toEqual([false, false, true]);
});

test("the same graph gives the same drawing", () => {
  fc.assert(
    fc.property(anyGraph, ({ boxes, links }) => {
      expect(layoutOf(boxes, links)).toEqual(layoutOf(boxes, links));
    }),
    { numRuns: 20 },
  );
});

test("a chain is one straight line, and a source stands next to what it feeds", () => {
  const chain = layoutOf(boxesOf(4), linked([0, 1], [1, 2], [2, 3]));
  expect(new Set(chain.corners.map(({ y }) => y))).toEqual(new Set([0]));
  const { corners } = layoutOf(boxesOf(5), linked([0, 1], [1, 2], [2, 3], [4, 3]));
  expect(corners[4]!.x).toBe(corners[2]!.x);
});

test("a graph that can be drawn without crossings is", () => {
  const { corners } = layoutOf(boxesOf(6), linked([0, 5], [1, 4], [2, 3]));
  expect(corners).toHaveLength(6);
  const mirrored = layoutOf(boxesOf(7), linked([6, 0], [6, 1], [6, 2], [0, 5], [1, 4], [2, 3]));
  const order = (items: readonly number[]): readonly number[] =>
    items.toSorted((a, b) => mirrored.corners[a]!.y - mirrored.corners[b]!.y);
  const pairs = new Map([
    [0, 5],
    [1, 4],
    [2, 3],
  ]);
  expect(order([3, 4, 5])).toEqual(order([0, 1, 2]).map((box) => pairs.get(box)));
});

test("what links do not join lies side by side, the largest part first", () => {
  const layout = layoutOf(boxesOf(40), linked([38, 39]));
  expect([layout.corners[38], layout.corners[39]!.y]).toEqual([{ x: 0, y: 0 }, 0]);
  expect(layout.width / layout.height).toBeGreaterThan(1);
  expect(overlaps(layout, boxesOf(40))).toEqual([]);
});

test("nothing at all has no size", () => {
  expect(layoutOf([], [])).toEqual({ width: 0, height: 0, corners: [], routes: [] });
});

test("a chain of thousands, and more long links than are cut, come to an end", () => {
  const count = 3000;
  const steps = Array.from({ length: count - 1 }, (_, at) => [at, at + 1] as const);
  const jumps = Array.from({ length: 200 }, (_, at) => [at, count - 1 - at] as const);
  const layout = layoutOf(boxesOf(count), linked(...steps, ...jumps));
  expect(layout.routes).toHaveLength(count - 1 + 200);
  expect(new Set(layout.corners.map(({ x }) => x)).size).toBe(count);
});
