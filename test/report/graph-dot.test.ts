import * as fc from "fast-check";
import { expect, test } from "vitest";
import { viewOf } from "../../src/lineage/view.ts";
import type { GraphView } from "../../src/model/graph-view.ts";
import { graphDotReporter } from "../../src/report/graph-dot.ts";
import { paintFor } from "../../src/report/paint.ts";
import { exists, snapshotFrom } from "../support/claims.ts";
import {
  anyView,
  changedView,
  columnView,
  hostileView,
  smallView,
} from "../support/graph-views.ts";
import { golden } from "../support/goldens.ts";

const draw = (view: GraphView): string =>
  graphDotReporter.render(view, paintFor({ color: false, unicode: true, width: 80 }));

/** `key="…"`, where `\` escapes one sign; and the tables of columns, which hold no text but escaped one. */
const element = String.raw`</?(?:table|tr|td|b|br|font)(?: [a-z-]+="[^"<>]*")*/?>`;
const value = String.raw`(?:"(?:[^"\\\n]|\\.)*"|[a-z]+|<(?:${element}|&#\d+;|[^<>&"'[\]\\\n])+>)`;
const list = String.raw`\[[a-z]+=${value}(?:, [a-z]+=${value})*\];`;
/** All that a graph of ours may consist of: defaults, nodes, edges, edges between ports. */
const statement = new RegExp(
  String.raw`^(?:digraph lineage \{| {2}(?:graph|node|edge) ${list}| {2}n\d+ ${list}| {2}n\d+(?::c\d+)? -> n\d+(?::c\d+)? ${list}|\})$`,
  "u",
);

const foreign = (text: string): readonly string[] =>
  text
    .trimEnd()
    .split("\n")
    .filter((line) => !statement.test(line));

test.each([
  ["small", smallView],
  ["columns", columnView],
  ["changed", changedView],
  ["hostile", hostileView],
])("%s becomes nodes and edges", async (name, view) => {
  expect(foreign(draw(view()))).toEqual([]);
  await expect(draw(view())).toMatchFileSnapshot(golden(`graph-dot/${name}.dot`));
});

test("no name ends its string, is read as an escape or an entity, or starts a statement", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", minLength: 1 }), fc.boolean(), (words, columns) => {
      const view = viewOf(snapshotFrom([exists("dataset", `a/${words}`)]), { columns });
      const [node] = view.nodes;
      const wide = { ...node!, columns: [{ name: words, type: words, tags: [] }] };
      const text = draw({ ...view, nodes: [wide] });
      expect(text.trimEnd().split("\n")).toHaveLength(6);
      expect(foreign(text)).toEqual([]);
    }),
  );
  const text = draw(viewOf(snapshotFrom([exists("dataset", String.raw`a/\N&lt;"`)])));
  expect(text).toContain(String.raw`label="\\N&amp;lt;\"\ndataset"`);
});

test("each asset and each edge stands there once, in the same bytes each time", () => {
  fc.assert(
    fc.property(anyView, (view) => {
      const lines = draw(view).split("\n");
      expect(lines.filter((line) => /^ {2}n\d+ \[/u.test(line))).toHaveLength(view.nodes.length);
      expect(lines.filter((line) => /^ {2}n\d+ -> n\d+ \[/u.test(line))).toHaveLength(
        view.edges.length,
      );
      expect(foreign(draw(view))).toEqual([]);
      expect(draw(view)).toBe(draw(view));
    }),
    { numRuns: 50 },
  );
});

test("each edge between columns joins two ports", () => {
  const lines = draw(columnView()).split("\n");
  expect(lines.filter((line) => / n\d+:c\d+ -> n\d+:c\d+ /u.test(line))).toHaveLength(
    columnView().columnEdges.length,
  );
});
