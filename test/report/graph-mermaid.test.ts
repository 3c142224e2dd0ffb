import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { viewOf } from "../../src/lineage/view.ts";
import { graphMermaidReporter } from "../../src/report/graph-mermaid.ts";
import type { GraphView } from "../../src/model/graph-view.ts";
import { paintFor } from "../../src/report/paint.ts";
import { exists, snapshotFrom } from "../support/claims.ts";
import { focusedView, hostileView, smallView } from "../support/graph-views.ts";
import { layeredClaims } from "../support/graphs.ts";

const golden = (name: string): string =>
  readFileSync(`fixtures/report/graph-mermaid/${name}`, "utf8");
const draw = (view: GraphView): string =>
  graphMermaidReporter.render(view, paintFor({ color: false, unicode: true, width: 80 }));

/** All that a flowchart of ours may consist of: boxes, arrows, the style of the focus. */
const statement =
  /^(?:flowchart LR| {2}(?:n|note)\d+(?:\[\(|\{\{|\(\[|\[)"[^"\n`%{}<>[\]$]*"(?:\)\]|\}\}|\]\)|\])| {2}n\d+ -->\|[a-z_, ]+\| n\d+| {2}style n\d+ stroke-width:3px)$/u;

test("a graph becomes boxes and arrows", () => {
  expect(draw(smallView())).toBe(golden("small.mmd"));
});

test("the focus stands out", () => {
  expect(draw(focusedView())).toBe(golden("focused.mmd"));
});

test("no name can end its label or start a statement", () => {
  const text = draw(hostileView());
  expect(text).toBe(golden("hostile.mmd"));
  expect(
    text
      .trimEnd()
      .split("\n")
      .filter((line) => !statement.test(line)),
  ).toEqual([]);
});

test("no name at all can", () => {
  const name = fc.string({ unit: "binary", minLength: 1 });
  fc.assert(
    fc.property(name, (words) => {
      const lines = draw(viewOf(snapshotFrom([exists("dataset", `a/${words}`)])))
        .trimEnd()
        .split("\n");
      expect(lines).toHaveLength(2);
      expect(lines.filter((line) => !statement.test(line))).toEqual([]);
    }),
  );
});

test("a graph that is too large is folded, and says so", () => {
  const text = draw(viewOf(snapshotFrom(layeredClaims(600))));
  expect(text).toMatch(/folded by (?:namespace|kind): 599 assets, \d+ edges/u);
  expect(text.match(/-->/gu)?.length).toBeLessThanOrEqual(300);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(40 * 1024);
  expect(text).toContain("300 × dataset");
});
