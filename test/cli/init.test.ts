// What `init` finds in a repository, and the job and hook that it writes or proposes for it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { given, givenClone } from "../support/opened.ts";
import { programIn, type Ran } from "../support/program.ts";
import type { FilesToWrite, TestRepository } from "../support/repository.ts";
import { shop } from "../support/shop.ts";

const address = "https://git.example.com/acme/shop";

async function init(repository: TestRepository, ...more: readonly string[]): Promise<Ran> {
  const words = more.includes("--repository") ? [] : ["--repository", address];
  return programIn(repository).run("init", "--no-passphrase", "--yes", ...words, ...more);
}

function text(repository: TestRepository, path: string): string {
  return readFileSync(join(repository.root, path), "utf8");
}

async function untracked(repository: TestRepository): Promise<readonly string[]> {
  return (await repository.git("ls-files", "--others")).split("\n");
}

/** What the preview shows of a file, without its bars. */
function shownOf(out: string, path: string): string {
  const [, after = ""] = out.split(new RegExp(`^ {2}\\+ ${path.replaceAll(".", "\\.")}\\n`, "mu"));
  const lines = /^(?: {4}│.*\n)*/u.exec(after)?.[0] ?? "";
  return lines.replaceAll(/^ {4}│ ?/gmu, "");
}

const dbt: FilesToWrite = {
  "dbt_project.yml": "name: shop\nprofile: shop\nmodel-paths: [models]\n",
  "models/a.sql": "select 1 as id\n",
};

test("init says what it found: what adapters read, CI, hooks, package manager", async () => {
  const files = { ...shop, ...dbt, ".github/workflows/ci.yml": "on: push\n", "uv.lock": "" };
  const { out } = await init(await given({ ...files, "lefthook.yml": "{}\n" }), "--dry-run");
  expect(out).toMatch(
    /^found {2}own \d+ files · dbt 2 files · GitHub Actions · lefthook · uv\nwould write\n/u,
  );
});

test("init finds nothing in an empty repository and says so by silence", async () => {
  const { out } = await init(await given({}), "--dry-run");
  expect(out).toMatch(/^would write\n/u);
});

test("the workflow runs the action of this version, on the base, with rights to read", async () => {
  const repository = await given(shop);
  expect((await init(repository)).status).toBe(0);
  const workflow = parse(text(repository, ".github/workflows/lineage.yml"));
  expect(Object.keys(workflow.on)).toEqual(["pull_request_target", "merge_group", "push"]);
  expect(workflow.permissions).toEqual({ contents: "read" });
  const [checkout, action] = workflow.jobs.lineage.steps;
  expect(checkout.with).toEqual({ "persist-credentials": false });
  expect(action.uses).toBe("lineagectl/lineagectl@v0.0.0");
  const { inputs } = parse(readFileSync("action.yml", "utf8"));
  for (const name of Object.keys(action.with)) expect(Object.keys(inputs)).toContain(name);
  // Nothing of an event is put into a line of a shell.
  expect(workflow.jobs.lineage.steps.filter((step: object) => "run" in step)).toEqual([]);
});

test("the workflow follows the remote's default branch, whatever it is called", async () => {
  const origin = await given(shop);
  await origin.git("branch", "-m", "on");
  const clone = await givenClone(origin);
  await init(clone);
  const workflow = parse(text(clone, ".github/workflows/lineage.yml"), { version: "1.1" });
  expect(workflow.on ?? workflow[String(true)]).toMatchObject({ push: { branches: ["on"] } });
});

test("a workflow that calls the tool already is enough", async () => {
  const file = ".github/workflows/own.yaml";
  const repository = await given({ ...shop, [file]: "# runs lineagectl\non: push\n" });
  const { out } = await init(repository);
  expect(out).toMatch(/^already there: .*\.github\/workflows\/own\.yaml$/mu);
  expect(await untracked(repository)).not.toContain(".github/workflows/lineage.yml");
});

test("a repository with GitLab CI gets a job to add, and no workflow of GitHub", async () => {
  const before = "stages: [test]\n";
  const repository = await given({ ...shop, ".gitlab-ci.yml": before });
  const { out } = await init(repository);
  const job = parse(shownOf(out, ".gitlab-ci.yml")).lineage;
  expect(Object.keys(job.artifacts.reports)).toEqual(["codequality", "junit"]);
  expect(text(repository, ".gitlab-ci.yml")).toBe(before);
  expect((await untracked(repository)).filter((path) => path.startsWith(".github"))).toEqual([]);
  await repository.write({ ".gitlab-ci.yml": `${before}${shownOf(out, ".gitlab-ci.yml")}` });
  expect((await init(repository)).out).not.toContain("by hand");
});

test("a repository that lives on a GitLab gets the file", async () => {
  const repository = await given(shop);
  await init(repository, "--repository", "https://gitlab.example.com/acme/shop");
  expect(parse(text(repository, ".gitlab-ci.yml")).lineage.image).toBe("node:22");
  expect((await untracked(repository)).filter((path) => path.startsWith(".github"))).toEqual([]);
});

test("hooks of pre-commit that are there get an entry to add, and stay as they are", async () => {
  const path = ".pre-commit-config.yaml";
  const before = "repos:\n  - repo: local\n    hooks: []\n";
  const repository = await given({ ...shop, [path]: before });
  const { out } = await init(repository);
  expect(text(repository, path)).toBe(before);
  const added = `${before}${shownOf(out, path)}`;
  const [hook] = parse(added).repos[1].hooks;
  const offered = parse(readFileSync(".pre-commit-hooks.yaml", "utf8"));
  expect(offered.map(({ id }: { id: string }) => id)).toContain(hook.id);
  await repository.write({ [path]: added });
  const again = await init(repository);
  expect(again.out).toMatch(/^nothing to do\n/u);
  expect(again.out).not.toContain("by hand");
});

test("without a program for hooks, pre-commit is set up", async () => {
  const repository = await given(shop);
  await init(repository);
  const { repos } = parse(text(repository, ".pre-commit-config.yaml"));
  expect(repos).toMatchObject([{ rev: "v0.0.0", hooks: [{ id: "lineagectl-check" }] }]);
});

test.each([
  ["lefthook", "lefthook.yml", "lefthook.yml"],
  ["husky", ".husky/commit-msg", ".husky/pre-commit"],
])("%s gets its line, run as the package manager does it", async (_, there, path) => {
  const repository = await given({ ...shop, [there]: "{}\n", "pnpm-lock.yaml": "" });
  const { out } = await init(repository);
  expect(shownOf(out, path)).toContain("pnpm dlx lineagectl@0.0.0 check --staged\n");
  expect(await untracked(repository)).not.toContain(".pre-commit-config.yaml");
  expect(text(repository, there)).toBe("{}\n");
  await repository.write({ [there]: "lineagectl check --staged\n" });
  expect((await init(repository)).out).not.toContain("by hand");
});
