import { expect, test } from "vitest";
import { neighboursOf } from "../../src/lineage/neighbours.ts";
import { graphOf } from "../../src/model/graph.ts";
import { asId, exists, job, own, relates, snapshotFrom, text } from "../support/claims.ts";

const snapshot = snapshotFrom([
  ...job("a/1", ["s3://l/x"], ["s3://l/y"]),
  ...job("a/2", ["s3://l/y"], ["s3://l/z"]),
  exists("ml_model", "a/m"),
  relates(own("ml_model", "a/m"), "trains", "to", text("s3://l/z")),
  exists("service", "a/s"),
  relates(own("service", "a/s"), "serves", "to", text("a/m", "ml_model")),
]);
const neighbours = neighboursOf(graphOf(snapshot));
const [x, y, z] = ["x", "y", "z"].map((name) => asId(`dataset:s3://l/${name}`));
const model = asId("ml_model:a/m");

test("the nearest holders of data are found over jobs, not beyond other holders", () => {
  expect(neighbours.upstream(z!)).toEqual([y]);
  expect(neighbours.downstream(x!)).toEqual([y]);
  expect(neighbours.upstream(model)).toEqual([z]);
});

test("ancestors and descendants are found at any distance, holders of data only", () => {
  expect(neighbours.ancestors(model)).toEqual([x, y, z]);
  expect(neighbours.descendants(x!)).toEqual([y, z, model]);
});

test("a job has neighbours too, and a service is a neighbour of nobody", () => {
  expect(neighbours.upstream(asId("job:a/2"))).toEqual([y]);
  expect(neighbours.downstream(model)).toEqual([]);
});

test("an unknown asset has none", () => {
  expect(neighbours.upstream(asId("dataset:gone"))).toEqual([]);
  expect(neighbours.descendants(asId("dataset:gone"))).toEqual([]);
});

test("an asset is not its own neighbour in a circle", () => {
  const circle = neighboursOf(graphOf(snapshotFrom(job("a/1", ["s3://l/x"], ["s3://l/x"]))));
  expect(circle.upstream(x!)).toEqual([]);
  expect(circle.descendants(x!)).toEqual([]);
});
