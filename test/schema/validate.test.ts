import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { listAt, memberOf, textAt, type Json } from "../../src/base/json.ts";
import { repoPath } from "../../src/base/path.ts";
import type { Diagnostic } from "../../src/diagnostic/diagnostic.ts";
import { schemaNames, type SchemaName } from "../../src/schema/names.ts";
import { validate } from "../../src/schema/validate.ts";
import { parseFile } from "../../src/source/parse.ts";
import { filesBelow } from "../support/sources.ts";

/** What is wrong with the first document of the text. */
async function complaints(name: SchemaName, text: string): Promise<readonly Diagnostic[]> {
  const path = repoPath("lineage/document.yaml");
  if (path === undefined) throw new Error("unreachable");
  const [document] = parseFile(path, new TextEncoder().encode(text), "core").value;
  if (document === undefined) throw new Error(`not YAML: ${text}`);
  return validate(name, document);
}

async function lines(name: SchemaName, text: string): Promise<readonly string[]> {
  return (await complaints(name, text)).map(({ rule, message, help, place }) => {
    const where = place.in === "node" ? `${place.pointer}${place.on === "key" ? " key" : ""}` : "";
    return `${rule} ${where}: ${message}${help === undefined ? "" : ` | ${help}`}`;
  });
}

const head = "apiVersion: lineagectl.dev/v1\n";
const dataset = (spec: string): string =>
  `${head}kind: Dataset\nmetadata: {name: a}\nspec: ${spec}\n`;
const pipeline = (spec: string): string =>
  `${head}kind: Pipeline\nmetadata: {name: a}\nspec: ${spec}\n`;

const fixtures = schemaNames.flatMap((name) =>
  filesBelow(`fixtures/schema/${name}`)
    .filter((path) => path.endsWith(".yaml"))
    .map((path) => ({ name, path, ok: path.includes("/ok/") })),
);
const good = fixtures.filter(({ ok }) => ok).map((one) => [one.path, one] as const);
const bad = fixtures.filter(({ ok }) => !ok).map((one) => [one.path, one] as const);

test.each(good)("%s has nothing to complain about", async (path, { name }) => {
  expect(await complaints(name, readFileSync(path, "utf8"))).toEqual([]);
});

/** Rules by the keyword that the validator names. */
const ruleOf: Readonly<Record<string, RegExp>> = {
  additionalProperties: /^SCH-001$/u,
  required: /^SCH-00[26]$/u,
  dependentRequired: /^SCH-002$/u,
  type: /^SCH-00[34]$/u,
  enum: /^SCH-004$/u,
  const: /^SCH-004$/u,
  "false schema": /^SCH-006$/u,
};

test.each(bad)(
  "%s: each error of its list is reported in words, at its place",
  async (path, { name }) => {
    const errors = listed(readFileSync(path.replace(/yaml$/u, "json"), "utf8"));
    const found = await complaints(name, readFileSync(path, "utf8"));
    const spots = found.map(({ rule, place }) => ({
      rule,
      at: place.in === "node" ? place.pointer : "",
    }));
    for (const { instancePath, keyword, key } of errors) {
      const at = ["additionalProperties", "propertyNames"].includes(keyword)
        ? `${instancePath}/${(key ?? "").replaceAll("~", "~0").replaceAll("/", "~1")}`
        : instancePath;
      const rule = ruleOf[keyword] ?? /^SCH-005$/u;
      // The reason why a key is refused stands at the map in the list, and with the key in ours.
      const shown = spots.some(
        (spot) => (spot.at === at || spot.at.startsWith(`${at}/`)) && rule.test(spot.rule),
      );
      expect({ instancePath, keyword, shown }).toEqual({ instancePath, keyword, shown: true });
    }
    expect(found.length).toBeLessThanOrEqual(errors.length);
    expect(
      found.filter(({ message }) =>
        /another form|may not stand here|undefined|\[object/u.test(message),
      ),
    ).toEqual([]);
  },
);

function listed(
  text: string,
): readonly { instancePath: string; keyword: string; key: string | undefined }[] {
  const value: Json = JSON.parse(text);
  return listAt({ value }, "value").map((error) => ({
    instancePath: textAt(error, "instancePath") ?? "",
    keyword: textAt(error, "keyword") ?? "",
    key: textAt(error, "key"),
  }));
}

test("an unknown field is marked at its key, with the word that was probably meant", async () => {
  expect(await lines("dataset", dataset("{type: table, fromat: iceberg}"))).toEqual([
    'SCH-001 /spec/fromat key: unknown field "fromat" in spec | did you mean format?',
  ]);
  expect(
    await lines(
      "pipeline",
      pipeline("{steps: [{name: a, reads: [b], sql: {file: a.sql, kind: x}}]}"),
    ),
  ).toEqual([
    'SCH-001 /spec/steps/0/sql/kind key: unknown field "kind" in spec.steps[0].sql | fields here: dialect, file',
  ]);
});

test("a missing field is marked at what lacks it", async () => {
  expect(await lines("dataset", dataset("{format: iceberg}"))).toEqual([
    "SCH-002 /spec key: spec lacks the field type | type: What kind of store it is",
  ]);
  expect(await lines("dataset", `${head}kind: Dataset\nspec: {type: table}\n`)).toEqual([
    "SCH-002 : the document lacks the field metadata | metadata: Name, owner, tags and labels",
  ]);
  expect(await lines("dataset", dataset("{type: table, columns: [{type: string}]}"))).toEqual([
    "SCH-002 /spec/columns/0: spec.columns[0] lacks the field name | name: Name of the column; dots reach into nested fields",
  ]);
});

test("quotes are advised only where quotes are all that is wrong", async () => {
  const storage = (bytes: string): string => dataset(`{type: table, storage: {bytes: ${bytes}}}`);
  expect(await lines("dataset", storage("120"))).toEqual([
    "SCH-003 /spec/storage/bytes: spec.storage.bytes is 120, expected text | Size at rest, or a range, for example 40 GiB",
  ]);
  expect(await lines("dataset", dataset("{type: table, contract: {version: 2}}"))).toEqual([
    'SCH-003 /spec/contract/version: spec.contract.version is 2, expected text | put it in quotes: "2"',
  ]);
  expect(await lines("dataset", dataset('{type: table, tier: "1"}'))).toEqual([
    'SCH-003 /spec/tier: spec.tier is "1", expected a whole number | write it without quotes',
  ]);
  expect(await lines("dataset", dataset('{type: table, tier: "first"}'))).toEqual([
    'SCH-003 /spec/tier: spec.tier is "first", expected a whole number | Importance from 1 (highest) to 4',
  ]);
});

test("a word that is not allowed gets the list, and the nearest one", async () => {
  expect(await lines("dataset", dataset("{type: tabel}"))).toEqual([
    'SCH-004 /spec/type: spec.type is "tabel", expected table, view, files, topic, volume, api, model_artifact or external | did you mean table?',
  ]);
  expect(await lines("dataset", dataset("{type: 3}"))).toEqual([
    "SCH-004 /spec/type: spec.type is 3, expected table, view, files, topic, volume, api, model_artifact or external",
  ]);
});

test("a wrong form is described, with an example", async () => {
  expect(await lines("dataset", dataset('{type: table, storage: {bytes: "120G"}}'))).toEqual([
    'SCH-005 /spec/storage/bytes: spec.storage.bytes is "120G", expected size with its unit: KiB, MiB, GiB, TiB (powers of 1024) or KB, MB, GB, TB (powers of 1000) | for example 120 GiB',
  ]);
  expect(await lines("pipeline", pipeline("{steps: []}"))).toEqual([
    "SCH-005 /spec/steps: spec.steps is an empty list, expected at least 1 item",
  ]);
  expect(await lines("dataset", dataset("{type: table, privacy: {retentionDays: -1}}"))).toEqual([
    "SCH-005 /spec/privacy/retentionDays: spec.privacy.retentionDays is -1, expected at least 0",
  ]);
});

test("a key that is not allowed is marked itself, once", async () => {
  expect(await lines("config", "env: {Prod: {labels: {tier: one}}}\n")).toEqual([
    'SCH-005 /env/Prod key: "Prod" is no key for env, expected name of an environment: lower-case letters, digits, underscore and hyphen',
  ]);
});

test("fields that exclude each other are told with both places", async () => {
  const found = await complaints(
    "pipeline",
    pipeline('{schedule: {cron: "@daily", manual: true}, steps: [{name: a, reads: [b]}]}'),
  );
  expect(found.map(({ rule, message, help }) => [rule, message, help])).toEqual([
    [
      "SCH-006",
      "spec.schedule: A schedule has exactly one of cron, runsPerDay, event, manual",
      "remove manual or cron",
    ],
  ]);
  expect(found[0]?.related.map(({ message }) => message)).toEqual(["cron is given here"]);
  expect(
    await lines("pipeline", pipeline("{schedule: {}, steps: [{name: a, reads: [b]}]}")),
  ).toEqual([
    "SCH-006 /spec/schedule key: spec.schedule: A schedule needs one of cron, runsPerDay, event, manual",
  ]);
  expect(
    await lines(
      "pipeline",
      pipeline(
        "{schedule: {timezone: Europe/Berlin, manual: true}, steps: [{name: a, reads: [b]}]}",
      ),
    ),
  ).toEqual([
    "SCH-002 /spec/schedule/timezone key: spec.schedule has timezone and lacks the field cron, which belongs to it | cron: Runs by the clock, for example 0 4 * * *",
  ]);
});

test("one value is complained about once", async () => {
  const found = await complaints(
    "dataset",
    dataset("{type: [1], tier: 9.5, privacy: {dpiaDate: 2026-02-30}}"),
  );
  const places = found.map(({ place }) => (place.in === "node" ? place.pointer : ""));
  expect(places.toSorted()).toEqual(["/spec/privacy/dpiaDate", "/spec/tier", "/spec/type"]);
});

test("text of the document cannot play tricks in a message", async () => {
  const [line] = await lines("dataset", dataset(String.raw`{type: "ta\u202eble\nx"}`));
  expect(line).toContain(String.raw`spec.type is "ta\u202eble\x0ax"`);
  const [long] = await lines("dataset", dataset(`{type: ${"a".repeat(5000)}}`));
  expect(long?.length).toBeLessThan(250);
});

const someJson = fc.jsonValue({ maxDepth: 4 });
const names = [
  "apiVersion",
  "kind",
  "metadata",
  "spec",
  "name",
  "steps",
  "columns",
  "schedule",
  "__proto__",
  "cron",
];
const almost = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<Json>("", "lineagectl.dev/v1", "Dataset", 0, -1.5, true, null, "PT5M"),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie("value"), { maxKeys: 5 }),
  ),
})).value;

test.each(schemaNames.map((name) => [name] as const))(
  "%s: no value makes it throw, and each complaint has its place",
  async (name) => {
    const path = repoPath("a.yaml");
    if (path === undefined) throw new Error("unreachable");
    const property = fc.asyncProperty(fc.oneof(someJson, almost), async (value) => {
      const found = await validate(name, { path, index: 0, value: value as Json });
      for (const { message, place } of found) {
        expect(message).not.toBe("");
        expect(place.in).toBe("node");
      }
      const fine = found.length === 0;
      expect(fine && name !== "config" && memberOf(value as Json, "kind") === undefined).toBe(
        false,
      );
    });
    await fc.assert(property, { numRuns: 150 });
  },
);
