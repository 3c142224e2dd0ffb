import { mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { sha256, type Sha256 } from "../../src/base/digest.ts";
import { cacheIn } from "../../src/host/cache.ts";
import { givenFolder } from "../support/opened.ts";

const key = (name: string): Sha256 => sha256(name);
const value = Buffer.from("any bytes, \0 and \n among them");

async function given(): Promise<{ readonly folder: string; readonly path: string }> {
  const folder = await givenFolder();
  await cacheIn(folder).store(key("a"), value);
  return { folder, path: join(folder, `${key("a")}.cache`) };
}

test("what was stored is loaded, by its own fingerprint only", async () => {
  const { folder } = await given();
  expect(await cacheIn(folder).load(key("a"))).toEqual(value);
  expect(await cacheIn(folder).load(key("b"))).toBeUndefined();
});

test("any bytes survive", async () => {
  const folder = await givenFolder();
  const cache = cacheIn(folder);
  const property = fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
    await cache.store(key("x"), bytes);
    expect(await cache.load(key("x"))).toEqual(Buffer.from(bytes));
  });
  await expect(fc.assert(property, { numRuns: 30 })).resolves.toBeUndefined();
});

test("a flipped, lost or added byte anywhere makes the file absent", async () => {
  const { folder, path } = await given();
  const bytes = await readFile(path);
  const spoilt = [...bytes.keys()].flatMap((at) => {
    const flipped = Buffer.from(bytes);
    flipped[at] = (flipped[at] ?? 0) ^ 1;
    return [flipped, bytes.subarray(0, at)];
  });
  for (const content of [...spoilt, Buffer.concat([bytes, Buffer.from(" ")])]) {
    // One file is spoilt in every way, one after another.
    // oxlint-disable-next-line no-await-in-loop
    await writeFile(path, content);
    // oxlint-disable-next-line no-await-in-loop
    expect(await cacheIn(folder).load(key("a"))).toBeUndefined();
  }
  await cacheIn(folder).store(key("a"), value);
  expect(await cacheIn(folder).load(key("a"))).toEqual(value);
});

test("the file of another fingerprint or of another program counts as absent", async () => {
  const { folder, path } = await given();
  await writeFile(join(folder, `${key("b")}.cache`), await readFile(path));
  expect(await cacheIn(folder).load(key("b"))).toBeUndefined();
  await writeFile(path, "{}");
  expect(await cacheIn(folder).load(key("a"))).toBeUndefined();
});

test("a folder or a device in the place of the file counts as absent", async () => {
  const folder = await givenFolder();
  await mkdir(join(folder, `${key("a")}.cache`));
  await symlink("/dev/zero", join(folder, `${key("b")}.cache`));
  const cache = cacheIn(folder);
  expect(await cache.load(key("a"))).toBeUndefined();
  expect(await cache.load(key("b"))).toBeUndefined();
  await expect(cache.store(key("a"), value)).resolves.toBeUndefined();
  expect(await readdir(folder)).toHaveLength(2);
});

test("a file beyond the limit is neither read nor written", async () => {
  const { folder } = await given();
  const small = cacheIn(folder, { files: 6, bytes: 50 });
  expect(await small.load(key("a"))).toBeUndefined();
  await small.store(key("b"), value);
  expect(await cacheIn(folder).load(key("b"))).toBeUndefined();
});

test("a directory that cannot be made or written to is no cache and no failure", async () => {
  const folder = await givenFolder();
  await writeFile(join(folder, "file"), "");
  const cache = cacheIn(join(folder, "file", "below"));
  await expect(cache.store(key("a"), value)).resolves.toBeUndefined();
  expect(await cache.load(key("a"))).toBeUndefined();
});

/** Gives the file a time in the past, in minutes. */
async function age(folder: string, name: string, minutes: number): Promise<void> {
  const moment = Date.now() / 1000 - minutes * 60;
  await utimes(join(folder, name), moment, moment);
}

test("the files used last are kept, and others of the folder are left alone", async () => {
  const folder = await givenFolder();
  const cache = cacheIn(folder, { files: 2, bytes: 1e6 });
  await writeFile(join(folder, "notes.txt"), "mine");
  await cache.store(key("old"), value);
  await age(folder, `${key("old")}.cache`, 20);
  await cache.store(key("middle"), value);
  await age(folder, `${key("middle")}.cache`, 10);
  expect(await cache.load(key("old"))).toEqual(value);
  await cache.store(key("new"), value);
  expect(await cache.load(key("middle"))).toBeUndefined();
  expect(await cache.load(key("old"))).toEqual(value);
  expect(await cache.load(key("new"))).toEqual(value);
  expect(await readFile(join(folder, "notes.txt"), "utf8")).toBe("mine");
});

test("the total size is bounded", async () => {
  const folder = await givenFolder();
  const bytes = Buffer.alloc(1000);
  const cache = cacheIn(folder, { files: 6, bytes: 2500 });
  for (const [index, name] of ["one", "two", "three"].entries()) {
    // oxlint-disable-next-line no-await-in-loop -- the order of use is what is tested
    await cache.store(key(name), bytes);
    // oxlint-disable-next-line no-await-in-loop
    await age(folder, `${key(name)}.cache`, 30 - index);
  }
  expect(await readdir(folder)).toHaveLength(2);
  expect(await cache.load(key("one"))).toBeUndefined();
});

test("what killed processes left goes after an hour, and what is being written stays", async () => {
  const folder = await givenFolder();
  const [old, young] = ["7-0123456789abcdef.tmp", "8-0123456789abcdef.tmp"];
  await writeFile(join(folder, old), "half");
  await writeFile(join(folder, young), "half");
  await age(folder, old, 61);
  await cacheIn(folder).store(key("a"), value);
  expect(await readdir(folder)).toEqual(expect.arrayContaining([young, `${key("a")}.cache`]));
  expect(await readdir(folder)).not.toContain(old);
});

test("only the user may read the cache", async () => {
  const { path } = await given();
  expect((await stat(path)).mode & 0o077).toBe(0);
});
