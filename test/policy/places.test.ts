import { expect, test } from "vitest";
import { parsePath } from "../../src/policy/model.ts";
import { originOf, placeOfField, placeOfTag } from "../../src/policy/places.ts";
import { assetWith, idOf, placesOf } from "../support/policies.ts";

const asset = assetWith("dataset:shop/customers", {
  facets: { owner: { team: "shop" }, privacy: { retentionDays: 180 } },
  tags: ["pii"],
  labels: { product: "crm" },
  columns: [{ name: "id" }, { name: "email", tags: ["pii.contact"] }],
});
const own = placesOf("shop/customers.yaml");

test.each([
  ["privacy.retention_days", own.value("spec", "privacy", "retentionDays")],
  ["columns[1].tags[0]", own.value("spec", "columns", 1, "tags", 0)],
  ["tags[0]", own.value("metadata", "tags", 0)],
  ["labels.product", own.value("metadata", "labels", "product")],
  ["owner", own.value("spec", "owner")],
  ["id", own.value("metadata", "name")],
])("%s stands at its own node", (path, place) => {
  expect(placeOfField(asset, parsePath(path))).toEqual({ place: expect.objectContaining(place) });
});

test.each([
  ["privacy.legal_hold", own.key("spec", "privacy"), "privacy.legalHold"],
  ["owner.email", own.key("spec", "owner"), "owner.email"],
  ["columns[0].masking", own.key("spec", "columns", 0), "columns[0].masking"],
  ["ai.risk", own.value("metadata", "name"), "ai.risk"],
])("%s is missing from the nearest parent that is there", (path, place, missing) => {
  expect(placeOfField(asset, parsePath(path))).toEqual({ place, missing });
});

test("an asset without a definition has no place for what it does not say", () => {
  const referred = assetWith("dataset:shop/lost", { isDefined: false });
  expect(placeOfField(referred, ["tier"])).toBeUndefined();
});

const hop = (from: string, to: string, column: string | undefined, line: string) => ({
  from: { asset: idOf(from) },
  to: { asset: idOf(to), ...(column !== undefined && { column }) },
  place: placesOf("edges.yaml").value(line),
});

test("a carried tag stands where it last took a step as a column", () => {
  const carried = {
    tag: "pii.contact",
    origin: { asset: asset.id, column: "email" },
    certain: true,
    masked: false,
    path: [
      hop("dataset:a/a", "dataset:a/b", "email", "one"),
      hop("dataset:a/b", "ml_model:a/m", undefined, "two"),
    ],
  };
  expect(placeOfTag(carried)).toEqual(placesOf("edges.yaml").value("one"));
  expect(placeOfTag({ ...carried, path: carried.path.slice(1) })).toEqual(
    placesOf("edges.yaml").value("two"),
  );
  expect(originOf(carried, asset)).toEqual(own.value("spec", "columns", 1));
  expect(originOf({ ...carried, origin: { asset: asset.id }, tag: "pii" }, asset)).toEqual(
    own.value("metadata", "tags", 0),
  );
  expect(originOf(carried, undefined)).toBeUndefined();
});
