import { expect, test } from "vitest";
import { openLog, parseLog } from "../../src/host/log.ts";
import type { CommitLog } from "../../src/base/ports.ts";
import { given, givenClone } from "../support/opened.ts";
import { isolatedEnvironment, type TestRepository } from "../support/repository.ts";

async function logOf({ root }: Pick<TestRepository, "root">): Promise<CommitLog> {
  return openLog(root, { environment: isolatedEnvironment(), directory: root });
}

const idIn = async (repository: TestRepository, name: string): Promise<never> =>
  (await repository.git("rev-parse", name)) as never;

test("each commit is told with who, when, what and which files, children first", async () => {
  const repository = await given({ "a.yaml": "1\n", "b.yaml": "1\n" });
  await repository.commit(
    { "a.yaml": "2\n", "b.yaml": undefined },
    "second: a\n\nbody",
    "2026-02-03T04:05:06Z",
  );
  const blob = (name: string): Promise<never> => idIn(repository, name);
  const log = await (await logOf(repository)).from(await idIn(repository, "HEAD"));
  expect(log).toEqual([
    {
      id: await idIn(repository, "HEAD"),
      parents: [await idIn(repository, "HEAD^")],
      author: "Test Author",
      when: "2026-02-03T04:05:06Z",
      subject: "second: a",
      changes: [
        { path: "a.yaml", before: await blob("HEAD^:a.yaml"), after: await blob("HEAD:a.yaml") },
        { path: "b.yaml", before: await blob("HEAD^:b.yaml") },
      ],
    },
    expect.objectContaining({
      parents: [],
      changes: [
        { path: "a.yaml", after: await blob("HEAD^:a.yaml") },
        { path: "b.yaml", after: await blob("HEAD^:b.yaml") },
      ],
    }),
  ]);
});

test("a merge is compared with its first parent, and the merged line is told as well", async () => {
  const repository = await given({ "a.yaml": "1\n" });
  await repository.git("switch", "-q", "-c", "topic");
  await repository.commit({ "b.yaml": "1\n" }, "topic");
  await repository.git("switch", "-q", "main");
  await repository.commit({ "a.yaml": "2\n" }, "main");
  await repository.git("merge", "-q", "--no-ff", "-m", "merge", "topic");
  const log = await (await logOf(repository)).from(await idIn(repository, "HEAD"));
  const told = log.map(({ subject, parents, changes }) => [
    subject,
    parents.length,
    changes.map(({ path }) => path),
  ]);
  expect(told[0]).toEqual(["merge", 2, ["b.yaml"]]);
  expect(new Set(told.map(([subject]) => subject))).toEqual(
    new Set(["first", "main", "merge", "topic"]),
  );
});

test("neither the user's settings nor hostile names change what is read", async () => {
  const repository = await given({ "a.yaml": "1\n" });
  await repository.git("config", "log.follow", "true");
  await repository.git("config", "log.showSignature", "true");
  await repository.git("config", "log.showRoot", "false");
  await repository.git("config", "diff.external", "false");
  await repository.git("config", "diff.noprefix", "true");
  await repository.git("config", "log.diffMerges", "off");
  await repository.commit(
    { ":100644 x\n.yaml": "1\n", "ü\t.yaml": "1\n" },
    "\u0001:100644 not a commit",
  );
  await repository.commit({}, "nothing");
  const log = await (await logOf(repository)).from(await idIn(repository, "HEAD"));
  expect(log.map(({ subject, changes }) => [subject, changes.length])).toEqual([
    ["nothing", 0],
    ["\u0001:100644 not a commit", 2],
    ["first", 1],
  ]);
  expect(log[1]?.changes.map(({ path }) => path)).toEqual([":100644 x\n.yaml", "ü\t.yaml"]);
});

test("a link and a submodule are no files", async () => {
  const repository = await given({ "a.yaml": "1\n" });
  await repository.commit({ "a.yaml": { symlink: "b" } });
  const log = await (await logOf(repository)).from(await idIn(repository, "HEAD"));
  expect(log[0]?.changes).toEqual([{ path: "a.yaml", before: expect.any(String) }]);
});

test("a shallow clone says that it is cut off", async () => {
  const repository = await given({ a: "1" });
  await repository.commit({ a: "2" });
  expect(await (await logOf(repository)).isCutOff()).toBe(false);
  const clone = await givenClone(repository, "--depth=1");
  const log = await logOf(clone);
  expect(await log.isCutOff()).toBe(true);
  expect(await log.from(await idIn(clone, "HEAD"))).toHaveLength(1);
});

test("SHA-256 repositories have a log too", async () => {
  const repository = await given({ a: "1" }, { format: "sha256" });
  const log = await (await logOf(repository)).from(await idIn(repository, "HEAD"));
  expect(log[0]?.id).toHaveLength(64);
});

test("an answer that is no log is a failure of Git", () => {
  expect(() => parseLog("a\0b\0c\0d\0e\0")).toThrow(/unexpected answer/u);
  expect(parseLog("")).toEqual([]);
});
