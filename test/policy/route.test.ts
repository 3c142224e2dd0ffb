import { expect, test } from "vitest";
import { routesOf } from "../../src/policy/route.ts";
import { assetWith, edge, idOf, placesOf, snapshotOf } from "../support/policies.ts";

const place = placesOf("job.yaml").value("reads");
const assets = [
  assetWith("dataset:a/raw"),
  assetWith("dataset:a/mid"),
  assetWith("dataset:a/end"),
  assetWith("job:a/load", {
    unresolved: [{ edge: "reads", text: "a/gone", reason: "absent", place }],
  }),
];
const routes = routesOf(
  snapshotOf(assets, [
    edge("dataset:a/raw", "reads", "job:a/load"),
    edge("job:a/load", "writes", "dataset:a/mid"),
    edge("dataset:a/mid", "derives", "dataset:a/end"),
    edge("dataset:a/end", "derives", "dataset:a/mid"),
    edge("dataset:a/end", "owns", "dataset:a/raw"),
  ]),
);

test("a route names every hop in the order data runs", () => {
  const way = routes.between(idOf("dataset:a/raw"), idOf("dataset:a/end"));
  expect(way.map(({ from, kind, to }) => `${from} ${kind} ${to}`)).toEqual([
    "dataset:a/raw reads job:a/load",
    "job:a/load writes dataset:a/mid",
    "dataset:a/mid derives dataset:a/end",
  ]);
});

test("there is no route against the edges, along others, or to nowhere", () => {
  expect(routes.between(idOf("dataset:a/end"), idOf("dataset:a/raw"))).toEqual([]);
  expect(routes.between(idOf("dataset:a/none"), idOf("dataset:a/end"))).toEqual([]);
});

test("a lost reference is found in whatever leads to the asset, and nowhere else", () => {
  expect(routes.unresolvedInto(idOf("dataset:a/end"))?.text).toBe("a/gone");
  expect(routes.unresolvedInto(idOf("dataset:a/raw"))).toBeUndefined();
});
