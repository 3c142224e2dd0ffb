import * as fc from "fast-check";
import { expect, test } from "vitest";
import { graphOf, reachable, shortestPath } from "../../src/model/graph.ts";
import type { AssetId } from "../../src/model/ids.ts";
import type { EdgeKind } from "../../src/model/kinds.ts";
import type { Edge } from "../../src/model/snapshot.ts";
import { asId, placeAt } from "../support/claims.ts";

const id = (name: string): AssetId => asId(`dataset:${name}`);

function edge(from: string, to: string, kind: EdgeKind = "derives"): Edge {
  const place = placeAt("a.yaml");
  return { kind, from: id(from), to: id(to), strength: "declared", tool: "own", place };
}

function graph(names: string, edges: readonly Edge[]): ReturnType<typeof graphOf> {
  return graphOf({ assets: Array.from(names).map((name) => ({ id: id(name) })), edges });
}

const diamond = graph("dcba", [edge("a", "b"), edge("a", "c"), edge("b", "d"), edge("c", "d")]);

test("everything downstream is found once, sorted, without the start", () => {
  expect(reachable(diamond, [id("a")], { direction: "down" })).toEqual(["b", "c", "d"].map(id));
});

test("upstream runs against the edges", () => {
  expect(reachable(diamond, [id("d")], { direction: "up" })).toEqual(["a", "b", "c"].map(id));
});

test("depth ends the walk", () => {
  expect(reachable(diamond, [id("a")], { direction: "down", depth: 1 })).toEqual(
    ["b", "c"].map(id),
  );
  expect(reachable(diamond, [id("a")], { direction: "down", depth: 0 })).toEqual([]);
});

test("only data edges are followed unless other kinds are asked for", () => {
  const mixed = graph("abc", [edge("a", "b", "deploys"), edge("a", "c", "reads")]);
  expect(reachable(mixed, [id("a")], { direction: "down" })).toEqual([id("c")]);
  const deploys = new Set<EdgeKind>(["deploys"]);
  expect(reachable(mixed, [id("a")], { direction: "down", kinds: deploys })).toEqual([id("b")]);
});

test("a circle ends", () => {
  const circle = graph("ab", [edge("a", "b"), edge("b", "a")]);
  expect(reachable(circle, [id("a")], { direction: "down" })).toEqual([id("b")]);
});

test("an unknown start reaches nothing, and edges to nowhere are left out", () => {
  expect(reachable(diamond, [id("x")], { direction: "down" })).toEqual([]);
  expect(graph("a", [edge("a", "gone")]).edges).toEqual([]);
});

test("a shortest path is given edge by edge in walking order", () => {
  const long = graph("abcd", [edge("a", "b"), edge("b", "c"), edge("c", "d"), edge("a", "c")]);
  const path = shortestPath(long, [id("a"), id("d")], { direction: "down" });
  expect(path?.map(({ from, to }) => [from, to])).toEqual([
    [id("a"), id("c")],
    [id("c"), id("d")],
  ]);
  expect(shortestPath(long, [id("d"), id("a")], { direction: "down" })).toBeUndefined();
  expect(shortestPath(long, [id("d"), id("a")], { direction: "up" })).toHaveLength(2);
});

test("reachability agrees with a naive search", () => {
  const name = fc.constantFrom(...Array.from("abcdefgh"));
  const pairs = fc.array(fc.tuple(name, name), { maxLength: 20 });
  fc.assert(
    fc.property(pairs, name, (edges, start) => {
      const found = new Set([start]);
      for (let round = 0; round < 8; round += 1) {
        for (const [from, to] of edges) if (found.has(from)) found.add(to);
      }
      found.delete(start);
      const walked = reachable(
        graph(
          "abcdefgh",
          edges.map(([from, to]) => edge(from, to)),
        ),
        [id(start)],
        { direction: "down" },
      );
      expect(walked).toEqual([...found].toSorted((a, b) => (a < b ? -1 : 1)).map(id));
    }),
  );
});
