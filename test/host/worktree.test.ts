import { createHash } from "node:crypto";
import { readdir, readFile, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { given, opened, textsOf } from "../support/opened.ts";
import { runGit } from "../support/repository.ts";

/** Every file below a folder with its digest and mode. */
async function fingerprint(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile());
  const lines = files.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name);
    const bytes = await readFile(path);
    const { mode } = await stat(path);
    return `${path} ${mode} ${createHash("sha256").update(bytes).digest("hex")}`;
  });
  const folders = names.filter((entry) => entry.isDirectory());
  const all = [...(await Promise.all(lines)), ...folders.map((f) => join(f.parentPath, f.name))];
  return all.toSorted();
}

test("the user's filters run as Git runs them", async () => {
  const repository = await given({ ".gitattributes": "*.up filter=upper\n" });
  await repository.write({ "word.up": "quiet" });
  const user = { GIT_CONFIG_PARAMETERS: "'filter.upper.clean'='tr a-z A-Z'" };
  const tree = await (await opened(repository.root, user)).openWorkingTree();
  expect(await textsOf(tree)).toMatchObject({ "word.up": "QUIET" });
});

test("opening the working tree and the index leaves every byte of .git as it was", async () => {
  const repository = await given({ a: "1", b: "2", "sub/c": "3" });
  await repository.git("config", "core.splitIndex", "true");
  await repository.git("update-index", "--split-index");
  await repository.write({ a: "changed", b: undefined, new: "untracked", "deep/x": "1" });
  await repository.git("add", "a");
  const before = await fingerprint(repository.root);
  const port = await opened(repository.root);
  await textsOf(await port.openWorkingTree());
  await textsOf(await port.openIndex());
  expect(await port.isDirty()).toBe(true);
  expect(await fingerprint(repository.root)).toEqual(before);
});

test("a change that Git must find by content is found in the copied index too", async () => {
  const repository = await given({ a: "aaaa" });
  await repository.git("config", "core.checkStat", "minimal");
  await repository.git("config", "core.trustctime", "false");
  const moment = 1_700_000_000;
  const path = join(repository.root, "a");
  await utimes(path, moment, moment);
  await repository.git("update-index", "--refresh");
  await utimes(join(repository.root, ".git/index"), moment, moment);
  await repository.write({ a: "bbbb", other: "so that the tree is stored" });
  await utimes(path, moment, moment);
  const tree = await (await opened(repository.root)).openWorkingTree();
  expect(await textsOf(tree)).toMatchObject({ a: "bbbb" });
});

test("a pre-commit hook's own index file is honoured", async () => {
  const repository = await given({ a: "1", b: "1" });
  await repository.write({ a: "2", b: "2" });
  await repository.git("add", "a");
  // As for `git commit b`: the index of that commit is not .git/index.
  const other = ".git/next-index-1.lock";
  await repository.git("read-tree", "--index-output", join(repository.root, other), "HEAD");
  const blob = await repository.git("hash-object", "-w", "b");
  await runGit(repository.root, ["update-index", "--cacheinfo", `100644,${blob},b`], {
    GIT_INDEX_FILE: other,
  });
  const hooked = { GIT_DIR: ".git", GIT_INDEX_FILE: other, GIT_PREFIX: "" };
  const port = await opened(repository.root, hooked);
  expect(await textsOf(await port.openIndex())).toEqual({ a: "1", b: "2" });
  const plain = await opened(repository.root);
  expect(await textsOf(await plain.openIndex())).toEqual({ a: "2", b: "1" });
});

test("a hook's variables do not lead another repository astray", async () => {
  const hooked = await given({ wrong: "1" });
  const other = await given({ right: "1" });
  const variables = { GIT_DIR: ".git", GIT_INDEX_FILE: ".git/index", GIT_WORK_TREE: "." };
  const port = await opened(other.root, variables, hooked.root);
  expect(await textsOf(await port.openIndex())).toEqual({ right: "1" });
});

test("a file outside the sparse checkout is left out as git add leaves it out", async () => {
  const repository = await given({ "in/a": "1", "out/b": "2" });
  await repository.git("sparse-checkout", "set", "in");
  await repository.write({ "in/a": "changed", "out/new": "3" });
  const tree = await (await opened(repository.root)).openWorkingTree();
  expect(await textsOf(tree)).toEqual({ "in/a": "changed", "out/b": "2" });
});

test("a nested repository without a commit is Git's refusal, in one line", async () => {
  const repository = await given({ a: "1" });
  await runGit(repository.root, ["init", "-q", "nested"]);
  await repository.write({ "nested/x": "1" });
  await expect((await opened(repository.root)).openWorkingTree()).rejects.toMatchObject({
    code: "GIT",
    message: expect.stringMatching(/^git add failed: .*nested/u) as unknown,
  });
});
