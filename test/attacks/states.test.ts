// Repositories in every state: each is judged, or refused with its own reason and status.
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findingsIn, lineagectl, rulesIn } from "../support/attacks.ts";
import { configFile, dataset } from "../support/host.ts";
import { given, givenClone, givenFolder } from "../support/opened.ts";
import { runGit, type TestRepository } from "../support/repository.ts";

const files = {
  "lineagectl.yaml": configFile(),
  "specs/a.yaml": dataset("a"),
  "specs/b.json": JSON.stringify({
    apiVersion: "lineagectl.dev/v1",
    kind: "Dataset",
    metadata: { name: "b", namespace: "shop", owner: { team: "shop", email: "shop@example.com" } },
    spec: { type: "table", format: "parquet" },
  }),
};
/** Every command that judges a tree. */
const judging = [
  ["check"],
  ["diff"],
  ["graph"],
  ["cost", "estimate"],
  ["cost", "diff"],
  ["policy", "list"],
  ["verify"],
  ["attest"],
  ["init", "--dry-run"],
];

/** What each of the commands says, when none of them has a result and all exit with status 2. */
async function refusals(root: string): Promise<readonly string[]> {
  const runs = await Promise.all(judging.map((command) => lineagectl(root, command)));
  expect(runs.map(({ status, out }) => [status, out])).toEqual(runs.map(() => [2, ""]));
  return [...new Set(runs.map(({ err }) => err))];
}

test("before the first commit everything is new, and nothing is verified", async () => {
  const repository = await given({});
  await repository.write(files);
  const check = await lineagectl(repository.root, ["check", "--format", "json"]);
  expect(check.status).toBe(0);
  expect(JSON.parse(check.out).base.why).toContain("before the first commit");
  const verify = await lineagectl(repository.root, ["verify", "--format", "json"]);
  expect(verify.status).toBe(1);
  expect(rulesIn(verify)).toContain("ATT-027");
  expect(await lineagectl(repository.root, ["check", "--base", "main"])).toMatchObject({
    status: 2,
    out: "",
  });
  expect(await lineagectl(repository.root, ["verify", "--at", "HEAD"])).toMatchObject({
    status: 2,
    out: "",
  });
});

test("an empty repository is judged: there is nothing wrong and nothing verified", async () => {
  const { root } = await given({});
  expect((await lineagectl(root, ["check"])).status).toBe(0);
  expect((await lineagectl(root, ["verify"])).status).toBe(1);
});

test("a folder outside any repository, and a bare one, are refused by every command", async () => {
  const outside = await refusals(await givenFolder());
  const bare = await givenFolder();
  await runGit(bare, ["init", "-q", "--bare"]);
  const inside = await refusals(bare);
  expect(outside).toEqual([expect.stringContaining("is not in a Git repository")]);
  expect(inside).toEqual([expect.stringContaining("without a working tree")]);
});

test("a detached HEAD, a linked worktree and a sparse checkout are judged like any other", async () => {
  const repository = await given(files);
  const whole = JSON.parse(
    (await lineagectl(repository.root, ["check", "--format", "json"])).out,
  ).snapshot;
  await repository.git("checkout", "-q", "--detach");
  const linked = `${repository.root}-linked`;
  await repository.git("worktree", "add", "-q", "--detach", linked);
  const clone = await givenClone(repository, "--sparse");
  const roots = [repository.root, linked, clone.root];
  const runs = await Promise.all(
    roots.map((root) => lineagectl(root, ["check", "--format", "json"])),
  );
  expect(runs.map(({ status, out }) => [status, JSON.parse(out).snapshot])).toEqual(
    roots.map(() => [0, whole]),
  );
  await rm(linked, { recursive: true });
  expect(whole.assets).toBe(2);
});

test("a base that does not exist is a failure, never an empty base", async () => {
  const { root } = await given(files);
  const commands = [["check"], ["diff"], ["cost", "diff"], ["verify"]];
  const runs = await Promise.all(
    commands.map((command) => lineagectl(root, [...command, "--base", "origin/mian"])),
  );
  expect(runs.map(({ status, out, err }) => [status, out, err.includes("origin/mian")])).toEqual(
    commands.map(() => [2, "", true]),
  );
});

test("a shallow clone that is cut off before the base says how to mend it", async () => {
  const source = await given(files);
  await source.git("switch", "-q", "-c", "work");
  await source.commit({ "specs/c.yaml": dataset("c") });
  await source.git("switch", "-q", "main");
  await source.commit({ "specs/d.yaml": dataset("d") });
  const clone = await givenClone(source, "--depth=1", "--no-single-branch", "--branch", "work");
  const run = await lineagectl(clone.root, ["check", "--base", "origin/main"]);
  expect(run).toMatchObject({ status: 2, out: "" });
  expect(run.err).toContain("git fetch --deepen");
});

test("unmerged paths: the index is refused, the working tree shows the conflict", async () => {
  const repository = await given(files);
  await repository.git("switch", "-q", "-c", "work");
  await repository.commit({ "specs/a.yaml": dataset("a", "ours") });
  await repository.git("switch", "-q", "main");
  await repository.commit({ "specs/a.yaml": dataset("a", "theirs") });
  await expect(repository.git("merge", "work")).rejects.toThrow("git merge");
  const staged = await lineagectl(repository.root, ["check", "--staged"]);
  expect(staged).toMatchObject({ status: 2, out: "" });
  expect(staged.err).toContain("specs/a.yaml");
  const working = await lineagectl(repository.root, ["check", "--format", "json"]);
  expect(working.status).toBe(1);
  expect(findingsIn(working)).toContain("SYN-001 specs/a.yaml");
});

async function withoutObject(repository: TestRepository, name: string): Promise<void> {
  const id = await repository.git("rev-parse", name);
  await rm(join(repository.root, ".git/objects", id.slice(0, 2), id.slice(2)));
}

test.each([
  "HEAD:specs/a.yaml",
  "HEAD:specs/b.json",
  "HEAD:lineagectl.yaml",
  "HEAD:specs",
  "HEAD^{tree}",
])("a repository that lacks the object %s is damaged, not smaller", async (name) => {
  const repository = await given(files);
  await withoutObject(repository, name);
  const commands = [["check"], ["graph"], ["verify"]];
  const runs = await Promise.all(commands.map((command) => lineagectl(repository.root, command)));
  expect(runs.map(({ status, out, err }) => [status, out, err === ""])).toEqual(
    commands.map(() => [2, "", false]),
  );
});

test("a configuration that a partial clone lacks is not taken for an empty one", async () => {
  const source = await given(files);
  await source.git("config", "uploadpack.allowFilter", "true");
  const clone = await givenClone(source, "--no-checkout", "--filter=blob:none");
  const run = await lineagectl(clone.root, ["check", "--head", "HEAD"]);
  expect(run).toMatchObject({ status: 2, out: "" });
  expect(run.err).toContain("lacks the content of 1 file to be read, lineagectl.yaml first");
  expect(run.err).toContain("git fetch --refetch --no-filter");
  const verify = await lineagectl(clone.root, ["verify", "--at", "HEAD"]);
  expect(verify.status).toBeGreaterThan(0);
});

test("without git a commit and a working tree are read all the same, with a note", async () => {
  const repository = await given(files);
  await repository.write({ "specs/late.yaml": dataset("late") });
  for (const args of [["check"], ["check", "--staged"], ["graph", "--head", "HEAD"]]) {
    const expected = await lineagectl(repository.root, [...args, "--format", "json"]);
    const run = await lineagectl(repository.root, [...args, "--format", "json"], {
      env: { PATH: "/nonexistent" },
    });
    expect([run.status, run.out]).toEqual([expected.status, expected.out]);
    expect(run.err).toContain("the program git was not found; the repository is read without it");
  }
});

test("without git, a repository that a variable names is not looked for elsewhere", async () => {
  const { root } = await given(files);
  const env = { PATH: "/nonexistent", GIT_DIR: "/elsewhere" };
  const run = await lineagectl(root, ["check"], { env });
  expect(run).toMatchObject({ status: 2, out: "" });
  expect(run.err).toContain("install Git 2.31 or newer");
});

test.each(["autocrlf = true", "excludesFile = ~/ignored", "attributesFile = x"])(
  "without git, a working tree under the user's %s is refused and a commit is read",
  async (setting) => {
    const { root } = await given(files);
    const home = await givenFolder();
    const config = join(home, "gitconfig");
    await writeFile(config, `[core]\n\t${setting}\n`);
    const env = { PATH: "/nonexistent", GIT_CONFIG_GLOBAL: config };
    const run = await lineagectl(root, ["check"], { env });
    expect(run.status).toBe(2);
    expect(run.err).toContain(`under the settings of ${config}`);
    expect((await lineagectl(root, ["check", "--head", "HEAD"], { env })).status).toBe(0);
  },
);
