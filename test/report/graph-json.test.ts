import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { graphJsonReporter } from "../../src/report/graph-json.ts";
import type { GraphView } from "../../src/model/graph-view.ts";
import { paintFor } from "../../src/report/paint.ts";
import { focusedView, hostileView, smallView } from "../support/graph-views.ts";

const golden = (name: string): string => readFileSync(`fixtures/report/graph-json/${name}`, "utf8");
const render = (view: GraphView): string =>
  graphJsonReporter.render(view, paintFor({ color: false, unicode: true, width: 80 }));

test("the graph is one object with sorted members", () => {
  expect(render(smallView())).toBe(golden("small.json"));
});

test("a focus and its depth are part of it", () => {
  expect(JSON.parse(render(focusedView()))).toMatchObject({
    focus: "job:growth/report",
    depth: 2,
    total: { assets: 6, edges: 5 },
  });
});

test("hostile names stay values", () => {
  const ids = hostileView().nodes.map(({ id }) => id);
  const parsed: unknown = JSON.parse(render(hostileView()));
  expect(parsed).toMatchObject({ assets: ids.map((id) => ({ id })) });
});
