import { expect, test } from "vitest";
import { Failure } from "../../src/base/failure.ts";
import { assetNamed } from "../../src/lineage/find.ts";
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

test.each(["dataset:shop/orders", "own:Dataset/shop/orders", "shop/orders", "orders"])(
  "%s names the asset",
  (words) => {
    expect(assetNamed(snapshot, words).id).toBe("dataset:shop/orders");
  },
);

test("a URI names an asset in every spelling", () => {
  expect(assetNamed(snapshot, "s3a://lake/out/").id).toBe("dataset:s3://lake/out");
});

test("an unknown name fails and proposes what is near, an ambiguous one lists what it names", () => {
  const failureOf = (words: string): unknown => {
    try {
      return assetNamed(snapshot, words);
    } catch (thrown) {
      return thrown;
    }
  };
  expect(failureOf("oders")).toBeInstanceOf(Failure);
  expect(failureOf("oders")).toMatchObject({ code: "ASSET_UNKNOWN", help: "did you mean orders?" });
  expect(failureOf("load")).toMatchObject({
    code: "ASSET_UNKNOWN",
    message: "load names 2 assets",
    help: "job:growth/load\njob:other/load",
  });
});
