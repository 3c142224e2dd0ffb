import { expect, test } from "vitest";
import { refuseLarge } from "../../src/app/graph.ts";
import { Failure } from "../../src/base/failure.ts";
import { smallView } from "../support/graph-views.ts";

const [node] = smallView().nodes;
const [edge] = smallView().edges;
const of = <T>(count: number, item: T): readonly T[] => Array.from({ length: count }, () => item);

test("what is too large for a picture is refused, with ways to narrow it", () => {
  const tooMany = [
    { nodes: of(5001, node!), edges: [] },
    { nodes: [node!], edges: of(25_001, edge!) },
  ];
  for (const view of tooMany) expect(() => refuseLarge(view)).toThrow(Failure);
  expect(() => refuseLarge(tooMany[0]!)).toThrow("5001 assets and 0 edges are too many");
  expect(() => refuseLarge({ nodes: of(5000, node!), edges: of(25_000, edge!) })).not.toThrow();
});
