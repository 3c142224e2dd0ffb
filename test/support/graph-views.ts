import * as fc from "fast-check";
import { diffSnapshots } from "../../src/lineage/diff.ts";
import { viewOf } from "../../src/lineage/view.ts";
import { comparedGraph } from "../../src/lineage/view-change.ts";
import type { GraphView } from "../../src/model/graph-view.ts";
import { assetId, type AssetId } from "../../src/model/ids.ts";
import { assetKinds, edgeKinds, strengths } from "../../src/model/kinds.ts";
import { asId, claim, exists, job, own, relates, snapshotFrom, text } from "./claims.ts";
import { column as columnOf, derives } from "./columns.ts";

const orders = own("dataset", "shop/orders");

/** A small estate with everything that a drawing has a sign for. */
const smallClaims: Parameters<typeof snapshotFrom>[0] = [
  exists("dataset", "shop/orders"),
  claim(orders, { is: "facet", facet: "owner", value: { team: "shop" } }),
  claim(orders, { is: "tag", tag: "gold" }),
  claim(orders, { is: "tag", tag: "pii.contact" }),
  exists("dataset", "shop/customers"),
  ...job(
    "growth/features",
    ["shop/orders", "shop/customers", "feast:customers/v1"],
    ["s3://lake/features"],
  ),
  exists("ml_model", "growth/segments"),
  relates(own("ml_model", "growth/segments"), "trains", "to", text("s3://lake/features")),
  ...job("growth/report", ["s3://lake/features"], []),
];

export function smallView(): GraphView {
  return viewOf(snapshotFrom(smallClaims));
}

export function focusedView(): GraphView {
  return viewOf(snapshotFrom(smallClaims), { focus: asId("job:growth/report"), depth: 2 });
}

/** Names that would end a string, start a statement or move a cursor, were they not escaped. */
export function hostileView(): GraphView {
  const names = [
    'shop/"]; click n0 call alert()',
    "shop/a\nn9 --> n0",
    "shop/%%{init: {'theme':'dark'}}%%",
    "shop/<script>alert(1)</script>",
    "shop/`b` #quot; $$x$$",
    "shop/\u202egnp.exe\u001b[31m",
  ];
  return viewOf(snapshotFrom(names.map((name) => exists("dataset", name))));
}

/** A table with columns, made of another one column by column; `more` are columns besides the first. */
function columnClaims(...more: readonly string[]): Parameters<typeof snapshotFrom>[0] {
  return [
    exists("dataset", "shop/customers"),
    columnOf("shop/customers", "id", { type: "string" }),
    columnOf("shop/customers", "email", { type: "string", tags: ["pii.contact"] }),
    exists("dataset", "shop/mart"),
    ...["id", ...more].flatMap((name) => [
      columnOf("shop/mart", name, { type: "string" }),
      derives(`shop/mart#${name}`, `shop/customers#${name}`),
    ]),
    ...job("shop/build", ["shop/customers"], ["shop/mart"]),
  ];
}

export function columnView(): GraphView {
  return viewOf(snapshotFrom(columnClaims("email")), { columns: true });
}

/** What a change makes of a small estate: an asset, a column and edges on one side only. */
export function changedView(): GraphView {
  const base = snapshotFrom([...columnClaims(), exists("dataset", "shop/old")]);
  const head = snapshotFrom([...columnClaims("email"), ...job("shop/send", ["shop/mart"], [])]);
  const graph = comparedGraph({ base, head }, diffSnapshots(base, head), "main");
  return viewOf(graph, { columns: true });
}

/** Two jobs that feed each other, and a table that was seen to be made of itself. */
export function circleView(): GraphView {
  const view = viewOf(
    snapshotFrom([
      exists("dataset", "a/x"),
      exists("dataset", "a/y"),
      ...job("a/one", ["a/x"], ["a/y"]),
      ...job("a/two", ["a/y"], ["a/x"]),
    ]),
  );
  const id = asId("dataset:a/x");
  return {
    ...view,
    edges: [{ kind: "derives", from: id, to: id, strength: "observed" }, ...view.edges],
  };
}

/** Any estate of up to a dozen assets with columns, tags, owners and edges of any kind among them. */
export const anyView: fc.Arbitrary<GraphView> = fc
  .record({
    nodes: fc.array(
      fc.record({
        kind: fc.constantFrom(...assetKinds),
        name: fc.string({ unit: "binary", maxLength: 12 }),
        owner: fc.string({ maxLength: 12 }),
        tags: fc.array(fc.string({ maxLength: 8 }), { maxLength: 3 }),
        columns: fc.uniqueArray(fc.string({ maxLength: 8 }), { maxLength: 3 }),
        change: fc.constantFrom("added", "removed", "modified", undefined),
      }),
      { maxLength: 12 },
    ),
    edges: fc.array(
      fc.record({
        from: fc.nat(),
        to: fc.nat(),
        kind: fc.constantFrom(...edgeKinds),
        strength: fc.constantFrom(...strengths),
      }),
      { maxLength: 20 },
    ),
    columns: fc.boolean(),
  })
  .map(({ nodes, edges, columns }): GraphView => {
    const made = nodes.map(({ name, change, columns: names, ...facts }, at) => ({
      ...facts,
      id: assetId(facts.kind, `ns/${at}${name.toWellFormed()}`),
      name: name.toWellFormed(),
      columns: names.map((column) => ({ name: column, tags: [] })),
      unresolved: [],
      ...(change !== undefined && { change }),
    }));
    const idAt = (at: number): AssetId => made[at % made.length]!.id;
    const joined = made.length === 0 ? [] : edges;
    const unique = new Map(
      joined.map(({ from, to, ...edge }) => [
        `${from % made.length} ${to % made.length} ${edge.kind}`,
        { ...edge, from: idAt(from), to: idAt(to) },
      ]),
    );
    const total = { assets: made.length, edges: unique.size };
    return { columns, nodes: made, edges: [...unique.values()], columnEdges: [], total };
  });
