import { expect, test } from "vitest";
import { carriedTags, isPersonal, type CarriedTag } from "../../src/lineage/tags.ts";
import type { Claim } from "../../src/model/claim.ts";
import {
  asId,
  claim,
  exists,
  job,
  own,
  placeAt,
  relates,
  snapshotFrom,
  text,
} from "../support/claims.ts";
import { column, derives } from "../support/columns.ts";

const customers = [
  exists("dataset", "shop/customers"),
  column("shop/customers", "id"),
  column("shop/customers", "email", { tags: ["pii.contact", "gold"] }),
];

function carriedBy(
  claims: readonly Claim[],
  id: string,
  smallestGroup?: number,
): readonly CarriedTag[] {
  const options = smallestGroup === undefined ? {} : { smallestGroup };
  return carriedTags(snapshotFrom(claims), options).of(asId(id));
}

const short = ({ tag, column: at, certain, masked }: CarriedTag): readonly unknown[] => [
  tag,
  at,
  certain,
  masked,
];

const mart = (...columns: readonly Claim[]): readonly Claim[] => [
  ...customers,
  exists("dataset", "growth/mart"),
  ...columns,
];

test("a column carries what its source bears, with each hop and place of the way", () => {
  const carried = carriedBy(
    mart(column("growth/mart", "mail"), derives("growth/mart#mail", "shop/customers#email")),
    "dataset:growth/mart",
  );
  expect(carried.map(short)).toEqual([["pii.contact", "mail", true, false]]);
  expect(carried[0]?.path).toEqual([
    {
      asset: "dataset:shop/customers",
      column: "email",
      via: "tagged",
      place: placeAt("shop/customers.yaml", "/spec/columns/email"),
    },
    {
      asset: "dataset:growth/mart",
      column: "mail",
      via: "identity",
      place: placeAt("growth/mart.yaml", "/spec/columns/mail/from"),
    },
  ]);
});

test("only tags of personal data travel, unless others are asked for", () => {
  expect(["pii", "pii.contact", "phi.diagnosis"].every(isPersonal)).toBe(true);
  expect(["gold", "piiish", "not-pii"].some(isPersonal)).toBe(false);
  const snapshot = snapshotFrom(customers);
  const all = carriedTags(snapshot, { carries: () => true }).of(asId("dataset:shop/customers"));
  expect(all.map(({ tag }) => tag)).toEqual(["gold", "pii.contact"]);
});

test.each([
  ["masking:sha256", "pii.pseudonymous"],
  ["masking:tokenized", "pii.pseudonymous"],
  ["masking:generalized", "pii.pseudonymous"],
  ["masking:rot13", "pii.contact"],
  ["transformation", "pii.contact"],
  ["aggregation", "pii.contact"],
] as const)("%s leaves %s", (via, tag) => {
  const claims = mart(
    column("growth/mart", "c"),
    derives("growth/mart#c", "shop/customers#email", via),
  );
  const masked = tag === "pii.pseudonymous";
  expect(carriedBy(claims, "dataset:growth/mart").map(short)).toEqual([[tag, "c", true, masked]]);
});

test.each([
  "masking:redacted",
  "masking:constant",
  "filter",
  "join",
  "group_by",
  "sort",
  "window",
  "conditional",
] as const)("%s leaves nothing", (via) => {
  const claims = mart(
    column("growth/mart", "c"),
    derives("growth/mart#c", "shop/customers#email", via),
  );
  expect(carriedBy(claims, "dataset:growth/mart")).toEqual([]);
});

test("the target column's own masking counts as well, and so does that of a declared tag", () => {
  const derived = mart(
    column("growth/mart", "c", { masking: "sha256" }),
    derives("growth/mart#c", "shop/customers#email"),
  );
  expect(carriedBy(derived, "dataset:growth/mart").map(short)).toEqual([
    ["pii.pseudonymous", "c", true, true],
  ]);
  const tagged = mart(column("growth/mart", "c", { masking: "sha256", tags: ["pii.contact"] }));
  expect(carriedBy(tagged, "dataset:growth/mart").map(short)).toEqual([
    ["pii.pseudonymous", "c", true, true],
  ]);
});

test("one unmasked way is enough: masking on another does not help", () => {
  const claims = mart(
    column("growth/mart", "c"),
    derives("growth/mart#c", "shop/customers#email", "masking:sha256"),
    derives("growth/mart#c", "shop/customers#email", "identity"),
  );
  expect(carriedBy(claims, "dataset:growth/mart").map(short)).toEqual([
    ["pii.contact", "c", true, false],
    ["pii.pseudonymous", "c", true, true],
  ]);
});

test("aggregation ends a tag over declared groups that are large enough", () => {
  const groups = (k: number): readonly Claim[] =>
    mart(
      column("growth/mart", "c"),
      derives("growth/mart#c", "shop/customers#email", "aggregation"),
      claim(own("dataset", "growth/mart"), {
        is: "facet",
        facet: "privacy",
        value: { anonymization: { method: "k_anonymity", k } },
      }),
    );
  expect(carriedBy(groups(20), "dataset:growth/mart", 10)).toEqual([]);
  expect(carriedBy(groups(5), "dataset:growth/mart", 10)).toHaveLength(1);
  expect(carriedBy(groups(20), "dataset:growth/mart")).toHaveLength(1);
});

test("without column lineage everything may arrive, over jobs and without certainty", () => {
  const claims = [...customers, ...job("growth/load", ["shop/customers"], ["s3://lake/out"])];
  const carried = carriedBy(claims, "dataset:s3://lake/out");
  expect(carried.map(short)).toEqual([["pii.contact", undefined, false, false]]);
  expect(carried[0]?.path.map(({ asset, via }) => [asset, via])).toEqual([
    ["dataset:shop/customers", "tagged"],
    ["job:growth/load", "reads"],
    ["dataset:s3://lake/out", "writes"],
  ]);
});

test("where each column has its lineage, nothing else is assumed; one without reopens the table", () => {
  const loaded = mart(
    ...job("growth/load", ["shop/customers"], ["growth/mart"]),
    column("growth/mart", "key"),
    derives("growth/mart#key", "shop/customers#id"),
  );
  expect(carriedBy(loaded, "dataset:growth/mart")).toEqual([]);
  const open = [...loaded, column("growth/mart", "other")];
  expect(carriedBy(open, "dataset:growth/mart").map(short)).toEqual([
    ["pii.contact", undefined, false, false],
  ]);
  const masked = [...loaded, column("growth/mart", "other", { masking: "sha256" })];
  expect(carriedBy(masked, "dataset:growth/mart").map(short)).toEqual([
    ["pii.pseudonymous", undefined, false, true],
  ]);
});

test("a model is trained on all that its sources hold, for certain", () => {
  const model = own("ml_model", "growth/segments");
  const trained = [
    ...customers,
    exists("ml_model", "growth/segments"),
    relates(model, "trains", "to", text("shop/customers")),
  ];
  const carried = carriedBy(trained, "ml_model:growth/segments");
  expect(carried.map(short)).toEqual([["pii.contact", undefined, true, false]]);
  expect(carried[0]?.path.map(({ asset, column: at }) => [asset, at])).toEqual([
    ["dataset:shop/customers", "email"],
    ["ml_model:growth/segments", undefined],
  ]);
  const byJob = [
    ...customers,
    exists("ml_model", "growth/segments"),
    ...job("growth/train", ["shop/customers"], []),
    relates(own("job", "growth/train"), "trains", "from", text("growth/segments", "ml_model")),
  ];
  expect(carriedBy(byJob, "ml_model:growth/segments").map(({ certain }) => certain)).toEqual([
    true,
  ]);
});

test("an inferred edge is never certain", () => {
  const claims = mart(
    column("growth/mart", "c"),
    derives("growth/mart#c", "shop/customers#email", "identity", { strength: "inferred" }),
  );
  expect(carriedBy(claims, "dataset:growth/mart").map(({ certain }) => certain)).toEqual([false]);
});

test("a certain way is preferred to a shorter one that is not", () => {
  const claims = mart(
    column("growth/mart", "c"),
    derives("growth/mart#c", "shop/customers#email", "identity", { strength: "inferred" }),
    exists("dataset", "shop/copy"),
    column("shop/copy", "email"),
    derives("shop/copy#email", "shop/customers#email"),
    derives("growth/mart#c", "shop/copy#email", "transformation"),
  );
  const [carried] = carriedBy(claims, "dataset:growth/mart");
  expect(carried).toMatchObject({ certain: true });
  expect(carried?.path).toHaveLength(3);
});

test("a tag of the whole table that no column accounts for may be in any column", () => {
  const tagged = claim(own("dataset", "shop/customers"), { is: "tag", tag: "pii.name" });
  const claims = mart(
    tagged,
    column("growth/mart", "key"),
    derives("growth/mart#key", "shop/customers#id"),
  );
  expect(carriedBy(claims, "dataset:growth/mart").map(short)).toEqual([
    ["pii.name", "key", false, false],
  ]);
  const accounted = mart(
    claim(own("dataset", "shop/customers"), { is: "tag", tag: "pii" }),
    column("growth/mart", "key"),
    derives("growth/mart#key", "shop/customers#id"),
  );
  expect(carriedBy(accounted, "dataset:growth/mart")).toEqual([]);
});

test("a misspelt source column may be any column of its table", () => {
  const claims = mart(column("growth/mart", "c"), derives("growth/mart#c", "shop/customers#emial"));
  expect(carriedBy(claims, "dataset:growth/mart").map(short)).toEqual([
    ["pii.contact", "c", false, false],
  ]);
});

test("circles end", () => {
  const claims = [
    ...customers,
    ...job("a/1", ["shop/customers", "s3://l/y"], ["s3://l/x"]),
    ...job("a/2", ["s3://l/x"], ["s3://l/y"]),
  ];
  expect(carriedBy(claims, "dataset:s3://l/y")).toHaveLength(1);
});

test("an asset that the snapshot does not have carries nothing", () => {
  expect(carriedBy(customers, "dataset:a/gone")).toEqual([]);
});
