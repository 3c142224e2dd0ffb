import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isFileStore, keyOfUri, normalKey } from "../../src/model/uri.ts";
import { asKey } from "../support/claims.ts";

test.each([
  ["s3a://lake/orders", "at:s3://lake/orders"],
  ["S3N://lake/orders/", "at:s3://lake/orders"],
  ["gcs://lake/orders", "at:gs://lake/orders"],
  ["abfs://c@a.dfs.core.windows.net/x", "at:abfss://c@a.dfs.core.windows.net/x"],
  ["s3://lake", "at:s3://lake"],
  ["s3://lake/a//b", "at:s3://lake/a//b"],
  ["hdfs://nn:8020/a//b", "at:hdfs://nn:8020/a/b"],
  ["s3://lake/orders/dt=2026-01-01/part-0.parquet", "at:s3://lake/orders"],
  ["s3://lake/orders/*.parquet", "at:s3://lake/orders"],
  [
    "snowflake://acme-prod/analytics.marts.orders",
    "at:snowflake://acme-prod/ANALYTICS.MARTS.ORDERS",
  ],
  ['snowflake://acme-prod/A.B."orders"', 'at:snowflake://acme-prod/A.B."orders"'],
  ['snowflake://acme-prod/A.B."ORDERS"', "at:snowflake://acme-prod/A.B.ORDERS"],
  ["postgresql://Host:5432/Shop.Public.Orders", "at:postgres://Host:5432/shop.public.orders"],
  ["kafka://broker:9092/Orders", "at:kafka://broker:9092/Orders"],
])("%s is the place %s", (uri, key) => {
  expect(keyOfUri(uri)).toBe(key);
});

test.each(["orders", "shop/orders", "dbt:model.shop.orders", "", "://x"])(
  "%s is no URI",
  (text) => {
    expect(keyOfUri(text)).toBeUndefined();
  },
);

test("tool keys are left as they are, physical ones normalised", () => {
  expect(normalKey(asKey("own:Dataset/shop/Orders"))).toBe("own:Dataset/shop/Orders");
  expect(normalKey(asKey("at:s3a://lake/orders/"))).toBe("at:s3://lake/orders");
});

test("files and warehouses are told apart", () => {
  expect(isFileStore(asKey("at:s3://lake/orders"))).toBe(true);
  expect(isFileStore(asKey("at:snowflake://acme/A.B.C"))).toBe(false);
});

test("normalising twice changes nothing", () => {
  const scheme = fc.constantFrom(
    "s3a",
    "s3",
    "hdfs",
    "file",
    "snowflake",
    "postgres",
    "kafka",
    "X",
  );
  const uri = fc.tuple(scheme, fc.string(), fc.string()).map(([a, b, c]) => `${a}://${b}/${c}`);
  fc.assert(
    fc.property(uri, (text) => {
      const key = keyOfUri(text);
      expect(key && normalKey(key)).toBe(key);
    }),
  );
});
