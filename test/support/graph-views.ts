import { viewOf } from "../../src/lineage/view.ts";
import type { GraphView } from "../../src/model/graph-view.ts";
import { asId, claim, exists, job, own, relates, snapshotFrom, text } from "./claims.ts";

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
