import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Json } from "../../src/base/json.ts";
import type { SnapshotCache } from "../../src/base/ports.ts";
import type { Sha256 } from "../../src/base/digest.ts";
import { compact, expanded } from "../../src/workspace/compact.ts";
import { cacheFingerprint, loadKnown, storeKnown } from "../../src/workspace/known.ts";
import {
  candidates,
  readFiles,
  readingKey,
  type FileReading,
} from "../../src/workspace/readings.ts";
import { given, opened } from "../support/opened.ts";

const fingerprint = cacheFingerprint("ab".repeat(32) as Sha256);

test("a reading comes out of the cache as it went in, places of usage included", async () => {
  const readings = await exampleReadings();
  expect(readings.flatMap(({ claims }) => claims).some(({ says }) => says.is === "usage")).toBe(
    true,
  );
  const cache = memoryCache();
  await storeKnown(cache, fingerprint, { before: new Map(), now: readings });
  const known = await loadKnown(cache, fingerprint);
  expect(readings.map((reading) => known.get(readingKey(reading)))).toEqual(readings);
  expect(readings.map((reading) => expanded(JSON.parse(JSON.stringify(compact(reading)))))).toEqual(
    readings,
  );
});

test("compact readings repeat their path only once", async () => {
  const reading = (await exampleReadings()).find(({ claims }) => claims.length > 3);
  const { path } = reading!;
  expect(JSON.stringify(compact(reading!).claims)).not.toContain(path);
});

test("what is no list of readings counts as an empty cache", async () => {
  for (const value of [
    null,
    [],
    "text",
    { readings: [null, 1, {}, { path: 1 }, []] },
    { readings: {} },
  ]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, to know which fails
    expect(await loadKnown(memoryCache(value), fingerprint)).toEqual(new Map());
  }
});

function memoryCache(start?: Json): SnapshotCache {
  let held = start === undefined ? undefined : JSON.stringify(start);
  return {
    load: async () => (held === undefined ? undefined : JSON.parse(held)),
    store: async (_, value) => {
      held = JSON.stringify(value);
    },
  };
}

async function exampleReadings(): Promise<readonly FileReading[]> {
  const folder = "examples/customer-segmentation";
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(
    files.map(async (file) => [file.slice(folder.length + 1), await readFile(file, "utf8")]),
  );
  const repository = await opened((await given(Object.fromEntries(contents))).root);
  const tree = await repository.openWorkingTree();
  return readFiles(tree, candidates(await tree.list(), { include: [], exclude: [] }), new Map());
}
