import * as fc from "fast-check";
import { expect, test } from "vitest";
import { objectId, sha256 } from "../../src/base/digest.ts";
import { diagnose } from "../../src/diagnostic/diagnostic.ts";
import { REF_001 } from "../../src/diagnostic/rules/ref.ts";
import { foldMemo } from "../../src/lineage/memo.ts";
import { buildSnapshot } from "../../src/lineage/snapshot.ts";
import type { Assertion, Claim } from "../../src/model/claim.ts";
import { strengths, tools } from "../../src/model/kinds.ts";
import {
  asKey,
  assetOf,
  claim,
  exists,
  job,
  own,
  placeAt,
  rulesOf,
  rememberedFrom,
  snapshotFrom,
  text,
} from "../support/claims.ts";
import { layeredClaims, moved } from "../support/graphs.ts";
import { pathOf } from "../support/texts.ts";

const subjects = [
  "own:Dataset/a/x",
  "own:Dataset/a/y",
  "own:Pipeline/a/j",
  "k8s:batch/Job/a/j",
  "at:s3://l/x",
];
const reference = fc.constantFrom(
  "a/x",
  "x",
  "y",
  "s3://l/x",
  "s3a://l/z/",
  "feast:v",
  "nothing",
  "{{ t }}",
);

const assertion: fc.Arbitrary<Assertion> = fc.oneof(
  fc.record({
    is: fc.constant("exists" as const),
    kind: fc.constantFrom("dataset" as const, "job" as const),
    name: fc.constantFrom("a/x", "a/y", "a/j"),
  }),
  fc.record({
    is: fc.constant("sameAs" as const),
    key: fc.constantFrom(...subjects).map(asKey),
  }),
  fc.record({
    is: fc.constant("facet" as const),
    facet: fc.constantFrom("owner" as const, "classification" as const, "format" as const),
    value: fc.constantFrom("internal", "restricted", "csv"),
  }),
  fc.record({
    is: fc.constant("tag" as const),
    tag: fc.constantFrom("pii", "PII", "not-pii", "gold"),
  }),
  fc.record({
    is: fc.constant("column" as const),
    column: fc.record({
      name: fc.constantFrom("c", "d"),
      type: fc.constantFrom("int", "text"),
      tags: fc.subarray(["pii", "not-pii"]),
    }),
  }),
  fc.record({
    is: fc.constant("edge" as const),
    edge: fc.constantFrom("reads" as const, "writes" as const, "derives" as const),
    end: fc.constantFrom("from" as const, "to" as const),
    other: reference.map((words) => text(words)),
  }),
  fc
    .record({ words: reference, column: fc.constantFrom("c", "d") })
    .map(({ words, column }): Assertion => ({
      is: "derives",
      to: { asset: text("a/y"), column },
      from: [{ asset: text(words), column: "d" }],
      via: "identity",
    })),
);

const anyClaim: fc.Arbitrary<Claim> = fc
  .record({
    subject: fc.constantFrom(...subjects),
    says: assertion,
    strength: fc.constantFrom(...strengths),
    tool: fc.constantFrom(...tools),
    place: fc
      .tuple(fc.constantFrom("a.yaml", "b.yaml"), fc.nat(2), fc.nat(11))
      .map(([path, document, index]) => placeAt(path, `/spec/${index}`, document)),
  })
  .map(({ subject, says, ...facts }) => claim(subject, says, facts));

const anyClaims = fc.array(anyClaim, { maxLength: 24 });

test("the order of claims changes nothing, nor does their repetition", () => {
  const shuffled = anyClaims.chain((claims) =>
    fc.tuple(
      fc.constant(claims),
      fc.shuffledSubarray(claims, { minLength: claims.length, maxLength: claims.length }),
      fc.subarray(claims),
    ),
  );
  fc.assert(
    fc.property(shuffled, ([claims, others, again]) => {
      const expected = JSON.stringify(snapshotFrom(claims));
      expect(JSON.stringify(snapshotFrom(others))).toBe(expected);
      expect(JSON.stringify(snapshotFrom([...again, ...others]))).toBe(expected);
    }),
    { numRuns: 300 },
  );
});

test("what one fold leaves for the next changes nothing, whatever the two have in common", () => {
  const histories = anyClaims.chain((claims) =>
    fc.array(
      fc
        .tuple(fc.subarray(claims), fc.array(anyClaim, { maxLength: 3 }))
        .map(([kept, added]) => [...kept, ...added]),
      { minLength: 2, maxLength: 4 },
    ),
  );
  fc.assert(
    fc.property(histories, (history) => {
      const memo = foldMemo();
      for (const claims of history) {
        const remembered = rememberedFrom(claims, memo);
        expect(JSON.stringify(remembered)).toBe(JSON.stringify(snapshotFrom(claims)));
      }
    }),
    { numRuns: 500 },
  );
});

test("what two folds have in common is one value in both", () => {
  const claims = layeredClaims(60);
  const more = claim(own("dataset", "a/other"), { is: "tag", tag: "gold" });
  const memo = foldMemo();
  const before = new Set(rememberedFrom(claims, memo).assets);
  const after = rememberedFrom([...claims, exists("dataset", "a/other"), more], memo).assets;
  expect(after.filter((asset) => !before.has(asset)).map(({ id }) => id)).toEqual([
    "dataset:a/other",
  ]);
});

test("a record follows its column edges when nothing else about the asset changes", () => {
  const tables = [exists("dataset", "a/x"), exists("dataset", "a/y"), exists("job", "a/j")];
  const copied = (column: string): Claim =>
    claim(own("job", "a/j"), {
      is: "derives",
      to: { asset: text("a/y"), column },
      from: [{ asset: text("a/x"), column }],
      via: "identity",
    });
  const first = [...tables, copied("c")];
  const memo = foldMemo();
  const one = rememberedFrom(first, memo);
  const two = rememberedFrom([...first, copied("d")], memo);
  expect(two.edges).toEqual(one.edges);
  expect(assetOf(two, "dataset:a/y").record).not.toBe(assetOf(one, "dataset:a/y").record);
});

test("places are in no digest: files may move", () => {
  fc.assert(
    fc.property(anyClaims, (claims) => {
      const [here, there] = [snapshotFrom(claims), snapshotFrom(moved(claims))];
      expect(there.digest).toBe(here.digest);
      expect(there.assets.map(({ record }) => record)).toEqual(
        here.assets.map(({ record }) => record),
      );
    }),
  );
});

test("every reference is an edge or is unresolved, and every edge joins assets of the snapshot", () => {
  fc.assert(
    fc.property(anyClaims, (claims) => {
      const { assets, edges, columnEdges } = snapshotFrom(claims);
      const ids = new Set(assets.map(({ id }) => id));
      expect(ids.size).toBe(assets.length);
      for (const { from, to } of edges) {
        expect([from, to].filter((id) => !ids.has(id))).toEqual([]);
        expect(from).not.toBe(to);
      }
      for (const { from, to } of columnEdges) {
        expect([from.asset, to.asset].filter((id) => !ids.has(id))).toEqual([]);
      }
    }),
  );
});

test("an asset has each key of its own, and no two share one", () => {
  fc.assert(
    fc.property(anyClaims, (claims) => {
      const keys = snapshotFrom(claims).assets.flatMap((asset) => asset.keys);
      expect(new Set(keys).size).toBe(keys.length);
    }),
  );
});

test("an estate of jobs and tables is linked completely", () => {
  const { assets, edges, diagnostics } = snapshotFrom(layeredClaims(400));
  expect(assets).toHaveLength(399);
  expect(edges.filter(({ kind }) => kind === "writes")).toHaveLength(199);
  expect(diagnostics).toEqual([]);
});

test("lists are sorted: assets by id, edges by their ends", () => {
  const { assets, edges } = snapshotFrom(layeredClaims(60));
  const ids = assets.map(({ id }) => id);
  expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? -1 : 1)));
  const ends = edges.map(({ from, to, kind }) => `${from}\0${to}\0${kind}`);
  expect(ends).toEqual(ends.toSorted((a, b) => (a < b ? -1 : 1)));
});

test("the digest is that of the sorted lines of ids and records", () => {
  const { assets, digest } = snapshotFrom(job("a/j", ["s3://l/x"], ["s3://l/y"]));
  expect(digest).toBe(sha256(assets.map(({ id, record }) => `${id} ${record}\n`).join("")));
});

test("a record changes with what it is about, and with what arrives there, not with what leaves", () => {
  const base = [exists("dataset", "a/x"), ...job("a/j", ["a/x"], ["s3://l/y"])];
  const more = [...base, claim(own("dataset", "a/x"), { is: "tag", tag: "gold" })];
  const [before, after] = [snapshotFrom(base), snapshotFrom(more)];
  const changed = after.assets.filter(({ id, record }) => assetOf(before, id).record !== record);
  expect(changed.map(({ id }) => id)).toEqual(["dataset:a/x"]);
  const rewritten = snapshotFrom([exists("dataset", "a/x"), ...job("a/j", ["a/x"], ["s3://l/z"])]);
  expect(assetOf(rewritten, "job:a/j").record).toBe(assetOf(before, "job:a/j").record);
});

test("one edge has one claim, and is conditional only if every claim of it is", () => {
  const reads = (condition?: string, file = "a.yaml"): Claim =>
    claim(
      own("job", "a/j"),
      {
        is: "edge",
        edge: "reads",
        end: "to",
        other: text("a/x"),
        ...(condition !== undefined && { condition }),
      },
      { place: placeAt(file) },
    );
  const graph = [exists("dataset", "a/x"), exists("job", "a/j")];
  expect(snapshotFrom([...graph, reads("Monday"), reads("Friday", "b.yaml")]).edges).toMatchObject([
    { condition: "Monday", place: { path: "a.yaml" } },
  ]);
  expect(
    snapshotFrom([...graph, reads("Monday"), reads(undefined, "b.yaml")]).edges[0],
  ).not.toHaveProperty("condition");
});

test("column lineage draws an edge where nothing else says that data runs there", () => {
  const derives = (to: string, from: string): Claim =>
    claim(own("dataset", to), {
      is: "derives",
      to: { asset: { by: "key", key: asKey(own("dataset", to)) }, column: "c" },
      from: [{ asset: text(from), column: "c" }],
      via: "identity",
    });
  const tables = [exists("dataset", "a/x"), exists("dataset", "a/y"), derives("a/y", "a/x")];
  const alone = snapshotFrom(tables);
  expect(alone.edges).toMatchObject([
    { kind: "derives", from: "dataset:a/x", to: "dataset:a/y", strength: "derived" },
  ]);
  expect(alone.columnEdges).toMatchObject([
    { from: { asset: "dataset:a/x", column: "c" }, to: { asset: "dataset:a/y", column: "c" } },
  ]);
  const byJob = snapshotFrom([...tables, ...job("a/j", ["a/x"], ["a/y"])]);
  expect(byJob.edges.map(({ kind }) => kind)).toEqual(["reads", "writes"]);
});

test("a misspelt column of a listed table is an error, a table without a list takes any", () => {
  const derives = claim(own("dataset", "a/y"), {
    is: "derives",
    to: { asset: text("a/y"), column: "c" },
    from: [{ asset: text("a/x"), column: "emial" }],
    via: "identity",
  });
  const tables = [exists("dataset", "a/x"), exists("dataset", "a/y"), derives];
  expect(snapshotFrom(tables).diagnostics).toEqual([]);
  const email = claim(own("dataset", "a/x"), { is: "column", column: { name: "email", tags: [] } });
  expect(snapshotFrom([...tables, email]).diagnostics).toMatchObject([
    {
      rule: "LIN-001",
      message: "emial is not a column of dataset:a/x",
      help: "did you mean email?",
    },
  ]);
});

test("files are listed with the kinds that they declare, and findings of others are kept", () => {
  const place = placeAt("b.yaml");
  const finding = diagnose(REF_001, { message: "from elsewhere", place });
  const snapshot = buildSnapshot({
    claims: [exists("job", "a/j", { place }), exists("dataset", "a/x", { place })],
    declarations: [],
    diagnostics: [finding],
    covered: ["z.yaml", "b.yaml"].map((path) => ({
      path: pathOf(path),
      blob: objectId("blob", new Uint8Array()),
      mode: "100644",
      why: "claims",
    })),
    documents: 2,
    aliases: {},
  });
  expect(snapshot.covered.map(({ path, kinds }) => [path, kinds])).toEqual([
    ["b.yaml", ["dataset", "job"]],
    ["z.yaml", []],
  ]);
  expect(snapshot.documents).toBe(2);
  expect(snapshot.diagnostics).toContainEqual(finding);
});

test("a claim about something that nothing declares makes no asset", () => {
  const snapshot = snapshotFrom([claim("dbt:model.shop.x", { is: "tag", tag: "gold" })]);
  expect(snapshot.assets).toEqual([]);
  expect(rulesOf(snapshot)).toEqual([]);
});
