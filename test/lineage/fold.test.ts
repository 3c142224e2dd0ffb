import { expect, test } from "vitest";
import type { Json } from "../../src/base/json.ts";
import type { ColumnFacts, FacetName } from "../../src/model/claim.ts";
import {
  assetOf,
  claim,
  exists,
  own,
  placeAt,
  rulesOf,
  snapshotFrom,
  type ClaimFacts,
} from "../support/claims.ts";

const key = own("dataset", "shop/orders");
const id = "dataset:shop/orders";
const orders = exists("dataset", "shop/orders");
const [first, second] = [placeAt("a.yaml", "/x"), placeAt("b.yaml", "/x")];

const facet = (name: FacetName, value: Json, facts: ClaimFacts = {}): ReturnType<typeof claim> =>
  claim(key, { is: "facet", facet: name, value }, facts);
const tag = (word: string, facts: ClaimFacts = {}): ReturnType<typeof claim> =>
  claim(key, { is: "tag", tag: word }, facts);
const column = (facts: Partial<ColumnFacts>, where: ClaimFacts = {}): ReturnType<typeof claim> =>
  claim(key, { is: "column", column: { name: "id", tags: [], ...facts } }, where);

test("the strongest claim wins a facet, and the losers stay visible", () => {
  const snapshot = snapshotFrom([
    orders,
    facet("title", "guessed", { strength: "inferred", place: first }),
    facet("title", "annotated", { tool: "kubernetes", place: first }),
    facet("title", "own", { place: second }),
  ]);
  expect(assetOf(snapshot, id).facets.title).toEqual({
    value: "own",
    place: second,
    strength: "declared",
    tool: "own",
    losers: [
      { value: "annotated", place: first, tool: "kubernetes" },
      { value: "guessed", place: first, tool: "own" },
    ],
  });
});

test("owners that contradict each other with equal strength are a warning, weaker ones are not", () => {
  const growth = facet("owner", { team: "growth" }, { place: first });
  const clash = snapshotFrom([orders, growth, facet("owner", { team: "shop" }, { place: second })]);
  expect(clash.diagnostics).toMatchObject([
    { rule: "IDN-010", place: { path: "b.yaml" }, related: [{ place: { path: "a.yaml" } }] },
  ]);
  const same = facet("owner", { team: "growth", email: "a@b" }, { place: second });
  expect(snapshotFrom([orders, growth, same]).diagnostics).toEqual([]);
  const weak = facet("owner", { team: "shop" }, { place: second, strength: "derived" });
  expect(snapshotFrom([orders, growth, weak]).diagnostics).toEqual([]);
});

test("of two classifications the stricter holds, whoever says it", () => {
  const snapshot = snapshotFrom([
    orders,
    facet("classification", "internal", { place: first }),
    facet("classification", "restricted", { place: second, strength: "inferred" }),
  ]);
  expect(assetOf(snapshot, id).facets.classification?.value).toBe("restricted");
  expect(snapshot.diagnostics).toMatchObject([{ rule: "IDN-011", place: { path: "a.yaml" } }]);
  const agreed = [first, second].map((place) => facet("classification", "internal", { place }));
  expect(snapshotFrom([orders, ...agreed]).diagnostics).toEqual([]);
});

test("tags are united in lower case, each with all places that say it", () => {
  const snapshot = snapshotFrom([
    orders,
    tag("PII.contact", { place: first }),
    tag("gold", { place: first }),
    tag("pii.contact ", { place: second }),
  ]);
  const { tags } = assetOf(snapshot, id);
  expect(tags.map(({ value, losers }) => [value, losers.length])).toEqual([
    ["gold", 0],
    ["pii.contact", 1],
  ]);
});

test("a denial of personal data loses against the tag, and is a warning", () => {
  const snapshot = snapshotFrom([
    orders,
    tag("not-pii", { place: first }),
    tag("pii", { place: second }),
  ]);
  expect(assetOf(snapshot, id).tags.map(({ value }) => value)).toEqual(["pii"]);
  expect(rulesOf(snapshot)).toEqual(["IDN-013"]);
  const alone = snapshotFrom([orders, tag("not-pii")]);
  expect(assetOf(alone, id).tags.map(({ value }) => value)).toEqual(["not-pii"]);
  expect(alone.diagnostics).toEqual([]);
});

test("columns merge by name: each fact from the first that has it, tags from all", () => {
  const snapshot = snapshotFrom([
    orders,
    column({ type: "string", tags: ["key"] }, { place: first }),
    column({ type: "STRING", description: "number", tags: ["pii.id"] }, { place: second }),
  ]);
  expect(assetOf(snapshot, id).columns).toEqual([
    { name: "id", type: "string", description: "number", tags: ["key", "pii.id"], place: first },
  ]);
  expect(snapshot.diagnostics).toEqual([]);
});

test("columns stand in the order of their list, the tenth after the second", () => {
  const at = (index: number): ClaimFacts => ({
    place: placeAt("a.yaml", `/spec/columns/${index}`),
  });
  const claims = [10, 2, 1].map((index) => column({ name: `c${index}` }, at(index)));
  const names = assetOf(snapshotFrom([orders, ...claims]), id).columns.map(({ name }) => name);
  expect(names).toEqual(["c1", "c2", "c10"]);
});

test("types of a column that differ are a warning", () => {
  const snapshot = snapshotFrom([
    orders,
    column({ type: "double" }, { place: first }),
    column({ type: "string" }, { place: second }),
  ]);
  expect(snapshot.diagnostics).toMatchObject([
    { rule: "IDN-012", message: "column id has type string here and double elsewhere" },
  ]);
});

test("a column's denial of personal data loses as well", () => {
  const snapshot = snapshotFrom([
    orders,
    column({ tags: ["not-pii"] }, { place: first }),
    column({ tags: ["PII"] }, { place: second }),
  ]);
  expect(assetOf(snapshot, id).columns[0]?.tags).toEqual(["pii"]);
  expect(rulesOf(snapshot)).toEqual(["IDN-013"]);
});

test("labels keep their names, even those of an object's own machinery", () => {
  const label = (name: string, value: string): ReturnType<typeof claim> =>
    claim(key, { is: "label", label: name, value });
  const { labels } = assetOf(
    snapshotFrom([orders, label("__proto__", "x"), label("team", "a")]),
    id,
  );
  expect(Object.keys(labels)).toEqual(["__proto__", "team"]);
});

test("usage keeps one line for each line and meter, the strongest", () => {
  const usage = (size: string, facts: ClaimFacts): ReturnType<typeof claim> =>
    claim(
      key,
      {
        is: "usage",
        usage: {
          line: "storage",
          meter: "storage",
          factors: [
            {
              of: "size",
              amount: { state: "known", low: size, expected: size, high: size },
              place: first,
            },
          ],
          dims: {},
          place: first,
        },
      },
      facts,
    );
  const snapshot = snapshotFrom([orders, usage("9", { strength: "inferred" }), usage("5", {})]);
  expect(assetOf(snapshot, id).usage).toMatchObject([{ factors: [{ amount: { expected: "5" } }] }]);
  expect(assetOf(snapshot, id).usage).toHaveLength(1);
});

test("a lone surrogate in a file is no reason to stop", () => {
  const snapshot = snapshotFrom([orders, facet("title", "\ud800")]);
  expect(assetOf(snapshot, id).record).toMatch(/^[0-9a-f]{64}$/u);
});
