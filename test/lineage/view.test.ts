import { expect, test } from "vitest";
import { viewOf } from "../../src/lineage/view.ts";
import { asId, claim, exists, job, own, snapshotFrom } from "../support/claims.ts";

const snapshot = snapshotFrom([
  exists("dataset", "shop/orders"),
  claim(own("dataset", "shop/orders"), { is: "facet", facet: "owner", value: { team: "shop" } }),
  claim(own("dataset", "shop/orders"), { is: "tag", tag: "gold" }),
  ...job("growth/load", ["shop/orders", "feast:v"], ["s3://lake/out"]),
  ...job("growth/report", ["s3://lake/out"], []),
  ...job("other/load", [], ["s3://lake/else"]),
]);

test("without a focus everything is shown", () => {
  const view = viewOf(snapshot);
  expect(view.nodes).toHaveLength(snapshot.assets.length);
  expect(view.edges).toHaveLength(snapshot.edges.length);
  expect(view.nodes.find(({ id }) => id === "dataset:shop/orders")).toMatchObject({
    owner: "shop",
    tags: ["gold"],
    name: "orders",
    place: { path: "own-Dataset-shop-orders.yaml" },
  });
  expect(view.nodes.find(({ id }) => id === "job:growth/load")?.unresolved).toEqual([
    { edge: "reads", text: "feast:v", reason: "tool" },
  ]);
});

test("a focus shows what is before and after it, up to a depth", () => {
  const focus = asId("dataset:s3://lake/out");
  expect(viewOf(snapshot, { focus }).nodes.map(({ id }) => id)).toEqual([
    "dataset:s3://lake/out",
    "dataset:shop/orders",
    "job:growth/load",
    "job:growth/report",
  ]);
  const near = viewOf(snapshot, { focus, depth: 1 });
  expect(near.nodes).toHaveLength(3);
  expect(near).toMatchObject({ focus, depth: 1, total: { assets: 6, edges: 4 } });
});
