import { expect, test } from "vitest";
import type { Claim, FacetName } from "../../src/model/claim.ts";
import type { Json } from "../../src/base/json.ts";
import {
  claim,
  exists,
  job,
  own,
  relates,
  rulesOf,
  snapshotFrom,
  text,
} from "../support/claims.ts";

const table = exists("dataset", "a/x");
const facet = (name: FacetName, value: Json): Claim =>
  claim(own("dataset", "a/x"), { is: "facet", facet: name, value });

test("two writers are a warning at the second, unless the dataset declares many", () => {
  const writers = [...job("a/one", [], ["a/x"]), ...job("a/two", [], ["a/x"])];
  expect(snapshotFrom([table, ...writers]).diagnostics).toMatchObject([
    {
      rule: "IDN-004",
      severity: "warning",
      place: { path: "own-Pipeline-a-two.yaml" },
      related: [{ place: { path: "own-Pipeline-a-one.yaml" } }],
    },
  ]);
  expect(rulesOf(snapshotFrom([table, ...writers, facet("writers", "many")]))).toEqual([]);
  expect(rulesOf(snapshotFrom([table, ...writers, facet("writers", "one")]))).toEqual(["IDN-004"]);
});

test("a pipeline and its step are one writer", () => {
  const claims = [
    table,
    ...job("a/one", [], ["a/x"]),
    ...job("a/one/step", [], ["a/x"]),
    relates(own("job", "a/one"), "contains", "from", text("a/one/step", "job")),
  ];
  expect(rulesOf(snapshotFrom(claims))).toEqual([]);
});

test("a job that reads what it writes is an error, unless that is the declared way of working", () => {
  const claims = [table, ...job("a/merge", ["a/x"], ["a/x"])];
  expect(snapshotFrom(claims).diagnostics).toMatchObject([
    { rule: "IDN-006", severity: "error", asset: "dataset:a/x" },
  ]);
  expect(rulesOf(snapshotFrom([...claims, facet("materialization", "incremental")]))).toEqual([]);
  expect(rulesOf(snapshotFrom([...claims, facet("materialization", "table")]))).toEqual([
    "IDN-006",
  ]);
  expect(rulesOf(snapshotFrom([...claims, facet("type", "volume")]))).toEqual([]);
});

test("two jobs that hand data on are no loop", () => {
  const claims = [
    table,
    ...job("a/one", ["s3://l/in"], ["a/x"]),
    ...job("a/two", ["a/x"], ["s3://l/out"]),
  ];
  expect(rulesOf(snapshotFrom(claims))).toEqual([]);
});
