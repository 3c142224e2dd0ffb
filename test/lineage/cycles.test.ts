import { expect, test } from "vitest";
import { job, rulesOf, snapshotFrom } from "../support/claims.ts";

test("data that comes back is a warning with the shortest way round", () => {
  const claims = [
    ...job("a/1", ["s3://l/x"], ["s3://l/y"]),
    ...job("a/2", ["s3://l/y"], ["s3://l/z"]),
    ...job("a/3", ["s3://l/z"], ["s3://l/x"]),
    ...job("a/4", ["s3://l/z"], ["s3://l/y"]),
  ];
  const found = snapshotFrom(claims).diagnostics.filter(({ rule }) => rule === "LIN-002");
  expect(found).toMatchObject([
    {
      severity: "warning",
      message:
        "data comes back to where it started: dataset:s3://l/y → job:a/2 → dataset:s3://l/z → job:a/4 → dataset:s3://l/y",
    },
  ]);
  expect(found[0]?.flow).toHaveLength(4);
});

test("a chain is no circle, and updating a table in place is judged elsewhere", () => {
  const chain = [
    ...job("a/1", ["s3://l/x"], ["s3://l/y"]),
    ...job("a/2", ["s3://l/y"], ["s3://l/z"]),
  ];
  expect(rulesOf(snapshotFrom(chain))).toEqual([]);
  expect(rulesOf(snapshotFrom(job("a/1", ["s3://l/x"], ["s3://l/x"])))).toEqual(["IDN-006"]);
});
