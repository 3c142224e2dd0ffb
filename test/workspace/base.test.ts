import { expect, test } from "vitest";
import type { Repository } from "../../src/base/ports.ts";
import { chooseSides, type SideOptions, type Sides } from "../../src/workspace/base.ts";
import { given, givenClone, opened, textsOf } from "../support/opened.ts";
import type { TestRepository } from "../support/repository.ts";

async function sides(repository: TestRepository, options?: SideOptions): Promise<Sides> {
  return chooseSides(await opened(repository.root), options);
}

/** A clone of a repository with two commits on main: clean, on main, with origin. */
async function givenMain(): Promise<TestRepository> {
  const source = await given({ a: "1" });
  await source.commit({ a: "2" });
  return givenClone(source);
}

const configured =
  (name: string): SideOptions["configuredBase"] =>
  () =>
    Promise.resolve(name);

const id = (repository: TestRepository, revision: string): Promise<string> =>
  repository.git("rev-parse", revision);

test("before the first commit the working tree is compared with the empty tree", async () => {
  const repository = await given({});
  await repository.write({ a: "1" });
  const { base, head, why } = await sides(repository);
  expect(head.label).toBe("working tree");
  expect(await textsOf(await head.open())).toEqual({ a: "1" });
  expect(await (await base.open()).list()).toEqual([]);
  expect(why).toBe("the empty tree before the first commit");
});

test("a clean first commit is compared with the empty tree", async () => {
  const repository = await given({ a: "1" });
  const { base, head, why } = await sides(repository);
  expect(head.commit).toBe(await id(repository, "HEAD"));
  expect(await (await base.open()).list()).toEqual([]);
  expect(base.label).toBe("empty tree");
  expect(why).toBe("the empty tree before HEAD, the first commit");
});

test("a clean HEAD is compared with its first parent, also where that is a merge", async () => {
  const repository = await given({ a: "1" });
  await repository.git("checkout", "-q", "-b", "side");
  await repository.commit({ b: "1" });
  await repository.git("checkout", "-q", "main");
  const main = await repository.commit({ c: "1" });
  await repository.git("merge", "-q", "--no-ff", "-m", "merge", "side");
  const { base, head, why } = await sides(repository);
  expect(base.commit).toBe(main);
  expect(head.tree).toBe(await id(repository, "HEAD^{tree}"));
  expect(why).toBe("first parent of HEAD");
});

test("a dirty working tree is compared with HEAD", async () => {
  const repository = await given({ a: "1" });
  await repository.write({ a: "2" });
  const { base, head, why } = await sides(repository);
  expect(head).toMatchObject({ label: "working tree" });
  expect(head).not.toHaveProperty("commit");
  expect(await textsOf(await head.open())).toEqual({ a: "2" });
  expect(base.commit).toBe(await id(repository, "HEAD"));
  expect(why).toBe("HEAD under the working tree");
});

test("a change that was staged and undone leaves a clean HEAD", async () => {
  const repository = await given({ a: "1" });
  await repository.write({ a: "2" });
  await repository.git("add", "a");
  await repository.write({ a: "1" });
  const { head } = await sides(repository);
  expect(head.commit).toBe(await id(repository, "HEAD"));
});

test("staged changes are compared with HEAD, whatever the working tree holds", async () => {
  const repository = await given({ a: "1" });
  await repository.write({ a: "staged" });
  await repository.git("add", "a");
  await repository.write({ a: "written" });
  const { base, head, why } = await sides(repository, { staged: true });
  expect(await textsOf(await head.open())).toEqual({ a: "staged" });
  expect(base.commit).toBe(await id(repository, "HEAD"));
  expect(why).toBe("HEAD under the index");
});

test("a branch is compared with its merge base with the remote's default branch", async () => {
  const repository = await givenMain();
  const fork = await id(repository, "HEAD");
  await repository.git("checkout", "-q", "-b", "topic");
  await repository.commit({ b: "1" });
  await repository.commit({ b: "2" });
  const { base, why } = await sides(repository);
  expect(base.commit).toBe(fork);
  expect(why).toBe("merge base of HEAD and origin/main, the remote's default branch");
  await repository.write({ b: "dirty" });
  expect((await sides(repository)).base.commit).toBe(fork);
});

test("a default branch that already holds HEAD is skipped, and the sentence says so", async () => {
  const repository = await givenMain();
  const { base, why } = await sides(repository);
  expect(base.commit).toBe(await id(repository, "HEAD~1"));
  expect(why).toBe(
    "first parent of HEAD, because origin/main (the remote's default branch) already holds HEAD",
  );
  await repository.write({ a: "dirty" });
  expect((await sides(repository)).base.commit).toBe(await id(repository, "HEAD"));
});

test("a configured base goes before the default branch", async () => {
  const repository = await givenMain();
  await repository.git("branch", "release", "HEAD~1");
  await repository.git("checkout", "-q", "-b", "topic");
  await repository.commit({ b: "1" });
  const { base, why } = await sides(repository, { configuredBase: configured("release") });
  expect(base.commit).toBe(await id(repository, "release"));
  expect(why).toBe("merge base of HEAD and release, the configured base");
});

test("the configured base is asked of the tree that is judged", async () => {
  const repository = await given({ a: "1" });
  await repository.git("branch", "release");
  await repository.commit({ base: "release" });
  const options: SideOptions = { configuredBase: async (head) => (await textsOf(head))["base"] };
  expect((await sides(repository, options)).base.commit).toBe(await id(repository, "release"));
  await repository.write({ base: "main" });
  expect((await sides(repository, options)).why).toBe(
    "HEAD under the working tree, because main (the configured base) already holds HEAD",
  );
});

test("a configured base that is absent is skipped, and the sentence says so", async () => {
  const repository = await givenMain();
  await repository.git("checkout", "-q", "-b", "topic");
  await repository.commit({ b: "1" });
  const { base, why } = await sides(repository, { configuredBase: configured("upstream/main") });
  expect(base.commit).toBe(await id(repository, "origin/main"));
  expect(why).toBe(
    "merge base of HEAD and origin/main, the remote's default branch, " +
      "because upstream/main (the configured base) does not exist here",
  );
});

test("a requested base goes before all others, also where it already holds HEAD", async () => {
  const repository = await givenMain();
  const first = await id(repository, "HEAD~1");
  const requested = await sides(repository, {
    base: first,
    configuredBase: configured("origin/main"),
  });
  expect(requested.base.commit).toBe(first);
  expect(requested.why).toBe(`merge base of HEAD and ${first}, as requested`);
  const same = await sides(repository, { base: "main" });
  expect(same.base.tree).toBe(same.head.tree);
});

test.each([
  ["mian", "did you mean main?"],
  ["origin/mian", "git fetch origin mian:refs/remotes/origin/mian"],
  ["something-else", undefined],
])("a requested base %s that does not exist is BASE_MISSING", async (base, help) => {
  const repository = await given({ a: "1" });
  await expect(sides(repository, { base })).rejects.toMatchObject({
    code: "BASE_MISSING",
    message: `the base ${base} does not exist`,
    help,
  });
});

test("the command for a remote branch that was not fetched mends it", async () => {
  const source = await given({ a: "1" });
  await source.git("branch", "release/1");
  await source.git("checkout", "-q", "-b", "topic");
  await source.commit({ b: "1" });
  const clone = await givenClone(source, "--single-branch", "--branch=topic");
  const failure: unknown = await sides(clone, { base: "origin/release/1" }).catch(
    (error: unknown) => error,
  );
  const command = "git fetch origin release/1:refs/remotes/origin/release/1";
  expect(failure).toMatchObject({ code: "BASE_MISSING", help: command });
  await clone.git("fetch", "-q", ...command.split(" ").slice(2));
  const { base } = await sides(clone, { base: "origin/release/1" });
  expect(base.commit).toBe(await id(source, "release/1"));
});

test("a requested base without common history is BASE_MISSING, a configured one is skipped", async () => {
  const repository = await given({ a: "1" });
  await repository.git("checkout", "-q", "--orphan", "island");
  await repository.commit({ b: "1" });
  await expect(sides(repository, { base: "main" })).rejects.toMatchObject({
    code: "BASE_MISSING",
    message: "the base main and HEAD have no commit in common",
  });
  expect((await sides(repository, { configuredBase: configured("main") })).why).toBe(
    "the empty tree before HEAD, the first commit, " +
      "because main (the configured base) has no commit in common with it",
  );
});

test("a requested base before the first commit is BASE_MISSING", async () => {
  const repository = await given({ a: "1" });
  await repository.git("checkout", "-q", "--orphan", "island");
  await expect(sides(repository, { base: "main" })).rejects.toMatchObject({ code: "BASE_MISSING" });
});

test("a requested head is judged instead of the working tree, against its own merge base", async () => {
  const repository = await givenMain();
  const fork = await id(repository, "HEAD");
  await repository.git("checkout", "-q", "-b", "topic");
  const topic = await repository.commit({ b: "1" });
  await repository.git("checkout", "-q", "main");
  await repository.write({ a: "dirty" });
  const { base, head, why } = await sides(repository, { head: "topic" });
  expect([head.commit, base.commit]).toEqual([topic, fork]);
  expect(await textsOf(await head.open())).toEqual({ a: "2", b: "1" });
  expect(why).toBe("merge base of topic and origin/main, the remote's default branch");
});

test("a head that is no commit, and one beside staged changes, is a USAGE failure", async () => {
  const repository = await given({ a: "1" });
  await expect(sides(repository, { head: "mani" })).rejects.toMatchObject({
    code: "USAGE",
    message: "there is no commit mani",
    help: "did you mean main?",
  });
  await expect(sides(repository, { head: "main", staged: true })).rejects.toMatchObject({
    code: "USAGE",
  });
});

test("a detached HEAD is compared as a branch is", async () => {
  const repository = await givenMain();
  const fork = await id(repository, "HEAD");
  await repository.git("checkout", "-q", "--detach");
  await repository.commit({ b: "1" });
  expect((await sides(repository)).base.commit).toBe(fork);
});

test("a shallow clone is refused, never compared with something nearer", async () => {
  const source = await given({ a: "1" });
  await source.commit({ a: "2" });
  await source.git("checkout", "-q", "-b", "topic", "HEAD~1");
  await source.commit({ b: "1" });
  const clone = await givenClone(source, "--depth=1", "--no-single-branch", "--branch=topic");
  await clone.git("remote", "set-head", "origin", "main");
  const refusal = { code: "SHALLOW" };
  await expect(sides(clone)).rejects.toMatchObject(refusal);
  await expect(sides(clone, { base: "origin/main" })).rejects.toMatchObject(refusal);
  await clone.git("checkout", "-q", "main");
  await expect(sides(clone)).rejects.toMatchObject(refusal);
});

test("names of revisions are made safe to show", async () => {
  const repository = await given({ a: "1" });
  const port: Repository = await opened(repository.root);
  await expect(chooseSides(port, { base: "x\u001b[2J\u202e" })).rejects.toMatchObject({
    message: String.raw`the base x\x1b[2J\u202e does not exist`,
  });
});
