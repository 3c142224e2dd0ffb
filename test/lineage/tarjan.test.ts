import * as fc from "fast-check";
import { expect, test } from "vitest";
import { knots } from "../../src/lineage/tarjan.ts";
import { rowsBy } from "../../src/model/graph.ts";

function knotsOf(
  nodes: number,
  edges: readonly (readonly [number, number])[],
): readonly (readonly number[])[] {
  const sources = Uint32Array.from(edges, ([from]) => from);
  const targets = Uint32Array.from(edges, ([, to]) => to);
  return knots(rowsBy(sources, nodes), targets);
}

test("a graph without a circle has no knot", () => {
  expect(
    knotsOf(3, [
      [0, 1],
      [1, 2],
      [0, 2],
    ]),
  ).toEqual([]);
});

test("two circles that share a node are one knot, two apart are two", () => {
  expect(
    knotsOf(4, [
      [0, 1],
      [1, 0],
      [1, 2],
      [2, 1],
    ]),
  ).toEqual([[0, 1, 2]]);
  expect(
    knotsOf(4, [
      [2, 3],
      [3, 2],
      [0, 1],
      [1, 0],
    ]),
  ).toEqual([
    [0, 1],
    [2, 3],
  ]);
});

test("a chain of a hundred thousand does not exhaust the stack", () => {
  const length = 100_000;
  const chain = Array.from({ length }, (_, node) => [node, (node + 1) % length] as const);
  expect(knotsOf(length, chain)[0]).toHaveLength(length);
});

test("a knot is what reaches itself both ways", () => {
  const node = fc.nat(6);
  fc.assert(
    fc.property(fc.array(fc.tuple(node, node), { maxLength: 14 }), (edges) => {
      const reach = Array.from({ length: 7 }, (_, start) => {
        const found = new Set([start]);
        for (let round = 0; round < 7; round += 1) {
          for (const [from, to] of edges) if (found.has(from)) found.add(to);
        }
        return found;
      });
      const mutual = reach.map((own, a) =>
        [...own].filter((b) => reach[b]?.has(a)).toSorted((x, y) => x - y),
      );
      const expected = new Set(mutual.filter((knot) => knot.length > 1).map((knot) => knot.join()));
      expect(new Set(knotsOf(7, edges).map((knot) => knot.join()))).toEqual(expected);
    }),
  );
});
