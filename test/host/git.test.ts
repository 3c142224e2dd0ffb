import { expect, test } from "vitest";
import { reasonIn, runGit, streamGit, tryGit } from "../../src/host/git.ts";
import { given, givenFolder } from "../support/opened.ts";

test("a failing command is a GIT failure with Git's own first line", async () => {
  const { root, environment } = await given({ a: "1" });
  const failing = runGit({ directory: root, environment }, ["cat-file", "commit", "nothing"]);
  await expect(failing).rejects.toMatchObject({
    code: "GIT",
    message: "git cat-file failed: Not a valid object name nothing",
  });
});

test("a missing program says how to mend it", async () => {
  const directory = await givenFolder();
  const running = tryGit({ directory, environment: { PATH: directory } }, ["version"]);
  await expect(running).rejects.toMatchObject({
    code: "GIT_MISSING",
    message: "the program git was not found",
    help: expect.stringContaining("install Git") as unknown,
  });
});

test("a missing directory is not mistaken for a missing program", async () => {
  const { root, environment } = await given({});
  const running = tryGit({ directory: `${root}/gone`, environment }, ["version"]);
  await expect(running).rejects.toMatchObject({ code: "NOT_A_REPOSITORY" });
});

test("output beyond the limit is a LIMIT failure, and output within it is whole", async () => {
  const { root, environment } = await given({ a: "x".repeat(100_000) });
  const git = { directory: root, environment };
  const args = ["cat-file", "blob", "HEAD:a"];
  await expect(runGit(git, args, { limit: 99_999 })).rejects.toMatchObject({ code: "LIMIT" });
  expect(await runGit(git, args, { limit: 100_000 })).toHaveLength(100_000);
});

test("what the reader of the output throws is what the caller gets", async () => {
  const { root, environment } = await given({ a: "x" });
  const args = ["cat-file", "blob", "HEAD:a"];
  const running = streamGit({ directory: root, environment }, args, {
    take: () => {
      throw new RangeError("enough");
    },
  });
  await expect(running).rejects.toThrow("enough");
});

test("hooks of the repository never run", async () => {
  const repository = await given({ a: "1" });
  await repository.git("config", "core.hooksPath", "hooks");
  await repository.write({
    "hooks/pre-commit": { executable: "#!/bin/sh\necho ran >&2\nexit 1\n" },
  });
  const git = { directory: repository.root, environment: repository.environment };
  await expect(runGit(git, ["commit", "--allow-empty", "-m", "x"])).resolves.toBeDefined();
});

test.each([
  ["warning: w\nfatal: no such thing\n", "no such thing"],
  ["error: a\nfatal: b\n", "a"],
  ["plain text\nmore\n", "plain text"],
  ["fatal: evil \u001b[2Jname\u202e\n", String.raw`evil \x1b[2Jname\u202e`],
  ["", "it gave no reason"],
])("the reason in %j is %j", (stderr, expected) => {
  expect(reasonIn(stderr)).toBe(expected);
});
