import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { viewOf } from "../../src/lineage/view.ts";
import { graphTextReporter } from "../../src/report/graph-text.ts";
import type { GraphView } from "../../src/model/graph-view.ts";
import { paintFor } from "../../src/report/paint.ts";
import { job, snapshotFrom } from "../support/claims.ts";
import { focusedView, hostileView, smallView } from "../support/graph-views.ts";

const golden = (name: string): string => readFileSync(`fixtures/report/graph-text/${name}`, "utf8");
const draw = (view: GraphView, unicode = true): string =>
  graphTextReporter.render(view, paintFor({ color: false, unicode, width: 80 }));

test("a graph is drawn as trees, each asset once", () => {
  expect(draw(smallView())).toBe(golden("small.txt"));
});

test("a focus is marked, and what is left out is counted", () => {
  expect(draw(focusedView())).toBe(golden("focused.txt"));
});

test("without unicode the drawing is made of plain signs", () => {
  expect(draw(smallView(), false)).toBe(golden("ascii.txt"));
});

test("no name can move the cursor or break the tree", () => {
  const text = draw(hostileView());
  expect(text).toBe(golden("hostile.txt"));
  // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/u);
});

test("what lies on a circle is drawn too", () => {
  const circle = [
    ...job("a/1", ["s3://l/x"], ["s3://l/y"]),
    ...job("a/2", ["s3://l/y"], ["s3://l/x"]),
  ];
  const text = draw(viewOf(snapshotFrom(circle)));
  expect(text.match(/^.*dataset:s3:\/\/l\/x.*$/gmu)).toHaveLength(2);
  expect(text).toContain("↑ drawn above");
});

test("a long chain goes on further down instead of to the right", () => {
  const chain = Array.from({ length: 60 }, (_, index) =>
    job(`a/${index}`, [`s3://l/${index}`], [`s3://l/${index + 1}`]),
  );
  const text = draw(viewOf(snapshotFrom(chain.flat())));
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThan(120);
  for (const [index] of chain.entries()) expect(text).toContain(`job:a/${index}\n`);
});

test("nothing is said to be nothing", () => {
  expect(draw(viewOf(snapshotFrom([])))).toBe("0 assets, 0 edges\n");
});
