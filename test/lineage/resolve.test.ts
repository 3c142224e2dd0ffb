import { expect, test } from "vitest";
import {
  asKey,
  assetOf,
  claim,
  exists,
  job,
  own,
  relates,
  rulesOf,
  snapshotFrom,
  text,
} from "../support/claims.ts";

const orders = [
  exists("dataset", "shop/orders"),
  claim(own("dataset", "shop/orders"), {
    is: "sameAs",
    key: asKey("at:s3://lake/orders"),
    canonical: true,
  }),
  claim(own("dataset", "shop/orders"), { is: "sameAs", key: asKey("dbt:model.shop.orders") }),
];
const ordersId = "dataset:s3://lake/orders";

function readsOf(words: string, aliases: Readonly<Record<string, string>> = {}): readonly string[] {
  const snapshot = snapshotFrom([...orders, ...job("growth/load", [words], [])], aliases);
  return snapshot.edges.map(({ from }) => from);
}

test.each([
  "shop/orders",
  "orders",
  " orders ",
  "dataset:shop/orders",
  "dataset:s3://lake/orders",
  "s3://lake/orders",
  "s3a://lake/orders/",
  "s3://lake/orders/dt=2026-01-01",
  "own:Dataset/shop/orders",
  "dbt:model.shop.orders",
])("%s means the declared dataset", (words) => {
  expect(readsOf(words)).toEqual([ordersId]);
});

test("a configured alias stands for what it names, over several steps", () => {
  expect(readsOf("raw", { raw: "landing", landing: "shop/orders" })).toEqual([ordersId]);
  expect(readsOf("raw", { raw: "landing", landing: "raw" })).toEqual([]);
});

test("an alias whose word is a key joins it with what it names", () => {
  const claims = [
    exists("dataset", "shop/orders"),
    ...job("growth/write", [], ["s3://lake/o"]),
    ...job("growth/read", ["shop/orders"], []),
  ];
  const snapshot = snapshotFrom(claims, { "s3a://lake/o/": "shop/orders" });
  expect(snapshot.edges.map(({ from, to }) => [from, to])).toEqual([
    ["dataset:s3://lake/o", "job:growth/read"],
    ["job:growth/write", "dataset:s3://lake/o"],
  ]);
  expect(assetOf(snapshot, "dataset:s3://lake/o").keys).toContain(own("dataset", "shop/orders"));
});

test("a name is looked up in its own namespace first", () => {
  const reference = { ...text("orders"), namespace: "returns" };
  const claims = [
    ...orders,
    exists("dataset", "returns/orders"),
    exists("job", "returns/load"),
    claim(own("job", "returns/load"), { is: "edge", edge: "reads", end: "to", other: reference }),
  ];
  expect(snapshotFrom(claims).edges.map(({ from }) => from)).toEqual(["dataset:returns/orders"]);
});

test("a location that nobody declares becomes an asset of the first fitting kind, without a place", () => {
  const snapshot = snapshotFrom(job("growth/load", [], ["s3://lake/new"]));
  const asset = assetOf(snapshot, "dataset:s3://lake/new");
  expect(asset).toMatchObject({
    kind: "dataset",
    name: "new",
    places: [],
    keys: ["at:s3://lake/new"],
  });
  expect(snapshot.edges[0]?.place.path).toBe("own-Pipeline-growth-load.yaml");
  expect(snapshot.diagnostics).toEqual([]);
});

test("two references make one asset of a location, and a kind that does not fit is said", () => {
  const load = own("job", "growth/load");
  const snapshot = snapshotFrom([
    ...job("growth/load", [], ["s3://lake/new"]),
    relates(load, "trains", "from", text("s3://lake/new", "ml_model")),
  ]);
  expect(snapshot.assets.map(({ id }) => id)).toEqual(["dataset:s3://lake/new", "job:growth/load"]);
  expect(rulesOf(snapshot)).toEqual(["REF-004"]);
});

test("a name that nothing declares is an error that proposes what is near, and stays visible", () => {
  const snapshot = snapshotFrom([...orders, ...job("growth/load", ["shop/ordres"], [])]);
  expect(snapshot.diagnostics).toMatchObject([
    {
      rule: "REF-001",
      severity: "error",
      message: "nothing declares a dataset or feature view shop/ordres",
      help: "did you mean shop/orders?",
      asset: "job:growth/load",
      place: { pointer: "/spec/reads/shop-ordres" },
    },
  ]);
  expect(assetOf(snapshot, "job:growth/load").unresolved).toMatchObject([
    { edge: "reads", text: "shop/ordres", reason: "absent" },
  ]);
});

test("a key of a tool that nobody reads is a note, not an error", () => {
  const snapshot = snapshotFrom(
    job("growth/train", ["feast:segmentation/v1", "k8s:apps/Deployment/a/b"], []),
  );
  expect(rulesOf(snapshot)).toEqual(["REF-001", "REF-002"]);
  expect(assetOf(snapshot, "job:growth/train").unresolved.map(({ reason }) => reason)).toEqual([
    "tool",
    "absent",
  ]);
});

test("an alias of another kind in an unread tool's words is not taken for a wrong kind", () => {
  const model = own("ml_model", "growth/segments");
  const snapshot = snapshotFrom([
    exists("ml_model", "growth/segments"),
    claim(model, { is: "sameAs", key: asKey("kserve:ml/segments") }),
    relates(model, "serves", "from", text("kserve:ml/segments", "service", "workload")),
  ]);
  expect(rulesOf(snapshot)).toEqual(["REF-002"]);
  expect(snapshot.edges).toEqual([]);
});

test("an ambiguous name is an error that shows both places", () => {
  const snapshot = snapshotFrom([
    exists("dataset", "a/orders"),
    exists("dataset", "b/orders"),
    ...job("growth/load", ["orders"], []),
  ]);
  const [finding] = snapshot.diagnostics;
  expect(finding).toMatchObject({ rule: "REF-003" });
  expect(finding?.related.map(({ place }) => place.path)).toEqual([
    "own-Dataset-a-orders.yaml",
    "own-Dataset-b-orders.yaml",
  ]);
  expect(assetOf(snapshot, "job:growth/load").unresolved[0]?.reason).toBe("ambiguous");
});

test("an own document is meant before what another tool names alike", () => {
  const workload = claim(
    "k8s:apps/Deployment/growth/load",
    { is: "exists", kind: "job", name: "growth/load" },
    { tool: "kubernetes" },
  );
  const snapshot = snapshotFrom([
    workload,
    exists("job", "growth/load"),
    exists("job", "growth/next"),
    relates(own("job", "growth/next"), "runs_after", "to", text("growth/load", "job")),
  ]);
  const [edge] = snapshot.edges;
  expect(assetOf(snapshot, edge?.from ?? "").toolKey).toBe(own("job", "growth/load"));
});

test("the wrong kind is an error that says what the thing is", () => {
  const snapshot = snapshotFrom([
    exists("dataset", "shop/orders"),
    exists("job", "growth/train"),
    relates(own("job", "growth/train"), "trains", "from", text("shop/orders", "ml_model")),
  ]);
  expect(snapshot.diagnostics).toMatchObject([
    { rule: "REF-004", message: "shop/orders is dataset:shop/orders, expected a model" },
  ]);
});

test("a template is unknown, not absent", () => {
  const snapshot = snapshotFrom(job("growth/load", ["s3://{{ bucket }}/orders"], []));
  expect(rulesOf(snapshot)).toEqual(["REF-005"]);
  expect(assetOf(snapshot, "job:growth/load").unresolved[0]?.reason).toBe("templated");
});

test("principals need no declaration", () => {
  const snapshot = snapshotFrom([
    exists("dataset", "shop/orders"),
    relates(
      own("dataset", "shop/orders"),
      "grants",
      "to",
      text("group:analysts@acme.example", "principal"),
    ),
  ]);
  expect(snapshot.edges).toMatchObject([
    { kind: "grants", from: "principal:group:analysts@acme.example", to: "dataset:shop/orders" },
  ]);
});

test("what an adapter knows to lead nowhere is kept without a second finding", () => {
  const snapshot = snapshotFrom([
    exists("job", "growth/load"),
    claim(own("job", "growth/load"), {
      is: "unresolved",
      edge: "reads",
      text: "$X",
      reason: "env",
    }),
  ]);
  expect(assetOf(snapshot, "job:growth/load").unresolved).toMatchObject([
    { text: "$X", reason: "env" },
  ]);
  expect(snapshot.diagnostics).toEqual([]);
});
