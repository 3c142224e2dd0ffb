import { expect, test } from "vitest";
import { diffSnapshots } from "../../src/lineage/diff.ts";
import { viewOf, type ViewOptions } from "../../src/lineage/view.ts";
import { comparedGraph } from "../../src/lineage/view-change.ts";
import type { GraphView } from "../../src/model/graph-view.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { asKey, claim, exists, job, own, snapshotFrom } from "../support/claims.ts";
import { column } from "../support/columns.ts";
import { changedView } from "../support/graph-views.ts";

function compared(base: Snapshot, head: Snapshot, options: ViewOptions = {}): GraphView {
  return viewOf(comparedGraph({ base, head }, diffSnapshots(base, head), "main"), options);
}

function marks({ nodes, edges }: GraphView): readonly string[] {
  return [
    ...nodes.flatMap(({ id, change }) => (change === undefined ? [] : [`${change} ${id}`])),
    ...edges.flatMap(({ from, kind, to, change }) =>
      change === undefined ? [] : [`${change} ${from} ${kind} ${to}`],
    ),
  ];
}

test("what only one side has is marked, and all of both sides is there", () => {
  const view = changedView();
  expect(view.base).toBe("main");
  expect(marks(view)).toEqual([
    "modified dataset:shop/mart",
    "removed dataset:shop/old",
    "added job:shop/send",
    "added dataset:shop/mart reads job:shop/send",
  ]);
  const mart = view.nodes.find(({ id }) => id === "dataset:shop/mart");
  expect(mart?.columns.map(({ name, change }) => [name, change])).toEqual([
    ["email", "added"],
    ["id", undefined],
  ]);
  expect(view.columnEdges.map(({ to, change }) => [to.column, change])).toEqual([
    ["email", "added"],
    ["id", undefined],
  ]);
});

test("a column that is gone stays in sight, one that differs says so", () => {
  const base = snapshotFrom([
    exists("dataset", "a/x"),
    column("a/x", "old"),
    column("a/x", "kept", { type: "int" }),
  ]);
  const head = snapshotFrom([exists("dataset", "a/x"), column("a/x", "kept", { type: "text" })]);
  expect(compared(base, head).nodes[0]?.columns).toEqual([
    { name: "kept", type: "text", tags: [], change: "modified" },
    { name: "old", tags: [], change: "removed" },
  ]);
});

test("a removed edge is drawn between assets that stay", () => {
  const ends = [exists("dataset", "a/x"), exists("job", "a/j")];
  const base = snapshotFrom([exists("dataset", "a/x"), ...job("a/j", ["a/x"], [])]);
  expect(marks(compared(base, snapshotFrom(ends)))).toEqual([
    "modified job:a/j",
    "removed dataset:a/x reads job:a/j",
  ]);
});

test("an asset with a new id is one asset, and its edges are not new", () => {
  const at = (name: string) =>
    claim(own("dataset", "a/x"), { is: "sameAs", key: asKey(`at:s3://lake/${name}`) });
  const facts = [exists("dataset", "a/x"), ...job("a/j", ["a/x"], [])];
  const view = compared(snapshotFrom(facts), snapshotFrom([...facts, at("x")]));
  expect(marks(view).filter((mark) => !mark.startsWith("modified"))).toEqual([]);
  expect(view.nodes).toHaveLength(2);
});

test("changes alone: what differs, all that it reaches, and what leads to it directly", () => {
  const chain = (...tags: readonly string[]): Snapshot =>
    snapshotFrom([
      ...["a/far", "a/before", "a/here", "a/after", "a/last", "b/else"].map((name) =>
        exists("dataset", name),
      ),
      ...tags.map((tag) => claim(own("dataset", "a/here"), { is: "tag", tag })),
      ...job("a/one", ["a/far"], ["a/before"]),
      ...job("a/two", ["a/before"], ["a/here"]),
      ...job("a/three", ["a/here"], ["a/after"]),
      ...job("a/four", ["a/after"], ["a/last"]),
    ]);
  const names = (depth?: number): readonly string[] =>
    compared(chain(), chain("gold"), {
      changed: true,
      ...(depth !== undefined && { depth }),
    }).nodes.map(({ name }) => name);
  expect(names()).toEqual(["after", "here", "last", "four", "three", "two"]);
  expect(names(1)).toEqual(["here", "three", "two"]);
});

test("without a difference nothing is marked, and changes alone are none", () => {
  const same = snapshotFrom(job("a/j", ["s3://x/y"], []));
  expect(marks(compared(same, same))).toEqual([]);
  expect(compared(same, same, { changed: true }).nodes).toEqual([]);
});
