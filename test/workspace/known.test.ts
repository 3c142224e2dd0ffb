import { readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isSha256, objectId, sha256 } from "../../src/base/digest.ts";
import type { Json, Steps } from "../../src/base/json.ts";
import type { ReadTree, SnapshotCache } from "../../src/base/ports.ts";
import { diagnose } from "../../src/diagnostic/diagnostic.ts";
import { placesIn, type Place } from "../../src/diagnostic/place.ts";
import { SYN_001 } from "../../src/diagnostic/rules/syn.ts";
import { cacheIn } from "../../src/host/cache.ts";
import { exactly, unknown } from "../../src/model/amount.ts";
import type { Assertion, Claim } from "../../src/model/claim.ts";
import { toolKey } from "../../src/model/ids.ts";
import type { Factor } from "../../src/model/usage.ts";
import { parseFile } from "../../src/source/parse.ts";
import { adapters } from "../../src/spec/registry.ts";
import { cacheFingerprint, loadKnown, storeKnown, type Known } from "../../src/workspace/known.ts";
import { packedReading } from "../../src/workspace/packed-reading.ts";
import { json, pack, text, unpack } from "../../src/workspace/packing.ts";
import { readFiles, readingKey, type FileReading } from "../../src/workspace/readings.ts";
import { memoryTree } from "../support/memory-tree.ts";
import { givenFolder } from "../support/opened.ts";
import { filesBelow } from "../support/sources.ts";
import { pathOf } from "../support/texts.ts";

const fingerprint = cacheFingerprint(sha256("a build"));
const nothing: Known = { readings: new Map() };
const specs = ["fixtures/spec", "fixtures/source", "examples"]
  .flatMap(filesBelow)
  .filter((path) => /\.(?:ya?ml|toml|json)$/u.test(path));

async function readingsOf(tree: ReadTree): Promise<readonly FileReading[]> {
  return readFiles(tree, await tree.list(), new Map());
}

/** What the tool says of every fixture and example. */
const realReadings = readingsOf(
  memoryTree(Object.fromEntries(specs.map((path) => [path, readFileSync(path, "utf8")]))),
);

function keyed(readings: readonly FileReading[]): ReadonlyMap<string, FileReading> {
  return new Map(readings.map((reading) => [readingKey(reading), reading]));
}

/** A cache that counts what is stored in it. */
function memoryCache(held?: Uint8Array): SnapshotCache & { readonly stored: Uint8Array[] } {
  const stored: Uint8Array[] = held === undefined ? [] : [held];
  return {
    stored,
    load: () => Promise.resolve(stored.at(-1)),
    store: (_, bytes) => {
      stored.push(bytes);
      return Promise.resolve();
    },
  };
}

function again(readings: readonly FileReading[]): readonly FileReading[] | undefined {
  return unpack(packedReading, pack(packedReading, readings))?.values;
}

const places = placesIn(pathOf("a.yaml"), 3);
const at = (...steps: Steps): Place => places.value(...steps);
const range: Place = { in: "range", path: pathOf("a.yaml"), start: 1, end: 70_000 };
const file: Place = { in: "file", path: pathOf("a.yaml") };
const key = toolKey("own", "Dataset/a/b");
const byText = {
  by: "text",
  text: "t",
  kinds: ["dataset", "ml_model"],
  namespace: "n",
} as const;
const byKey = { by: "key", key } as const;
const factors: readonly Factor[] = [
  { of: "size", amount: exactly("1.5"), place: at("a", 0) },
  { of: "count", amount: unknown("templated"), place: range },
  { of: "duration", amount: { state: "free", reason: "r" }, place: file },
  {
    of: "runs",
    per: "day",
    amount: { state: "estimated", low: "1", expected: "2", high: "3" },
    place: places.key("b/c~d"),
  },
  { of: "schedule", schedule: { cron: "@daily", suspended: true }, place: at() },
  { of: "schedule", schedule: { cron: "1", timezone: "UTC", suspended: false }, place: at() },
  { of: "month" },
];
const column = { name: "c", tags: [] };
/** Every case of an assertion, with all optional members and without them. */
const assertions: readonly Assertion[] = [
  { is: "exists", kind: "dataset", name: "a/b" },
  { is: "sameAs", key, canonical: true },
  { is: "sameAs", key },
  { is: "facet", facet: "custom", value: [null, true, -0.5, 1e300, "", {}, [], { a: [1] }] },
  { is: "tag", tag: "pii" },
  { is: "label", label: "l", value: "v" },
  { is: "column", column },
  {
    is: "column",
    column: {
      name: "c",
      type: "t",
      description: "d",
      notNull: true,
      unique: false,
      tags: ["a", "b"],
      masking: "m",
      precision: "p",
    },
  },
  { is: "edge", edge: "reads", end: "from", other: byKey },
  { is: "edge", edge: "writes", end: "to", other: byText, condition: "c" },
  {
    is: "derives",
    to: { asset: byKey, column: "c" },
    from: [{ asset: byText, column: "d" }],
    via: "masking:sha256",
  },
  { is: "derives", to: { asset: byKey, column: "c" }, from: [], via: "group_by" },
  {
    is: "usage",
    usage: { line: "l", meter: "cpu", factors, dims: { region: "eu" }, place: at("spec") },
  },
  { is: "unresolved", edge: "trains", text: "x", reason: "helm" },
  { is: "deploys", directory: "d", recurse: true, repository: "r", revision: "v" },
  {
    is: "deploys",
    directory: "d",
    recurse: false,
    include: "i",
    exclude: "e",
    namespace: "n",
    repository: "r",
    revision: "v",
  },
];
const complete: FileReading = {
  path: pathOf("a.yaml"),
  blob: objectId("blob", new Uint8Array()),
  documents: 2,
  gate: true,
  claims: assertions.map((says, index): Claim => ({
    subject: key,
    says,
    place: [at("x"), range, file][index % 3] ?? file,
    strength: "derived",
    tool: "kubernetes",
  })),
  declarations: [
    { kind: "Policy", name: "p", path: pathOf("a.yaml"), document: 1, value: { a: { b: [1] } } },
  ],
  diagnostics: [
    diagnose(SYN_001, { message: "m", place: range }),
    diagnose(SYN_001, {
      message: "m",
      place: at("x"),
      severity: "info",
      help: "h",
      asset: "a",
      subject: "s",
      related: [{ message: "r", place: file }],
      flow: [{ message: "f", place: at("y") }],
    }),
  ],
  parts: [{ tool: "dbt", role: "sql", path: pathOf("a.sql"), document: 0, value: "select 1" }],
};

test("every kind of claim and finding comes back as it was, its members in their order", () => {
  expect(JSON.stringify(again([complete]))).toBe(JSON.stringify([complete]));
});

test("the readings of all fixtures and examples come back as they were", async () => {
  const readings = await realReadings;
  const cases = new Set(readings.flatMap(({ claims }) => claims.map(({ says }) => says.is)));
  expect(cases.size).toBeGreaterThan(8);
  expect(JSON.stringify(again(readings))).toBe(JSON.stringify(readings));
});

test("the readings of any document come back as they were", () => {
  const documents = specs.flatMap((path) =>
    adapters.flatMap(({ profile }) => parseFile(pathOf(path), readFileSync(path), profile).value),
  );
  const property = fc.property(
    fc.constantFrom(...documents),
    fc.nat(150),
    fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.string({ unit: "binary" })),
    (document, left, by) => {
      let count = 0;
      const value: Json = JSON.parse(JSON.stringify(document.value), (_, part: Json) =>
        count++ === left ? by : part,
      );
      const readings = adapters.map((adapter): FileReading => ({
        ...complete,
        ...adapter.read({ ...document, value }),
      }));
      expect(JSON.stringify(again(readings))).toBe(JSON.stringify(readings));
    },
  );
  expect(() => fc.assert(property, { numRuns: 500 })).not.toThrow();
});

test("a run knows what the run before it used", async () => {
  const readings = await realReadings;
  const cache = memoryCache();
  expect((await loadKnown(cache, fingerprint)).readings.size).toBe(0);
  await storeKnown(cache, fingerprint, { before: nothing, used: keyed(readings) });
  const known = await loadKnown(cache, fingerprint);
  expect(known.readings).toEqual(keyed(readings));
});

test("nothing is stored when nothing is new; one new reading is, and what is unused goes", async () => {
  const [first, second, third] = await realReadings;
  if (first === undefined || second === undefined || third === undefined) throw new Error("few");
  const cache = memoryCache();
  await storeKnown(cache, fingerprint, { before: nothing, used: keyed([first, second]) });
  const before = await loadKnown(cache, fingerprint);
  await storeKnown(cache, fingerprint, { before, used: keyed([first]) });
  expect(cache.stored).toHaveLength(1);
  const kept = before.readings.get(readingKey(second));
  if (kept === undefined) throw new Error("not known");
  await storeKnown(cache, fingerprint, { before, used: keyed([kept, third]) });
  expect(cache.stored).toHaveLength(2);
  expect((await loadKnown(cache, fingerprint)).readings).toEqual(keyed([second, third]));
});

test("a reading of the same path and other bytes is not the same reading", async () => {
  const path = "examples/one.yaml";
  const dataset = (name: string): string =>
    `apiVersion: lineagectl.dev/v1\nkind: Dataset\nmetadata: {name: ${name}, namespace: n}\n`;
  const [old] = await readingsOf(memoryTree({ [path]: dataset("old") }));
  const tree = memoryTree({ [path]: dataset("new") });
  const known = keyed(old === undefined ? [] : [old]);
  const [now] = await readFiles(tree, await tree.list(), known);
  expect(now?.claims[0]?.subject).toBe("own:Dataset/n/new");
});

test("bytes of anything else are an empty cache, and are written over", async () => {
  const readings = keyed(await realReadings);
  const foreign = [
    Buffer.from(""),
    Buffer.from('{"readings": []}'),
    pack(text, ["a", "b"]),
    pack(json, [[], { path: "a.yaml" }]),
    pack(packedReading, [...readings.values()]).subarray(0, -1),
  ];
  for (const bytes of foreign) {
    const cache = memoryCache(bytes);
    // oxlint-disable-next-line no-await-in-loop -- one after the other, to know which fails
    const known = await loadKnown(cache, fingerprint);
    expect(known).toEqual(nothing);
    // oxlint-disable-next-line no-await-in-loop
    await storeKnown(cache, fingerprint, { before: known, used: readings });
    // oxlint-disable-next-line no-await-in-loop
    expect((await loadKnown(cache, fingerprint)).readings).toEqual(readings);
  }
});

test("a changed byte gives readings of the right types or none", () => {
  const bytes = pack(packedReading, [complete]);
  const tree = bytes.keys();
  const verdicts = Array.from(tree, (index) => {
    const changed = Uint8Array.from(bytes);
    changed[index] = (changed[index] ?? 0) ^ 5;
    const found = unpack(packedReading, changed)?.values;
    const values = found ?? [];
    for (const { diagnostics, claims } of values) {
      expect(diagnostics.every(({ fingerprint: digest }) => isSha256(digest))).toBe(true);
      expect(claims.every(({ subject }) => subject.includes(":"))).toBe(true);
    }
    expect(JSON.stringify(again(values))).toBe(JSON.stringify(values));
    return found === undefined;
  });
  expect(new Set(verdicts)).toEqual(new Set([true, false]));
});

test("the cache of another build, and a damaged one, is as good as none", async () => {
  const folder = await givenFolder();
  const cache = cacheIn(folder);
  const readings = keyed([complete]);
  await storeKnown(cache, fingerprint, { before: nothing, used: readings });
  expect((await loadKnown(cache, fingerprint)).readings).toEqual(readings);
  const other = cacheFingerprint(sha256("another build"));
  expect(await loadKnown(cache, other)).toEqual(nothing);
  const path = join(folder, `${fingerprint}.cache`);
  const bytes = await readFile(path);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  await writeFile(path, bytes);
  expect(await loadKnown(cache, fingerprint)).toEqual(nothing);
});
