// A cache that somebody damaged, replaced or made unusable changes nothing that is said.
import { mkdir, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { lineagectl, type Run } from "../support/attacks.ts";
import { configFile, dataset } from "../support/host.ts";
import { givenFolder } from "../support/opened.ts";
import { makeRepository, type TestRepository } from "../support/repository.ts";

let repository: TestRepository;
let cold: Run;

beforeAll(async () => {
  repository = await makeRepository({
    "lineagectl.yaml": configFile(),
    "a.yaml": dataset("a"),
    "broken.yaml": `${dataset("b")}x: [`,
  });
  cold = await lineagectl(repository.root, ["check", "--no-cache"]);
  return () => repository.remove();
});

function checked(cache: string): Promise<Run> {
  return lineagectl(repository.root, ["check"], { env: { LINEAGECTL_CACHE_DIR: cache } });
}

/** A cache that one run has filled: the path of its file. */
async function filled(): Promise<{ readonly folder: string; readonly file: string }> {
  const folder = await givenFolder();
  expect(await checked(folder)).toEqual(cold);
  const [name = "", ...more] = await readdir(folder);
  expect(more).toEqual([]);
  return { folder, file: join(folder, name) };
}

const damages: readonly (readonly [string, (bytes: Buffer) => Buffer])[] = [
  ["empty", () => Buffer.alloc(0)],
  ["cut short", (bytes) => bytes.subarray(0, bytes.length - 40)],
  [
    "one bit off",
    (bytes) =>
      Buffer.from(bytes.map((byte, index) => (index === bytes.length - 100 ? byte ^ 1 : byte))),
  ],
  ["other bytes", () => Buffer.alloc(10_000, 0xff)],
  [
    "of another version",
    (bytes) =>
      Buffer.from(
        bytes.toString("latin1").replace("lineagectl-cache 1", "lineagectl-cache 2"),
        "latin1",
      ),
  ],
  [
    "JSON of something else",
    () =>
      Buffer.from(
        '{"readings":[{"path":"a.yaml","blob":"0","claims":[],"declarations":[],"diagnostics":[]}]}',
      ),
  ],
];

test("a second run takes what the first one kept, and says the same", async () => {
  const { folder, file } = await filled();
  const before = await readFile(file);
  expect(await checked(folder)).toEqual(cold);
  expect(await readFile(file)).toEqual(before);
});

test.each(damages)("a cache that is %s is ignored and written anew", async (_, damage) => {
  const { folder, file } = await filled();
  const good = await readFile(file);
  await writeFile(file, damage(good));
  expect(await checked(folder)).toEqual(cold);
  expect(await readFile(file)).toEqual(good);
});

test("a cache of a gigabyte is not read", async () => {
  const { folder, file } = await filled();
  const good = await readFile(file);
  await truncate(file, 2 ** 30);
  expect(await checked(folder)).toEqual(cold);
  expect(await readFile(file)).toEqual(good);
});

test("a folder where the cache file should be, and a file where its folder should be, are no cache", async () => {
  const { folder, file } = await filled();
  await rm(file);
  await mkdir(join(file, "x"), { recursive: true });
  expect(await checked(folder)).toEqual(cold);
  const blocked = join(await givenFolder(), "blocked");
  await writeFile(blocked, "");
  expect(await checked(blocked)).toEqual(cold);
  expect(await checked(join(blocked, "below"))).toEqual(cold);
  expect(await readFile(blocked, "utf8")).toBe("");
});
