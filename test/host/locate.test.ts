import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { given, givenFolder, opened, textsOf } from "../support/opened.ts";
import { repositoryAt, runGit } from "../support/repository.ts";

test("a repository is found from a folder below its root and through a link", async () => {
  const repository = await given({ "deep/er/file": "1" });
  const folder = await givenFolder();
  await symlink(repository.root, join(folder, "link"));
  expect((await opened(join(repository.root, "deep/er"))).root).toBe(repository.root);
  expect((await opened(join(folder, "link"))).root).toBe(repository.root);
});

test("a folder outside any repository is NOT_A_REPOSITORY, with help", async () => {
  const folder = await givenFolder();
  await expect(opened(folder)).rejects.toMatchObject({
    code: "NOT_A_REPOSITORY",
    message: `${folder} is not in a Git repository`,
    help: expect.stringContaining("git init") as unknown,
  });
});

test("a folder that does not exist is NOT_A_REPOSITORY", async () => {
  const folder = await givenFolder();
  await expect(opened(join(folder, "gone"))).rejects.toMatchObject({
    code: "NOT_A_REPOSITORY",
    message: `there is no directory ${folder}/gone`,
  });
});

test("a bare repository is BARE_REPOSITORY, and its help makes a working tree", async () => {
  const source = await given({ a: "1" });
  const folder = await givenFolder();
  await runGit(folder, ["clone", "-q", "--bare", source.root, "bare.git"]);
  const failure = await opened(join(folder, "bare.git")).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    code: "BARE_REPOSITORY",
    help: `git -C ${folder}/bare.git worktree add ${folder}/checkout`,
  });
  await runGit(folder, ["-C", join(folder, "bare.git"), "worktree", "add", `${folder}/checkout`]);
  expect((await opened(join(folder, "checkout"))).root).toBe(join(folder, "checkout"));
});

test("Git's own folder is no place to work in", async () => {
  const { root } = await given({ a: "1" });
  await expect(opened(join(root, ".git"))).rejects.toMatchObject({ code: "BARE_REPOSITORY" });
});

test("a linked worktree has its own root and shares the cache of the main one", async () => {
  const repository = await given({ a: "1" });
  const folder = await givenFolder();
  await repository.git("worktree", "add", "-q", "-b", "side", join(folder, "linked"));
  const linked = await opened(join(folder, "linked"));
  expect(linked.root).toBe(join(folder, "linked"));
  expect(linked.cacheDirectory).toBe(join(repository.root, ".git/lineagectl"));
  expect(await linked.branch()).toBe("side");
});

test.each([" leading and trailing ", "qu'ote", "a:b", '"quoted', "tab\there", "-dash", "naïve"])(
  "a repository may lie in a folder named %j",
  async (name) => {
    const folder = await givenFolder();
    const root = join(folder, name);
    await mkdir(root);
    await runGit(root, ["init", "-q", "-b", "main"]);
    await repositoryAt(root).commit({ a: "1" });
    await repositoryAt(root).write({ b: "2" });
    const repository = await opened(root);
    expect(repository.root).toBe(root);
    expect(await textsOf(await repository.openIndex())).toEqual({ a: "1" });
    expect(await textsOf(await repository.openWorkingTree())).toEqual({ a: "1", b: "2" });
  },
);

test("a folder name with a line feed is refused instead of cut", async () => {
  const folder = await givenFolder();
  await mkdir(join(folder, "a\nb"));
  await runGit(join(folder, "a\nb"), ["init", "-q"]);
  await expect(opened(join(folder, "a\nb"))).rejects.toMatchObject({ code: "PATH" });
});

test("the object format decides the length of ids", async () => {
  const repository = await given({ a: "1" }, { format: "sha256" });
  const port = await opened(repository.root);
  expect(port.format).toBe("sha256");
  expect(await port.head()).toHaveLength(64);
});

test("a broken configuration is a GIT failure that names the line", async () => {
  const repository = await given({ a: "1" });
  await repository.write({ ".git/config": "[core\n" });
  await expect(opened(repository.root)).rejects.toMatchObject({
    code: "GIT",
    message: expect.stringContaining("bad config line 1") as unknown,
  });
});

test("below the directory of a hook the root stays that of the hook's repository", async () => {
  const repository = await given({ "sub/a": "1" });
  const hooked = { GIT_DIR: ".git" };
  const port = await opened(join(repository.root, "sub"), hooked, repository.root);
  expect(port.root).toBe(repository.root);
});
