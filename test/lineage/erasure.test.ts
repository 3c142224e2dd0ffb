import { expect, test } from "vitest";
import { erasureOf } from "../../src/lineage/erasure.ts";
import type { Claim } from "../../src/model/claim.ts";
import type { Erasure } from "../../src/model/trace.ts";
import { asId, claim, exists, job, own, relates, snapshotFrom, text } from "../support/claims.ts";
import { column, derives } from "../support/columns.ts";

function erase(claims: readonly Claim[], asset: string, key: string): Erasure {
  return erasureOf(snapshotFrom(claims), { asset: asId(asset), column: key }, {});
}

const short = ({ places }: Erasure): readonly unknown[] =>
  places.map(({ asset, keys, certain }) => [
    asset,
    keys.map((key) => `${key.column}${key.pseudonym ? "*" : ""}`).join(),
    certain,
  ]);

const customers = [
  exists("dataset", "shop/customers"),
  column("shop/customers", "id"),
  column("shop/customers", "email"),
];

test("a place is found by the columns that the key reaches, pseudonyms marked", () => {
  const claims = [
    ...customers,
    exists("dataset", "growth/mart"),
    column("growth/mart", "customer"),
    derives("growth/mart#customer", "shop/customers#id"),
    exists("dataset", "growth/hashed"),
    column("growth/hashed", "hash"),
    derives("growth/hashed#hash", "shop/customers#id", "masking:sha256"),
  ];
  expect(short(erase(claims, "dataset:shop/customers", "id"))).toEqual([
    ["dataset:shop/customers", "id", true],
    ["dataset:growth/hashed", "hash*", true],
    ["dataset:growth/mart", "customer", true],
  ]);
});

test("a place that other values of the subject reach has no key; one that nothing reaches is left out", () => {
  const claims = [
    ...customers,
    exists("dataset", "growth/mails"),
    column("growth/mails", "mail"),
    derives("growth/mails#mail", "shop/customers#email"),
    exists("dataset", "growth/blank"),
    column("growth/blank", "mail"),
    derives("growth/blank#mail", "shop/customers#email", "masking:redacted"),
  ];
  expect(short(erase(claims, "dataset:shop/customers", "id"))).toEqual([
    ["dataset:shop/customers", "id", true],
    ["dataset:growth/mails", "", true],
  ]);
});

test("what a job writes without column lineage may hold it: listed, and not certain", () => {
  const claims = [
    ...customers,
    exists("dataset", "growth/report"),
    ...job("growth/nightly", ["shop/customers"], ["growth/report"]),
    exists("ml_model", "growth/churn"),
    relates(own("ml_model", "growth/churn"), "trains", "to", text("shop/customers")),
  ];
  expect(short(erase(claims, "dataset:shop/customers", "id"))).toEqual([
    ["dataset:shop/customers", "id", true],
    ["dataset:growth/report", "", false],
    ["ml_model:growth/churn", "", true],
  ]);
});

test("declared facts that decide how to erase come along, and where the data came from", () => {
  const claims = [
    ...customers,
    claim(own("dataset", "shop/customers"), { is: "facet", facet: "format", value: "iceberg" }),
    claim(own("dataset", "shop/customers"), {
      is: "facet",
      facet: "privacy",
      value: { retentionDays: 30, erasure: "cascade" },
    }),
    exists("dataset", "crm/export"),
    ...job("shop/load", ["crm/export"], ["shop/customers"]),
  ];
  const { places, sources } = erase(claims, "dataset:shop/customers", "id");
  expect(places[0]).toMatchObject({ format: "iceberg", retentionDays: 30, erasure: "cascade" });
  expect(sources).toEqual(["dataset:crm/export"]);
});

test("where no lineage leads from the key, the asset may say how a subject is found in it", () => {
  const claims = [
    ...customers,
    exists("dataset", "growth/mails"),
    column("growth/mails", "mail"),
    derives("growth/mails#mail", "shop/customers#email"),
    claim(own("dataset", "growth/mails"), {
      is: "facet",
      facet: "privacy",
      value: { subjectKey: "person" },
    }),
  ];
  expect(short(erase(claims, "dataset:shop/customers", "id"))[1]).toEqual([
    "dataset:growth/mails",
    "person",
    true,
  ]);
});

test("a circle ends", () => {
  const claims = [...customers, ...job("shop/merge", ["shop/customers"], ["shop/customers"])];
  expect(erase(claims, "dataset:shop/customers", "id").places).toHaveLength(1);
});
