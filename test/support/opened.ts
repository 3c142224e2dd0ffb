import fs from "node:fs";
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { ReadTree, Repository } from "../../src/base/ports.ts";
import { openPortableRepository } from "../../src/host/portable/open.ts";
import { openRepository } from "../../src/host/repository.ts";
import {
  isolatedEnvironment,
  makeRepository,
  makeFolder,
  repositoryAt,
  runGit,
  type FilesToWrite,
  type TestRepository,
  type TestRepositoryOptions,
} from "./repository.ts";

/** A repository that goes when the test ends. */
export async function given(
  files: FilesToWrite,
  options?: TestRepositoryOptions,
): Promise<TestRepository> {
  const repository = await makeRepository(files, options);
  onTestFinished(() => repository.remove());
  return repository;
}

/** An empty folder that goes when the test ends. */
export async function givenFolder(): Promise<string> {
  const folder = await makeFolder();
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A clone over file://, so that --depth and --filter work, in a folder that goes with the test. */
export async function givenClone(
  source: TestRepository,
  ...args: readonly string[]
): Promise<TestRepository> {
  const folder = await givenFolder();
  await runGit(folder, ["clone", "-q", ...args, `file://${source.root}`, "."]);
  return repositoryAt(folder);
}

/** The repository as our own code opens it, cut off from the machine's configuration. */
export async function opened(
  root: string,
  more: Readonly<Record<string, string>> = {},
  directory: string = root,
): Promise<Repository> {
  return openRepository(root, { environment: { ...isolatedEnvironment(), ...more }, directory });
}

/** Path -> text of every blob of a tree. */
export async function textsOf(tree: ReadTree): Promise<Readonly<Record<string, string>>> {
  const entries = await tree.list();
  const blobs = await tree.read(entries.map(({ blob }) => blob));
  const texts = entries.map(({ path }, index) => [path, Buffer.from(blobs[index] ?? "absent")]);
  return Object.fromEntries(texts.map(([path, bytes]) => [String(path), String(bytes)]));
}

/** Every way to read a repository, held by the same tests. */
export const readers: readonly (readonly [string, (root: string) => Promise<Repository>])[] = [
  ["with the program git", (root) => opened(root)],
  ["without the program git", (root) => openPortableRepository(fs, root)],
];

/** The tree that Git itself stores after `git add -A`, in a copy, so the original stays as it is. */
export async function storedByGit(
  repository: TestRepository,
  ...settings: readonly string[]
): Promise<string> {
  const copy = join(await givenFolder(), "copy");
  await cp(repository.root, copy, {
    recursive: true,
    verbatimSymlinks: true,
    preserveTimestamps: true,
  });
  await runGit(copy, [...settings, "add", "-A"]);
  return runGit(copy, ["write-tree"]);
}
