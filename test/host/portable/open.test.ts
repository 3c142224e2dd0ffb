import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { utimes } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isPortablyTrackable, openPortableRepository } from "../../../src/host/portable/open.ts";
import { memoryCopy } from "../../support/memory-fs.ts";
import { oddRepositories } from "../../support/odd-repositories.ts";
import {
  given,
  givenClone,
  givenFolder,
  opened,
  storedByGit,
  textsOf,
} from "../../support/opened.ts";
import { repositoryAt, runGit } from "../../support/repository.ts";

const files = { "in/a.yaml": "a: 1\n", "in/b.yaml": "b: 1\n" };

/** What only the program git can read rightly. */
const refused: Readonly<Record<string, string>> = {
  "SHA-256 objects": "the extension objectformat",
  "a linked worktree": "a linked worktree",
  "a linked worktree of a bare repository": "a linked worktree",
  "objects that another repository holds": "whose objects another one holds",
  "a split index": "a split index",
  "a sparse index": "a sparse index",
};

/** The first lies where only Git is told; in the second, only Git knows where new files belong. */
const apart = new Set([
  "a Git directory that the environment names",
  "a sparse checkout by patterns",
  ...Object.keys(refused),
]);
const readable = Object.entries(oddRepositories).filter(([name]) => !apart.has(name));

test.each(readable)("%s: trees are those that Git reads", async (_, make) => {
  const odd = await make(files);
  const [port, native] = [await openPortableRepository(fs, odd.root), await opened(odd.root)];
  const head = await native.openCommit((await native.head())!);
  const found = await port.openCommit((await port.head())!);
  expect([found.tree, await textsOf(found)]).toEqual([head.tree, await textsOf(head)]);
  expect((await port.openIndex()).tree).toBe(head.tree);
  expect((await port.openWorkingTree()).tree).toBe(head.tree);
  await repositoryAt(odd.root).write({ "in/a.yaml": "a: 2\n", "in/c.yaml": "c: 1\n" });
  expect((await port.openWorkingTree()).tree).toBe((await native.openWorkingTree()).tree);
});

test.each(Object.entries(refused))("%s: refused", async (name, reason) => {
  const { root } = await oddRepositories[name]!(files);
  const reading = openPortableRepository(fs, root).then((port) => port.openIndex());
  await expect(reading).rejects.toMatchObject({
    code: "UNSUPPORTED",
    message: expect.stringContaining(reason) as unknown,
  });
});

test("a new file in a sparse checkout by patterns is refused, a changed one is read", async () => {
  const { root } = await oddRepositories["a sparse checkout by patterns"]!(files);
  const port = await openPortableRepository(fs, root);
  await repositoryAt(root).write({ "in/a.yaml": "a: 2\n" });
  expect((await port.openWorkingTree()).tree).toBe(
    (await (await opened(root)).openWorkingTree()).tree,
  );
  await repositoryAt(root).write({ "in/c.yaml": "c: 1\n" });
  await expect(port.openWorkingTree()).rejects.toMatchObject({ code: "UNSUPPORTED" });
});

test("a repository in memory gives the trees of the one that it is a copy of", async () => {
  const repository = await given({
    ...files,
    ".gitignore": "out/\n",
    link: { symlink: "in/a.yaml" },
  });
  await repository.commit({ run: { executable: "#!/bin/sh\n" } });
  await repository.write({
    "in/a.yaml": "a: 2\n",
    "new/x": "1",
    "out/y": "1",
    "in/b.yaml": undefined,
  });
  const port = await openPortableRepository(await memoryCopy(repository.root), repository.root);
  const native = await opened(repository.root);
  expect((await port.openWorkingTree()).tree).toBe((await native.openWorkingTree()).tree);
  expect(await textsOf(await port.openWorkingTree())).toEqual(
    await textsOf(await native.openWorkingTree()),
  );
  expect((await port.openIndex()).tree).toBe((await native.openIndex()).tree);
  expect([await port.head(), await port.branch()]).toEqual([await native.head(), "main"]);
  expect(await port.isDirty()).toBe(true);
});

test("a file that is as old and as long as the index says is not read, as in Git", async () => {
  const repository = await given({ a: "aaaa", ".gitattributes": "a filter=lfs\n" });
  const moment = 1_700_000_000;
  await utimes(join(repository.root, "a"), moment, moment);
  await repository.git("update-index", "--refresh");
  const port = await openPortableRepository(fs, repository.root);
  // A file whose bytes were asked for would be refused.
  expect((await port.openWorkingTree()).tree).toBe(await repository.git("write-tree"));
});

test.each(["true", "false"])("the executable bit under core.fileMode %s", async (value) => {
  const repository = await given({ a: { executable: "1" }, b: "1" });
  await repository.git("config", "core.fileMode", value);
  await repository.write({ a: "2", b: { executable: "2" }, c: { executable: "3" } });
  const port = await openPortableRepository(fs, repository.root);
  expect((await port.openWorkingTree()).tree).toBe(await storedByGit(repository));
});

test.each([
  ["core.ignoreCase", "true"],
  ["core.precomposeUnicode", "true"],
  ["core.symlinks", "false"],
  ["core.excludesFile", "/elsewhere"],
  ["core.attributesFile", "/elsewhere"],
  ["include.path", "more"],
])("a working tree under %s=%s is refused; commits are read", async (name, value) => {
  const repository = await given(files);
  await repository.git("config", name, value);
  const port = await openPortableRepository(fs, repository.root);
  await expect(port.openWorkingTree()).rejects.toMatchObject({ code: "UNSUPPORTED" });
  expect(await textsOf(await port.openCommit((await port.head())!))).toEqual(files);
});

test("forms of repositories that nobody knows yet are refused", async () => {
  const repository = await given(files);
  await repository.git("config", "core.repositoryFormatVersion", "1");
  await repository.git("config", "extensions.someday", "yes");
  await expect(openPortableRepository(fs, repository.root)).rejects.toMatchObject({
    code: "UNSUPPORTED",
    message: expect.stringContaining("someday") as unknown,
  });
});

test.each(["HEAD@{1}", ":/first", "main@{upstream}"])(
  "the revision %s is refused, not absent",
  async (revision) => {
    const repository = await given(files);
    const port = await openPortableRepository(fs, repository.root);
    await expect(port.resolve(revision)).rejects.toMatchObject({ code: "UNSUPPORTED" });
  },
);

test.each(["../config", "/etc/passwd", "config", "refs", "HEAD^9", "HEAD~5", "main~1x"])(
  "%s names no commit",
  async (revision) => {
    const port = await openPortableRepository(fs, (await given(files)).root);
    expect(await port.resolve(revision)).toBeUndefined();
  },
);

test("of several best common ancestors the latest is chosen, as git merge-base does", async () => {
  const repository = await given({ a: "1" });
  await repository.git("checkout", "-q", "-b", "x");
  await repository.commit({ x: "1" }, "x", "2026-01-02T00:00:00Z");
  await repository.git("checkout", "-q", "-b", "y", "main");
  await repository.commit({ y: "1" }, "y", "2026-01-03T00:00:00Z");
  await repository.git("merge", "-q", "-m", "m1", "x");
  await repository.git("checkout", "-q", "x");
  await repository.git("merge", "-q", "-m", "m2", "y~1");
  await repository.commit({ x: "2" });
  const port = await openPortableRepository(fs, repository.root);
  const [x, y] = [(await port.resolve("x"))!, (await port.resolve("y"))!];
  expect(await port.mergeBase(x, y)).toBe(await repository.git("merge-base", "x", "y"));
});

test("a damaged index, object or Git file is a failure that says so", async () => {
  const repository = await given(files);
  const open = (): ReturnType<typeof openPortableRepository> =>
    openPortableRepository(fs, repository.root);
  const tree = await repository.git("rev-parse", "HEAD^{tree}");
  await repository.write({ [`.git/objects/${tree.slice(0, 2)}/${tree.slice(2)}`]: "garbage" });
  const port = await open();
  const head = await port.openCommit((await port.head())!);
  await expect(head.list()).rejects.toMatchObject({ code: "GIT" });
  await repository.write({
    ".git/index": "DIRC\0\0\0\u0002garbage that is long enough for a header",
  });
  await expect(port.openIndex()).rejects.toMatchObject({
    code: "GIT",
    message: "the index is damaged",
  });
  await repository.write({ ".git": "no directory\n" });
  await expect(open()).rejects.toMatchObject({ code: "GIT" });
});

test("a bare repository and a folder outside of any are told apart", async () => {
  const source = await given(files);
  const folder = await givenFolder();
  await runGit(folder, ["clone", "-q", "--bare", source.root, "bare.git"]);
  await expect(openPortableRepository(fs, join(folder, "bare.git"))).rejects.toMatchObject({
    code: "BARE_REPOSITORY",
  });
  await expect(openPortableRepository(fs, folder)).rejects.toMatchObject({
    code: "NOT_A_REPOSITORY",
  });
  await expect(openPortableRepository(fs, join(folder, "gone"))).rejects.toMatchObject({
    code: "NOT_A_REPOSITORY",
  });
});

test("what a partial clone lacks is PARTIAL, and what a shallow one lacks is SHALLOW", async () => {
  const source = await given({ old: "1" });
  await source.commit(files);
  await source.git("config", "uploadpack.allowFilter", "true");
  const partial = await openPortableRepository(
    fs,
    (await givenClone(source, "--filter=blob:none", "--no-checkout")).root,
  );
  const tree = await partial.openCommit((await partial.head())!);
  await expect(textsOf(tree)).rejects.toMatchObject({ code: "PARTIAL" });
  const shallow = await openPortableRepository(fs, (await givenClone(source, "--depth=1")).root);
  const { parents } = await shallow.commit((await shallow.head())!);
  await expect(shallow.openCommit(parents[0]!)).rejects.toMatchObject({ code: "SHALLOW" });
});

test("whether a key would be tracked is told without the program git, wherever it lies", async () => {
  const repository = await given({ ".gitignore": "keys/\n" });
  const at = (path: string): Promise<boolean> =>
    isPortablyTrackable(fs, join(repository.root, path));
  expect([await at("new.pem"), await at("keys/new.pem"), await at(".git/new.pem")]).toEqual([
    true,
    false,
    false,
  ]);
  expect(await isPortablyTrackable(fs, join(await givenFolder(), "far/new.pem"))).toBe(false);
  expect(await at("no/such/folder/new.pem")).toBe(true);
});

test("a tree of a few objects that stands for endless files is a LIMIT failure", async () => {
  const repository = await given({ a: "1" });
  let tree = await repository.git("rev-parse", "HEAD^{tree}");
  for (let depth = 0; depth < 12; depth += 1) {
    const names = Array.from({ length: 12 }, (_, index) => `040000 tree ${tree}\td${index}`);
    tree = execFileSync("git", ["mktree"], {
      cwd: repository.root,
      env: repository.environment,
      input: `${names.join("\n")}\n`,
      encoding: "utf8",
    }).trim();
  }
  const commit = await repository.git("commit-tree", "-m", "bomb", tree);
  const port = await openPortableRepository(fs, repository.root);
  const bomb = await port.openCommit((await port.resolve(commit))!);
  await expect(bomb.list()).rejects.toMatchObject({ code: "LIMIT" });
});
