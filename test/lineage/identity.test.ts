import { expect, test } from "vitest";
import { identify } from "../../src/lineage/identity.ts";
import {
  asKey,
  assetOf,
  claim,
  exists,
  own,
  placeAt,
  rulesOf,
  snapshotFrom,
} from "../support/claims.ts";

const orders = own("dataset", "shop/orders");
const same = (key: string, facts: Parameters<typeof claim>[2] = {}): ReturnType<typeof claim> =>
  claim(orders, { is: "sameAs", key: asKey(key) }, facts);

test("keys that are called the same are one thing, whatever their spelling", () => {
  const { components, componentOf } = identify([
    exists("dataset", "shop/orders"),
    same("at:s3a://lake/orders/"),
    claim("dbt:model.shop.orders", { is: "sameAs", key: asKey("at:s3://lake/orders") }),
  ]);
  expect(components.map(({ keys }) => keys)).toEqual([
    ["at:s3://lake/orders", "dbt:model.shop.orders", orders],
  ]);
  expect(componentOf(asKey("at:s3n://lake/orders"))).toBe(0);
  expect(componentOf(asKey("at:s3://lake/other"))).toBeUndefined();
});

test("a guess never merges: it is told", () => {
  const snapshot = snapshotFrom([
    exists("dataset", "shop/orders"),
    exists("dataset", "growth/orders"),
    same(own("dataset", "growth/orders"), { strength: "inferred" }),
  ]);
  expect(snapshot.assets).toHaveLength(2);
  expect(snapshot.diagnostics).toMatchObject([{ rule: "IDN-003", severity: "info" }]);
});

test("a guess that is declared elsewhere merges without a word", () => {
  const other = own("dataset", "growth/orders");
  const snapshot = snapshotFrom([
    exists("dataset", "shop/orders"),
    exists("dataset", "growth/orders"),
    same(other, { strength: "inferred" }),
    same(other, { strength: "derived", place: placeAt("b.yaml") }),
  ]);
  expect(snapshot.assets).toHaveLength(1);
  expect(rulesOf(snapshot)).not.toContain("IDN-003");
});

test("a dataset is called by its declared location, else its warehouse, else its files", () => {
  const table = same("at:snowflake://acme/A.B.ORDERS");
  const files = same("at:s3://lake/orders");
  const location = claim(orders, {
    is: "sameAs",
    key: asKey("at:s3://lake/orders"),
    canonical: true,
  });
  const idOf = (...claims: Parameters<typeof snapshotFrom>[0]): string | undefined =>
    snapshotFrom([exists("dataset", "shop/orders"), ...claims]).assets[0]?.id;
  expect(idOf()).toBe("dataset:shop/orders");
  expect(idOf(files)).toBe("dataset:s3://lake/orders");
  expect(idOf(files, table)).toBe("dataset:snowflake://acme/A.B.ORDERS");
  expect(idOf(table, location)).toBe("dataset:s3://lake/orders");
});

test("only datasets are called by their location", () => {
  const model = own("ml_model", "growth/segments");
  const snapshot = snapshotFrom([
    exists("ml_model", "growth/segments"),
    claim(model, { is: "sameAs", key: asKey("at:s3://models/segments") }),
  ]);
  expect(snapshot.assets).toMatchObject([{ id: "ml_model:growth/segments", name: "segments" }]);
});

test("two documents of one name are an error at the second, one document said twice is none", () => {
  const first = exists("dataset", "shop/orders", { place: placeAt("a.yaml") });
  const second = exists("dataset", "shop/orders", { place: placeAt("b.yaml") });
  const snapshot = snapshotFrom([second, first]);
  expect(snapshot.diagnostics).toMatchObject([
    {
      rule: "IDN-002",
      severity: "error",
      place: { path: "b.yaml" },
      related: [{ place: { path: "a.yaml" } }],
    },
  ]);
  expect(snapshotFrom([first, first]).diagnostics).toEqual([]);
});

test("a Kubernetes name that recurs, as in overlays, is a note only", () => {
  const says = { is: "exists", kind: "workload", name: "ml/trainer" } as const;
  const at = (path: string): ReturnType<typeof claim> =>
    claim("k8s:apps/Deployment/ml/trainer", says, { tool: "kubernetes", place: placeAt(path) });
  expect(snapshotFrom([at("base.yaml"), at("overlay.yaml")]).diagnostics).toMatchObject([
    { rule: "IDN-002", severity: "info" },
  ]);
});

test("two things with one id both stay: the key that sorts first keeps it", () => {
  const workload = (kind: string): ReturnType<typeof claim> =>
    claim(
      `k8s:${kind}/ml/trainer`,
      { is: "exists", kind: "workload", name: "ml/trainer" },
      { tool: "kubernetes" },
    );
  const claims = [workload("batch/Job"), workload("apps/Deployment")];
  const snapshot = snapshotFrom(claims);
  expect(assetOf(snapshot, "workload:ml/trainer").toolKey).toBe("k8s:apps/Deployment/ml/trainer");
  expect(snapshot.assets[1]?.id).toMatch(/^workload:ml\/trainer~[0-9a-f]{8}$/u);
  expect(snapshot.diagnostics).toMatchObject([{ rule: "IDN-008", severity: "info" }]);
  expect(snapshotFrom(claims.toReversed())).toEqual(snapshot);
});

test("one location with two formats is an error that shows both places", () => {
  const located = (name: string, format: string): Parameters<typeof snapshotFrom>[0] => [
    exists("dataset", name),
    claim(own("dataset", name), {
      is: "sameAs",
      key: asKey("at:s3://lake/orders"),
      canonical: true,
    }),
    claim(own("dataset", name), { is: "facet", facet: "format", value: format }),
  ];
  const clash = snapshotFrom([...located("a/orders", "delta"), ...located("b/orders", "csv")]);
  expect(clash.diagnostics).toMatchObject([
    { rule: "IDN-001", message: expect.stringContaining("format csv here and with format delta") },
  ]);
  const agreed = snapshotFrom([...located("a/orders", "csv"), ...located("b/orders", "csv")]);
  expect(agreed.diagnostics).toEqual([]);
  expect(agreed.assets).toHaveLength(1);
});

test("one location with two lists of columns is an error", () => {
  const located = (name: string, column: string): Parameters<typeof snapshotFrom>[0] => [
    exists("dataset", name),
    claim(own("dataset", name), { is: "sameAs", key: asKey("at:s3://lake/orders") }),
    claim(own("dataset", name), { is: "column", column: { name: column, tags: [] } }),
  ];
  expect(rulesOf(snapshotFrom([...located("a/o", "id"), ...located("b/o", "key")]))).toEqual([
    "IDN-001",
  ]);
  expect(rulesOf(snapshotFrom([...located("a/o", "id"), ...located("b/o", "id")]))).toEqual([]);
});

test("dbt's files may leave columns out, and name none that a full list has not", () => {
  const place = asKey("at:s3://lake/orders");
  const listed = (subject: string, tool: "own" | "dbt", columns: readonly string[]) => [
    claim(subject, { is: "exists", kind: "dataset", name: subject }, { tool }),
    claim(subject, { is: "sameAs", key: place }, { tool }),
    ...columns.map((name) =>
      claim(subject, { is: "column", column: { name, tags: [] } }, { tool }),
    ),
  ];
  const full = listed(own("dataset", "a/o"), "own", ["amount", "id"]);
  const model = (...columns: readonly string[]) => listed("dbt:model.a.o", "dbt", columns);
  expect(rulesOf(snapshotFrom([...full, ...model("id")]))).toEqual([]);
  expect(rulesOf(snapshotFrom([...full, ...model("id", "sum")]))).toEqual(["IDN-001"]);
  const source = listed("dbt:source.b.a.o", "dbt", ["amount"]);
  expect(rulesOf(snapshotFrom([...source, ...model("id")]))).toEqual([]);
});

test("a table and a model cannot be one, a step and its workload can", () => {
  const alias = (subject: string): ReturnType<typeof claim> =>
    claim(subject, { is: "sameAs", key: asKey("x:y") });
  const model = own("ml_model", "growth/segments");
  const clash = snapshotFrom([
    exists("dataset", "shop/orders"),
    exists("ml_model", "growth/segments"),
    alias(orders),
    alias(model),
  ]);
  expect(rulesOf(clash)).toEqual(["IDN-007"]);
  const step = snapshotFrom([
    claim("own:Pipeline/a/b/c", { is: "exists", kind: "step", name: "a/b/c" }),
    claim("own:Pipeline/a/b/c", { is: "sameAs", key: asKey("k8s:batch/Job/ml/c") }),
    claim(
      "k8s:batch/Job/ml/c",
      { is: "exists", kind: "workload", name: "ml/c" },
      { tool: "kubernetes" },
    ),
  ]);
  expect(step.diagnostics).toEqual([]);
  expect(step.assets).toMatchObject([
    { id: "workload:ml/c", kind: "workload", toolKey: "k8s:batch/Job/ml/c" },
  ]);
});

test("ids never hold what a terminal or a line of the digest could stumble over", () => {
  const snapshot = snapshotFrom([exists("dataset", "shop/a\nb\u202e")]);
  expect(snapshot.assets[0]?.id).toBe(String.raw`dataset:shop/a\x0ab\u202e`);
});
