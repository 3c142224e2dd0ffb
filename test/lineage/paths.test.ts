import fc from "fast-check";
import { expect, test } from "vitest";
import { pathsFrom, type Network } from "../../src/lineage/paths.ts";
import { pathsCounted } from "../../src/model/trace.ts";

function networkOf(edges: readonly (readonly [number, number])[]): Network<string> {
  return {
    ways: (node) =>
      edges.flatMap(([from, to]) => (from === node ? [{ to, step: `${from}-${to}` }] : [])),
  };
}

const routes = (found: ReturnType<typeof pathsFrom<string>>): readonly string[] =>
  found.paths.map(({ start, ways }) => [start, ...ways.map(({ to }) => to)].join(" "));

test("every path to the goal is found, the shorter first, and nothing goes beyond it", () => {
  const network = networkOf([
    [0, 1],
    [1, 2],
    [2, 9],
    [0, 9],
    [9, 3],
    [0, 4],
  ]);
  const found = pathsFrom(network, [0], { goal: new Set([9]), limit: 9 });
  expect(routes(found)).toEqual(["0 9", "0 1 2 9"]);
  expect(found).toMatchObject({ total: 2, circles: 0 });
});

test("without a goal paths end where nothing goes on", () => {
  const network = networkOf([
    [0, 1],
    [0, 2],
    [2, 3],
  ]);
  expect(routes(pathsFrom(network, [0], { limit: 9 }))).toEqual(["0 1", "0 2 3"]);
  expect(routes(pathsFrom(network, [7], { limit: 9 }))).toEqual(["7"]);
});

test("a way that ends its path is not followed further", () => {
  const network: Network<string> = {
    ways: (node) => (node < 3 ? [{ to: node + 1, step: "", last: node === 1 }] : []),
  };
  expect(routes(pathsFrom(network, [0], { limit: 9 }))).toEqual(["0 1 2"]);
  expect(pathsFrom(network, [0], { limit: 9, goal: new Set([3]) }).total).toBe(0);
  expect(pathsFrom(network, [0], { limit: 9, goal: new Set([2]) }).total).toBe(1);
});

test("a circle is left out and counted; what lies on it is reached all the same", () => {
  const network = networkOf([
    [0, 1],
    [1, 0],
    [1, 1],
    [1, 2],
  ]);
  const found = pathsFrom(network, [0], { limit: 9 });
  expect(routes(found)).toEqual(["0 1 2"]);
  expect(found.circles).toBe(2);
});

test("more paths than can be walked are counted, and as many as asked for are given", () => {
  const rungs = Array.from({ length: 40 }, (_, index) => index * 3);
  const ladder = networkOf(
    rungs.flatMap((at): readonly (readonly [number, number])[] => [
      [at, at + 1],
      [at, at + 2],
      [at + 1, at + 3],
      [at + 2, at + 3],
    ]),
  );
  const found = pathsFrom(ladder, [0], { limit: 5 });
  expect(found.paths).toHaveLength(5);
  expect(found.total).toBe(2 ** 40);
});

test("more paths than can be told apart are so many", () => {
  const wide: Network<string> = {
    ways: (node) =>
      node < 60 ? Array.from({ length: 9 }, () => ({ to: node + 1, step: "" })) : [],
  };
  expect(pathsFrom(wide, [0], { limit: 1 }).total).toBe(pathsCounted);
});

test("a chain of a hundred thousand steps is one path", () => {
  const chain: Network<string> = {
    ways: (node) => (node < 100_000 ? [{ to: node + 1, step: "" }] : []),
  };
  const found = pathsFrom(chain, [0], { limit: 5 });
  expect(found.paths[0]?.ways).toHaveLength(100_000);
});

test("in a network without circles the paths are those that a plain search finds", () => {
  const edges = fc.array(fc.tuple(fc.nat(6), fc.nat(6)), { maxLength: 14 });
  fc.assert(
    fc.property(edges, (drawn) => {
      const unique = [...new Set(drawn.map(([a, b]) => `${Math.min(a, b)} ${Math.max(a, b)}`))]
        .map((text): readonly [number, number] => [Number(text[0]), Number(text[2])])
        .filter(([a, b]) => a !== b);
      const goal = new Set([6]);
      const found = pathsFrom(networkOf(unique), [0], { goal, limit: 1000 });
      expect(routes(found).toSorted()).toEqual(plainPaths(unique, 0, 6).toSorted());
      expect(found.total).toBe(found.paths.length);
    }),
  );
});

function plainPaths(
  edges: readonly (readonly [number, number])[],
  from: number,
  to: number,
): readonly string[] {
  if (from === to) return [`${to}`];
  return edges
    .filter(([start]) => start === from)
    .flatMap(([, next]) => plainPaths(edges, next, to).map((rest) => `${from} ${rest}`));
}

test("whatever the network, no path repeats a node and each is one of the network", () => {
  const edges = fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 20 });
  fc.assert(
    fc.property(edges, (drawn) => {
      const known = new Set(drawn.map(([a, b]) => `${a}-${b}`));
      for (const { start, ways } of pathsFrom(networkOf(drawn), [0], { limit: 50 }).paths) {
        const nodes = [start, ...ways.map(({ to }) => to)];
        expect(new Set(nodes).size).toBe(nodes.length);
        expect(ways.every(({ step }) => known.has(step))).toBe(true);
      }
    }),
  );
});
