import * as fc from "fast-check";
import { expect, test } from "vitest";
import { viewOf } from "../../src/lineage/view.ts";
import type { GraphView } from "../../src/model/graph-view.ts";
import { graphSvgReporter } from "../../src/report/graph-svg.ts";
import { paintFor } from "../../src/report/paint.ts";
import { asId, exists, snapshotFrom } from "../support/claims.ts";
import {
  anyView,
  changedView,
  circleView,
  columnView,
  focusedView,
  hostileView,
  smallView,
} from "../support/graph-views.ts";
import { golden } from "../support/goldens.ts";
import { elementsOf, withClass } from "../support/pictures.ts";

const draw = (view: GraphView): string =>
  graphSvgReporter.render(view, paintFor({ color: false, unicode: true, width: 80 }));

/** The picture without its style sheet, which is the same in all. */
const plain = (view: GraphView): string => draw(view).replace(/<style>.*<\/style>/u, "<style/>");

test.each([
  ["small", smallView],
  ["focused", focusedView],
  ["columns", columnView],
  ["changed", changedView],
  ["circle", circleView],
  ["hostile", hostileView],
])("the picture of %s is as it was looked at", async (name, view) => {
  await expect(plain(view())).toMatchFileSnapshot(golden(`graph-svg/${name}.svg`));
});

test("it has the size that it says, a title and a description", () => {
  const [svg, title, desc] = elementsOf(draw(smallView()).trimEnd());
  const { width, height, viewBox, role } = svg!.attributes;
  expect(viewBox).toBe(`0 0 ${width} ${height}`);
  expect(svg!.attributes["aria-labelledby"]).toBe(
    `${title!.attributes["id"]} ${desc!.attributes["id"]}`,
  );
  expect({ role, title: title!.text, desc: desc!.text }).toEqual({
    role: "img",
    title: "Lineage graph",
    desc: "6 assets, 5 edges, data running from left to right: 3 datasets, 2 jobs, 1 ML model.",
  });
  expect(elementsOf(draw(focusedView()).trimEnd())[1]!.text).toBe("Lineage of growth/report");
});

test("it loads and runs nothing, and has no colours but its own", () => {
  const elements = elementsOf(draw(columnView()).trimEnd());
  const tags = new Set(elements.map(({ tag }) => tag));
  expect([...tags].toSorted()).toEqual([
    "circle",
    "desc",
    "g",
    "path",
    "rect",
    "style",
    "svg",
    "text",
    "title",
    "tspan",
  ]);
  const style = elements.find(({ tag }) => tag === "style")!.text;
  expect(style).not.toMatch(/@import|url\(|expression/u);
  expect(style).toContain("prefers-color-scheme:dark");
  const names = new Set(elements.flatMap(({ attributes }) => Object.keys(attributes)));
  expect([...names].filter((name) => /^on|href|style/u.test(name))).toEqual([]);
});

test("no name ends its element, begins another one or turns its line around", () => {
  const hostile = fc.string({ unit: "binary", minLength: 1 });
  fc.assert(
    fc.property(hostile, (words) => {
      const one = (name: string): readonly string[] =>
        elementsOf(draw(viewOf(snapshotFrom([exists("dataset", `a/${name}`)]))).trimEnd()).map(
          ({ tag }) => tag,
        );
      expect(one(words)).toEqual(one("plain"));
    }),
  );
  expect(draw(hostileView())).not.toMatch(
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    /[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/u,
  );
});

test("each asset and each edge is drawn once", () => {
  fc.assert(
    fc.property(anyView, (view) => {
      const elements = elementsOf(draw(view).trimEnd());
      expect(withClass(elements, "lg-node")).toHaveLength(view.nodes.length);
      const legend = elements.findIndex(({ attributes }) => attributes["class"] === "lg-words");
      const drawn = elements.filter(({ tag, text }) => tag === "title" && text.includes(" | "));
      expect(drawn).toHaveLength(view.nodes.length + view.edges.length);
      expect(legend === -1).toBe(view.nodes.length === 0);
      expect(draw(view)).toBe(draw(view));
    }),
    { numRuns: 50 },
  );
});

test("each edge between columns is drawn once, and only with columns", () => {
  const view = columnView();
  const flows = (drawn: GraphView): number =>
    withClass(elementsOf(draw(drawn).trimEnd()), "lg-flow").length;
  // One more stands in the legend.
  expect(flows(view)).toBe(view.columnEdges.length + 1);
  expect(flows({ ...view, columns: false })).toBe(0);
});

test("a table of hundreds of columns shows the first and how many more there are", () => {
  const node = {
    ...columnView().nodes[0]!,
    id: asId("dataset:a/wide"),
    columns: Array.from({ length: 300 }, (_, at) => ({ name: `column_${at}`, tags: [] })),
  };
  const view = { ...columnView(), nodes: [node], edges: [], columnEdges: [] };
  const elements = elementsOf(draw(view).trimEnd());
  expect(withClass(elements, "lg-row")).toHaveLength(40);
  expect(elements.some(({ text }) => text === "260 more")).toBe(true);
});

test("what closes a circle, is unsure or changes is marked in words too", () => {
  const titles = (view: GraphView): string =>
    elementsOf(draw(view).trimEnd())
      .filter(({ tag }) => tag === "title")
      .map(({ text }) => text)
      .join("\n");
  expect(titles(circleView()).match(/closes a circle/gu)).toHaveLength(2);
  expect(titles(changedView())).toMatch(/dataset:shop\/old \|.*\| removed/u);
  expect(titles(changedView())).toMatch(/shop\/mart reads shop\/send \|.*\| added/u);
});
