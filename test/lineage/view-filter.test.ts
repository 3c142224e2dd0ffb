import * as fc from "fast-check";
import { expect, test } from "vitest";
import { viewOf } from "../../src/lineage/view.ts";
import { narrowed } from "../../src/lineage/view-filter.ts";
import type { GraphView } from "../../src/model/graph-view.ts";
import { dataEdges, type AssetKind } from "../../src/model/kinds.ts";
import { asId, claim, exists, job, own, relates, snapshotFrom, text } from "../support/claims.ts";
import { column } from "../support/columns.ts";
import { anyView } from "../support/graph-views.ts";

const snapshot = snapshotFrom([
  exists("dataset", "a/raw"),
  column("a/raw", "email", { tags: ["pii.contact"] }),
  ...job("a/load", ["a/raw"], ["a/stage"]),
  exists("dataset", "a/stage"),
  ...job("a/build", ["a/stage"], ["a/mart"]),
  exists("dataset", "a/mart"),
  claim(own("dataset", "a/mart"), { is: "tag", tag: "gold" }),
  exists("ml_model", "a/model"),
  relates(own("ml_model", "a/model"), "trains", "to", text("a/mart")),
]);
const kinds = (...words: readonly AssetKind[]): { readonly kinds: ReadonlySet<AssetKind> } => ({
  kinds: new Set(words),
});

function edgesOf({ edges }: GraphView): readonly string[] {
  return edges.map(({ from, to, kind, through }) =>
    `${from} ${kind} ${to} ${through ?? ""}`.trim(),
  );
}

test("assets of other kinds are stepped over", () => {
  const view = viewOf(snapshot, kinds("dataset", "ml_model"));
  expect(view.nodes.map(({ id }) => id)).toEqual([
    "dataset:a/mart",
    "dataset:a/raw",
    "dataset:a/stage",
    "ml_model:a/model",
  ]);
  expect(edgesOf(view)).toEqual([
    "dataset:a/mart trains ml_model:a/model",
    "dataset:a/raw derives dataset:a/stage 1",
    "dataset:a/stage derives dataset:a/mart 1",
  ]);
});

test("a tag counts on an asset and on its columns, a shorter one means all that begin with it", () => {
  const withTags = (...tags: readonly string[]): readonly string[] =>
    viewOf(snapshot, { tags }).nodes.map(({ id }) => id);
  expect(withTags("pii")).toEqual(["dataset:a/raw"]);
  expect(withTags("pii.contact", "gold")).toEqual(["dataset:a/mart", "dataset:a/raw"]);
  expect(withTags("pi")).toEqual([]);
  expect(edgesOf(viewOf(snapshot, { tags: ["pii", "gold"] }))).toEqual([
    "dataset:a/raw derives dataset:a/mart 3",
  ]);
});

test("the focus stays, whatever its kind", () => {
  const view = viewOf(snapshot, { focus: asId("job:a/load"), ...kinds("dataset") });
  expect(view.nodes.map(({ id }) => id)).toContain("job:a/load");
});

test("one direction shows what is before, or what is after", () => {
  const names = (direction: "up" | "down"): readonly string[] =>
    viewOf(snapshot, { focus: asId("dataset:a/stage"), direction }).nodes.map(({ name }) => name);
  expect(names("up")).toEqual(["raw", "stage", "load"]);
  expect(names("down")).toEqual(["mart", "stage", "build", "model"]);
});

/** Which pairs of kept assets data connects, through anything. */
function connected({ nodes, edges }: GraphView, kept: ReadonlySet<string>): ReadonlySet<string> {
  const pairs = new Set<string>();
  for (const { id } of nodes.filter((node) => kept.has(node.id))) {
    const met = new Set<string>([id]);
    for (const at of met) {
      for (const { from, to, kind } of edges) if (from === at && dataEdges.has(kind)) met.add(to);
    }
    for (const to of met) if (to !== id && kept.has(to)) pairs.add(`${id} ${to}`);
  }
  return pairs;
}

test("data connects the assets that are left as it did before, and both ends are among them", () => {
  fc.assert(
    fc.property(anyView, (view) => {
      const some = kinds("dataset", "ml_model", "feature_view", "app");
      const narrow = narrowed(view, some);
      const kept = new Set<string>(narrow.nodes.map(({ id }) => id));
      expect(narrow.nodes.every(({ kind }) => some.kinds.has(kind))).toBe(true);
      expect(narrow.edges.every(({ from, to }) => kept.has(from) && kept.has(to))).toBe(true);
      expect(connected(narrow, kept)).toEqual(connected(view, kept));
    }),
  );
});
