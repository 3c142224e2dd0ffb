import { expect, test } from "vitest";
import type { PageData } from "../../src/drawing/page-data.ts";
import {
  around,
  between,
  colouredTags,
  columnKey,
  columnsAround,
  modelOf,
  paintOf,
  search,
  type Model,
} from "../../src/page/model.ts";
import { centred, fit, panned, scaleMax, scaleMin, zoomed } from "../../src/page/camera.ts";
import { asId } from "../support/claims.ts";
import { changedView, circleView, columnView, smallView } from "../support/graph-views.ts";
import type { GraphView } from "../../src/model/graph-view.ts";

function modelFrom(view: GraphView): Model {
  const data: PageData = { ...view, title: "Lineage", tool: "lineagectl 0" };
  return modelOf(data);
}

const small = modelFrom(smallView());
const orders = asId("dataset:shop/orders");
const features = asId("job:growth/features");
const report = asId("job:growth/report");

test("around an asset lies what leads to it, what it leads to, or both", () => {
  expect([...around(small, features, "up")].toSorted()).toEqual([
    "dataset:shop/customers",
    orders,
    features,
  ]);
  expect(around(small, features, "down").has(orders)).toBe(false);
  expect(around(small, features, "both").size).toBe(small.data.nodes.length);
  expect(around(modelFrom(circleView()), asId("job:a/one"), "both").size).toBe(4);
});

test("between two assets lies all that is on a way from one to the other, whichever comes first", () => {
  const way = [orders, features, "dataset:s3://lake/features", report];
  expect([...between(small, orders, report)!].toSorted()).toEqual(way.toSorted());
  expect(between(small, report, orders)).toEqual(between(small, orders, report));
  expect(between(small, orders, asId("dataset:shop/customers"))).toBeUndefined();
});

test("a column has what it comes from and what it goes into", () => {
  const model = modelFrom(columnView());
  const [customers, mart] = [asId("dataset:shop/customers"), asId("dataset:shop/mart")];
  const { columns, assets } = columnsAround(model, mart, "email");
  expect([...columns]).toEqual([columnKey(mart, "email"), columnKey(customers, "email")]);
  expect([...assets].toSorted()).toEqual([customers, mart]);
  expect(columnsAround(model, mart, "none").columns.size).toBe(1);
});

test("search finds by name, owner, tag and column, in any order of words, beginnings first", () => {
  const ids = (model: Model, text: string): readonly string[] =>
    search(model, text).map(({ id }) => id);
  expect(ids(small, "orders")).toEqual([orders]);
  expect(ids(small, "GOLD shop")).toEqual([orders]);
  expect(ids(modelFrom(columnView()), "email")).toHaveLength(2);
  expect(ids(small, "nothing like it")).toEqual([]);
  expect(ids(small, " ")).toHaveLength(small.data.nodes.length);
  expect(ids(small, "feat")[0]).toMatch(/\/features$/u);
});

test("colours follow tags, costs and changes; what has none is plain", () => {
  const tags = colouredTags(small);
  expect(tags).toEqual(["gold", "pii.contact"]);
  const node = small.nodeOf.get(orders)!;
  expect(paintOf(node, "kind", tags)).toBe("");
  expect(paintOf(node, "tag", tags)).toBe("tag-0");
  expect(paintOf(small.nodeOf.get(report)!, "tag", tags)).toBe("plain");
  expect(paintOf({ ...node, cost: { words: "1 EUR", level: 4 } }, "cost", tags)).toBe("cost-4");
  expect(paintOf({ ...node, cost: { words: "unknown" } }, "cost", tags)).toBe("plain");
  const changed = modelFrom(changedView());
  expect(paintOf(changed.nodeOf.get(asId("dataset:shop/old"))!, "change", [])).toBe("is-removed");
});

const window = { width: 800, height: 600 };

test("the whole picture fits the window, never larger than it is", () => {
  const all = { x: 0, y: 0, width: 4000, height: 1000 };
  const { x, y, scale } = fit(all, window);
  expect(scale).toBeCloseTo(720 / 4000);
  expect((all.width / 2 - x) * scale).toBeCloseTo(400);
  expect((all.height / 2 - y) * scale).toBeCloseTo(300);
  expect(fit({ ...all, width: 100, height: 50 }, window).scale).toBe(1);
});

test("zooming keeps the point under the pointer, within bounds", () => {
  const view = { x: 10, y: 20, scale: 0.5 };
  const next = zoomed(view, 2, [100, 60]);
  expect(next.scale).toBe(1);
  expect(next.x + 100 / next.scale).toBeCloseTo(view.x + 100 / view.scale);
  expect(next.y + 60 / next.scale).toBeCloseTo(view.y + 60 / view.scale);
  expect(zoomed(view, 1e9, [0, 0]).scale).toBe(scaleMax);
  expect(zoomed(view, 1e-9, [0, 0]).scale).toBe(scaleMin);
});

test("dragging moves the picture with the pointer; a chosen card comes to the middle, readable", () => {
  expect(panned({ x: 0, y: 0, scale: 2 }, 100, -50)).toEqual({ x: -50, y: 25, scale: 2 });
  const box = { x: 1000, y: 500, width: 200, height: 50 };
  const { x, y, scale } = centred({ x: 0, y: 0, scale: 0.1 }, box, window);
  expect(scale).toBe(0.8);
  expect((1100 - x) * scale).toBeCloseTo(400);
  expect((525 - y) * scale).toBeCloseTo(300);
});
