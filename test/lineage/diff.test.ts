import * as fc from "fast-check";
import { expect, test } from "vitest";
import { diffSnapshots, impactOf } from "../../src/lineage/diff.ts";
import type { Claim } from "../../src/model/claim.ts";
import {
  asKey,
  claim,
  exists,
  job,
  own,
  placeAt,
  relates,
  snapshotFrom,
  text,
} from "../support/claims.ts";
import { layeredClaims, moved } from "../support/graphs.ts";

const orders = own("dataset", "shop/orders");
const column = (name: string, type: string): Claim =>
  claim(
    orders,
    { is: "column", column: { name, type, tags: [] } },
    { place: placeAt("orders.yaml", `/c/${name}`) },
  );
const owned = claim(orders, { is: "facet", facet: "owner", value: { team: "shop" } });

const base = [
  exists("dataset", "shop/orders"),
  owned,
  column("id", "string"),
  ...job("growth/load", ["shop/orders"], ["s3://lake/out"]),
  ...job("growth/report", ["s3://lake/out"], []),
];
const diff = (from: readonly Claim[], to: readonly Claim[]): ReturnType<typeof diffSnapshots> =>
  diffSnapshots(snapshotFrom(from), snapshotFrom(to));

test("equal snapshots differ in nothing, nor do moved files", () => {
  expect(diff(base, base)).toEqual([]);
  expect(diff(base, moved(base))).toEqual([]);
});

test("columns that come, go or change their type are fields of the asset, with what they reach", () => {
  const changed = [
    ...base.filter((one) => one.says.is !== "column"),
    column("id", "int"),
    column("at", "date"),
  ];
  expect(diff(base, changed)).toMatchObject([
    {
      asset: "dataset:shop/orders",
      change: "modified",
      owner: "shop",
      fields: [
        { field: "columns/at", after: "at", place: { path: "orders.yaml" } },
        { field: "columns/at/type", after: "date" },
        { field: "columns/id/type", before: "string", after: "int" },
      ],
      reaches: ["dataset:s3://lake/out", "job:growth/load", "job:growth/report"],
    },
  ]);
  expect(diff(changed, base)[0]?.fields).toContainEqual({
    field: "columns/at",
    before: "at",
    place: placeAt("orders.yaml", "/c/at"),
  });
});

test("a new location is a change of an asset that stays, also where others referred to the location", () => {
  const location = claim(orders, {
    is: "sameAs",
    key: asKey("at:s3://lake/orders"),
    canonical: true,
  });
  const reader = job("growth/other", ["s3://lake/orders"], []);
  const changes = diff([...base, ...reader], [...base, ...reader, location]);
  expect(changes.map(({ asset, change }) => [asset, change])).toEqual([
    ["dataset:s3://lake/orders", "modified"],
  ]);
  expect(changes[0]).toMatchObject({ formerly: "dataset:shop/orders" });
  expect(changes[0]?.fields.map(({ field }) => field)).toEqual(["keys/at:s3://lake/orders"]);
});

test("identity pairs: adding or removing one key never removes or adds an asset", () => {
  const location = claim(orders, { is: "sameAs", key: asKey("at:s3://lake/orders") });
  const alias = claim(orders, { is: "sameAs", key: asKey("dbt:model.x") });
  fc.assert(
    fc.property(fc.subarray([location, alias]), fc.subarray([location, alias]), (from, to) => {
      const changes = diff([...base, ...from], [...base, ...to]);
      expect(changes.filter(({ change }) => change !== "modified")).toEqual([]);
    }),
  );
});

test("facets differ by dotted path, edges and unresolved references by what they name", () => {
  const privacy = (days: number): Claim =>
    claim(orders, {
      is: "facet",
      facet: "privacy",
      value: { retentionDays: days, purposes: ["a"] },
    });
  const load = own("job", "growth/load");
  const before = [...base, privacy(30)];
  const after = [
    ...base,
    privacy(365),
    relates(load, "reads", "to", text("s3://lake/more")),
    relates(load, "reads", "to", text("feast:v1")),
  ];
  const fields = diff(before, after).flatMap((change) =>
    change.fields.map(({ field }) => `${change.asset} ${field}`),
  );
  expect(fields).toContain("dataset:shop/orders facets/privacy.retentionDays");
  expect(fields).not.toContain("dataset:shop/orders facets/privacy.purposes");
  expect(fields).toContain("job:growth/load edges/reads dataset:s3://lake/more");
  expect(fields).toContain("job:growth/load unresolved/reads feast:v1");
});

test("items of a list that bear names differ one by one", () => {
  const containers = (image: string): Claim =>
    claim(orders, {
      is: "facet",
      facet: "containers",
      value: [
        { name: "main", image },
        { name: "side", image: "a:1" },
      ],
    });
  expect(diff([...base, containers("b:1")], [...base, containers("b:2")])).toMatchObject([
    { fields: [{ field: "facets/containers[main].image", before: "b:1", after: "b:2" }] },
  ]);
});

test("usage differs by line and meter", () => {
  const usage = (cores: string): Claim =>
    claim(own("job", "growth/load"), {
      is: "usage",
      usage: {
        line: "step train",
        meter: "cpu",
        factors: [
          {
            of: "size",
            amount: { state: "known", low: cores, expected: cores, high: cores },
            place: placeAt("a.yaml"),
          },
          { of: "month" },
        ],
        dims: { region: "eu" },
        place: placeAt("a.yaml"),
      },
    });
  expect(diff([...base, usage("1")], [...base, usage("4")])).toMatchObject([
    {
      fields: [{ field: "usage/step train/cpu/size", before: "1", after: "4" }],
    },
  ]);
});

test("a removed asset still says what it reached", () => {
  const without = base.filter(({ subject }) => subject !== own("job", "growth/load"));
  const removed = diff(base, without).find(({ asset }) => asset === "job:growth/load");
  expect(removed).toMatchObject({
    change: "removed",
    reaches: ["dataset:s3://lake/out", "job:growth/report"],
  });
  expect(removed).not.toHaveProperty("after");
});

test("an added asset reaches what was there before, not what is new beside it", () => {
  const added = [...base, ...job("growth/feed", ["s3://lake/new"], ["shop/orders"])];
  const changes = diff(base, added).filter(({ change }) => change === "added");
  expect(changes.map(({ asset, reaches }) => [asset, reaches.length])).toEqual([
    ["dataset:s3://lake/new", 4],
    ["job:growth/feed", 4],
  ]);
  expect(
    diff([], base).every(({ change, reaches }) => change === "added" && reaches.length === 0),
  ).toBe(true);
});

test("impact is what lies downstream of all changes together, without these", () => {
  const changed = [...base, column("at", "date")];
  const head = snapshotFrom(changed);
  expect(impactOf(diff(base, changed), head)).toEqual([
    "dataset:s3://lake/out",
    "job:growth/load",
    "job:growth/report",
  ]);
  const without = base.filter(({ subject }) => subject !== own("job", "growth/load"));
  expect(impactOf(diff(base, without), snapshotFrom(without))).toEqual(["job:growth/report"]);
  expect(impactOf([], head)).toEqual([]);
});

test("a difference turned round swaps added and removed", () => {
  const [small, large] = [layeredClaims(40), layeredClaims(60)];
  const swap = { added: "removed", removed: "added", modified: "modified" } as const;
  const forth = diff(small, large).map(({ asset, change }) => [asset, change]);
  const back = diff(large, small).map(({ asset, change }) => [asset, swap[change]]);
  expect(forth.length).toBeGreaterThan(10);
  expect(back).toEqual(forth);
});

test("long values are cut for people", () => {
  const titled = claim(orders, { is: "facet", facet: "title", value: "x".repeat(500) });
  expect(diff(base, [...base, titled])[0]?.fields[0]?.after).toHaveLength(80);
});
