// The same files give the same answers, whatever the shape of the repository that holds them.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { expect, test } from "vitest";
import { valueAt } from "../../src/base/json.ts";
import { dataset } from "../support/host.ts";
import { oddRepositories, type Odd } from "../support/odd-repositories.ts";
import { given, givenClone, givenFolder, opened } from "../support/opened.ts";
import { programIn } from "../support/program.ts";
import { repositoryAt, runGit } from "../support/repository.ts";

const files = { "in/orders.yaml": dataset("orders"), "in/users.yaml": dataset("users") };
const change = { "in/orders.yaml": dataset("orders", " changed"), "in/late.yaml": dataset("late") };

/** What `check` says of the changed working tree, apart from names of commits and trees. */
async function answers({ root, variables = {} }: Odd): Promise<unknown> {
  await repositoryAt(root).write(change);
  const { status, value } = await programIn(root, { env: variables }).json("check");
  const parts = ["snapshot", "files", "changes", "diagnostics", "summary"];
  return { status, parts: parts.map((part) => valueAt(value, [part])) };
}

test.each(Object.entries(oddRepositories))("%s: trees are Git's own", async (_, make) => {
  const odd = await make(files);
  const port = await opened(odd.root, odd.variables ?? {});
  const head = await port.openCommit((await port.head())!);
  const git = (...args: readonly string[]): Promise<string> =>
    runGit(odd.root, args, odd.variables);
  expect(head.tree).toBe(await git("-c", "core.useReplaceRefs=false", "rev-parse", "HEAD^{tree}"));
  const specs = (await head.list()).filter(({ path }) => path in files);
  expect((await head.read(specs.map(({ blob }) => blob))).map(String)).toEqual(
    Object.values(files),
  );
  expect(await port.isDirty()).toBe(false);
  await repositoryAt(odd.root).write(change);
  expect(await port.isDirty()).toBe(true);
  const working = await port.openWorkingTree();
  expect((await port.openIndex()).tree).toBe(head.tree);
  await git("add", "-A");
  expect(working.tree).toBe(await git("write-tree"));
  expect((await port.openIndex()).tree).toBe(working.tree);
});

test.each(Object.entries(oddRepositories))(
  "%s: check says what it says elsewhere",
  async (_, make) => {
    expect(await answers(await make(files))).toEqual(await answers(await given(files)));
  },
);

test("an unborn repository is judged against the empty tree", async () => {
  const repository = await given({});
  await repository.write(files);
  const { status, value } = await programIn(repository).json("check");
  expect(status).toBe(0);
  expect(valueAt(value, ["snapshot", "assets"])).toBe(2);
  expect(valueAt(value, ["base", "label"])).toBe("empty tree");
});

test("a shallow clone that lacks the base is told how to get it, and the command does it", async () => {
  const source = await given({ "old.txt": "1" });
  await source.commit({ ...files, "old.txt": undefined });
  const clone = await givenClone(source, "--depth=1");
  const { run } = programIn(clone);
  const refused = await run("check", "--head", "HEAD");
  expect(refused).toMatchObject({ status: 2, out: "" });
  const [, command] = /git (fetch --deepen=1) /u.exec(refused.err) ?? [];
  await clone.git(...(command ?? "").split(" "), "-q");
  expect((await run("check", "--head", "HEAD")).status).toBe(0);
});

test("a partial clone that lacks a spec is told how to get it, and the command does it", async () => {
  const source = await given(files);
  await source.git("config", "uploadpack.allowFilter", "true");
  const clone = await givenClone(source, "--filter=blob:none", "--no-checkout");
  const { run } = programIn(clone);
  const refused = await run("check", "--head", "HEAD");
  expect(refused).toMatchObject({ status: 2, out: "" });
  expect(refused.err).toContain("lacks the content of 2 files to be read, in/orders.yaml first");
  expect((await run("verify", "--at", "HEAD")).err).toContain("the clone is partial");
  const [, command] = /git (fetch [-a-z ]+) \(/u.exec(refused.err) ?? [];
  await clone.git(...(command ?? "").split(" "), "-q");
  expect((await run("check", "--head", "HEAD")).status).toBe(0);
});

test("a partial clone that lacks a file which is no spec lacks nothing", async () => {
  const source = await given({ ...files, "data.bin": "large" });
  await source.git("config", "uploadpack.allowFilter", "true");
  const clone = await givenClone(source, "--filter=blob:none", "--sparse");
  await clone.git("sparse-checkout", "set", "in");
  expect((await programIn(clone).run("check", "--head", "HEAD")).status).toBe(0);
});

test("a clone without trees is refused in the same words", async () => {
  const source = await given(files);
  await source.git("config", "uploadpack.allowFilter", "true");
  const clone = await givenClone(source, "--filter=tree:0", "--no-checkout");
  const { err, status } = await programIn(clone).run("check", "--head", "HEAD");
  expect(status).toBe(2);
  expect(err).toContain("the clone is partial and lacks objects that are to be read");
});

test("a spec in Git LFS is a finding at its first line, and data in Git LFS is none that fails", async () => {
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"4".repeat(64)}\nsize 9\n`;
  const repository = await given({ ...files, "late.yaml": pointer, "data.json": pointer });
  const { status, value } = await programIn(repository).json("check");
  expect(status).toBe(1);
  expect(valueAt(value, ["diagnostics"])).toMatchObject([
    { rule: "SYN-021", severity: "error" },
    { rule: "SYN-021", severity: "info" },
  ]);
});

test("grafts change no history", async () => {
  const repository = await given(files);
  const first = await repository.git("rev-parse", "HEAD");
  const second = await repository.commit(change);
  const port = await opened(repository.root);
  await repository.write({ ".git/info/grafts": `${second}\n` });
  expect(await port.mergeBase((await port.head())!, (await port.resolve(first))!)).toBe(first);
  expect((await programIn(repository).run("check", "--base", first)).status).toBe(0);
});

test("a repository of a form that this Git does not know is refused by the name of the form", async () => {
  const repository = await given(files);
  await repository.git("config", "core.repositoryFormatVersion", "1");
  await repository.git("config", "extensions.someday", "yes");
  const { err, status } = await programIn(repository).run("check");
  expect(status).toBe(2);
  expect(err).toBe(
    "lineagectl: this Git does not know the repository's extension someday\n  install a newer Git\n",
  );
});

test("reftables are read by a Git that knows them and refused by one that does not", async () => {
  const repository = await given(files);
  const usage = await repository.git("init", "-h").catch((error: unknown) => String(error));
  const { run } = programIn(repository);
  if (usage.includes("--ref-format"))
    await repository.git("refs", "migrate", "--ref-format=reftable");
  else {
    await repository.git("config", "core.repositoryFormatVersion", "1");
    await repository.git("config", "extensions.refStorage", "reftable");
  }
  const { err, status } = await run("check");
  expect([status, /refstorage/iu.test(err)]).toEqual(
    usage.includes("--ref-format") ? [0, false] : [2, true],
  );
});

test("a repository of another owner is refused with the command that allows it", async () => {
  const repository = await given(files);
  const folder = await givenFolder();
  const real = join(await repository.git("--exec-path"), "git");
  // What Git's own tests use: as if every folder belonged to somebody else.
  const script = `#!/bin/sh\nexec env GIT_TEST_ASSUME_DIFFERENT_OWNER=1 '${real}' "$@"\n`;
  await writeFile(join(folder, "git"), script, { mode: 0o755 });
  const env = { PATH: `${folder}:${process.env["PATH"]}` };
  const { err, status } = await programIn(repository, { env }).run("check");
  expect(status).toBe(2);
  expect(err).toContain("git refuses");
  expect(err).toContain(`git config --global --add safe.directory ${repository.root}`);
  const allowed = {
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: "safe.directory",
    GIT_CONFIG_VALUE_0: repository.root,
  };
  expect((await programIn(repository, { env: { ...env, ...allowed } }).run("check")).status).toBe(
    0,
  );
});
