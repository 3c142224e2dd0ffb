import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { changesBelow } from "../../src/host/watch.ts";
import { givenFolder } from "../support/opened.ts";

test("a change below the folder is told once it rests, and an interruption ends the watch", async () => {
  const folder = await givenFolder();
  await mkdir(join(folder, "lineage"));
  const interruption = new AbortController();
  const changes = changesBelow(folder, interruption.signal);
  // Nobody waits yet.
  await writeFile(join(folder, "a.yaml"), "1");
  await writeFile(join(folder, "lineage", "b.yaml"), "1");
  expect(await changes.next()).toEqual({ done: false, value: undefined });
  const second = changes.next();
  await writeFile(join(folder, "lineage", "b.yaml"), "2");
  expect((await second).done).toBe(false);
  const last = changes.next();
  interruption.abort();
  expect((await last).done).toBe(true);
});

test("of Git's folder the index counts, and nothing else", async () => {
  const folder = await givenFolder();
  await mkdir(join(folder, ".git", "lineagectl"), { recursive: true });
  const interruption = new AbortController();
  const changes = changesBelow(folder, interruption.signal);
  let told = 0;
  const first = changes.next().then(() => (told += 1));
  await writeFile(join(folder, ".git", "lineagectl", "x.cache"), "1");
  await writeFile(join(folder, ".git", "FETCH_HEAD"), "1");
  expect(told).toBe(0);
  await writeFile(join(folder, ".git", "index"), "1");
  await first;
  expect(told).toBe(1);
  interruption.abort();
  await changes.return(undefined);
});

test("a folder that is not there is a failure", async () => {
  const gone = join(await givenFolder(), "gone");
  expect(() => changesBelow(gone, new AbortController().signal)).toThrow(/cannot be watched/u);
});
