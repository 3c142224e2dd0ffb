// The GitHub Action, run by its entry on recorded events in throw-away repositories.
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import manifest from "../../package.json" with { type: "json" };
import {
  commandsIn,
  eventAbout,
  releaseIn,
  runJob,
  type Job,
  type JobEnded,
} from "../support/action.ts";
import { given, givenClone, givenFolder } from "../support/opened.ts";
import { programIn } from "../support/program.ts";
import type { FilesToWrite, TestRepository } from "../support/repository.ts";
import { leak, model, shop } from "../support/shop.ts";

let action = "";

beforeAll(() => {
  action = releaseIn(mkdtempSync(join(tmpdir(), "lineagectl-action-")));
});

afterAll(() => {
  rmSync(action, { recursive: true, force: true });
});

interface Setting {
  readonly origin: TestRepository;
  readonly workspace: TestRepository;
  readonly head: string;
  readonly base: string;
}

const proposed: FilesToWrite = { ...leak, "only-in-the-head.sh": { executable: "touch owned\n" } };

/** A repository with a pull request that only its ref knows, and a shallow checkout of the base. */
async function pullRequest(files: FilesToWrite = proposed): Promise<Setting> {
  const origin = await given(shop);
  const base = await origin.git("rev-parse", "HEAD");
  const head = await origin.commit(files, "proposed");
  await origin.git("update-ref", "refs/pull/7/head", head);
  await origin.git("reset", "-q", "--hard", base);
  const workspace = await givenClone(origin, "--depth=1", "--branch=main");
  return { origin, workspace, head, base };
}

async function run(
  event: string,
  setting: Pick<Setting, "workspace" | "head" | "base">,
  more: Partial<Job> = {},
): Promise<JobEnded> {
  const { workspace, base } = setting;
  const job = { action, workspace: workspace.root, event, sha: base, ...more };
  return runJob({ payload: eventAbout(event, setting), ...job });
}

test("a pull request from a fork is judged from the checkout of the base, as objects alone", async () => {
  const setting = await pullRequest();
  const { workspace, base } = setting;
  const refs = await workspace.git("for-each-ref");
  const ended = await run("pull_request_target", setting);
  expect(ended.status).toBe(1);
  expect(ended.outputs).toMatchObject({
    verdict: "fail",
    "exit-code": "1",
    title: expect.stringMatching(/^lineagectl: ✗ \d errors?/u),
  });
  expect(await workspace.git("rev-parse", "HEAD")).toBe(base);
  expect(await workspace.git("for-each-ref")).toBe(refs);
  expect(await workspace.git("status", "--porcelain", "--ignored")).toBe("");
  expect(existsSync(join(workspace.root, "only-in-the-head.sh"))).toBe(false);
  expect(existsSync(join(workspace.root, ".git/FETCH_HEAD"))).toBe(false);
});

test("annotations, summary and files tell the same findings", async () => {
  const ended = await run("pull_request_target", await pullRequest());
  expect(ended.commands).toContainEqual(
    expect.stringMatching(/^::error file=lineage\/.*PRIV-019/u),
  );
  expect(ended.summary).toContain("**PRIV-019**");
  expect(ended.summary).toContain(ended.outputs["title"]);
  const { json = "", sarif = "", markdown = "" } = ended.outputs;
  // The folder of the files goes with the job; what matters is that the paths are told.
  expect([json, sarif, markdown].map((path) => path.split(".").at(-1))).toEqual([
    "json",
    "sarif",
    "markdown",
  ]);
  expect(JSON.parse(readFileSync(json, "utf8"))).toMatchObject({ exitCode: 1, verdict: "fail" });
  expect(JSON.parse(readFileSync(sarif, "utf8"))).toMatchObject({ version: "2.1.0" });
});

test("what is not wanted is not written", async () => {
  const inputs = { annotations: "false", summary: "false", sarif: "false" };
  const ended = await run("pull_request_target", await pullRequest(), { inputs });
  expect(ended).toMatchObject({ status: 1, commands: [], summary: "", outputs: { sarif: "" } });
});

test("a pull request without fault passes", async () => {
  const ended = await run("pull_request_target", await pullRequest({ "notes.txt": "fine\n" }));
  expect(ended).toMatchObject({ status: 0, outputs: { verdict: "pass", "exit-code": "0" } });
});

test("a pull request of the repository itself is judged by its head, not by the merge", async () => {
  const setting = await pullRequest();
  const { origin, workspace, head, base } = setting;
  await origin.git("merge", "-q", "--no-ff", "-m", "merge", head);
  const merge = await origin.git("rev-parse", "HEAD");
  await origin.git("update-ref", "refs/pull/7/merge", merge);
  await origin.git("reset", "-q", "--hard", base);
  await workspace.git("fetch", "-q", "--depth=1", "origin", "refs/pull/7/merge");
  await workspace.git("checkout", "-q", "FETCH_HEAD");
  const ended = await run("pull_request", setting, { sha: merge });
  expect(ended.status).toBe(1);
  const report = JSON.parse(readFileSync(ended.outputs["json"]!, "utf8"));
  expect([report.head.commit, report.base.commit]).toEqual([head, base]);
});

test.each([
  ["head", "refs/pull/7/head"],
  ["merge with the head", "refs/pull/7/merge"],
])("a job that can write and has checked out the %s is refused", async (_, ref) => {
  const setting = await pullRequest();
  const { origin, workspace, head, base } = setting;
  await origin.git("merge", "-q", "--no-ff", "-m", "merge", head);
  await origin.git("update-ref", "refs/pull/7/merge", "HEAD");
  await origin.git("reset", "-q", "--hard", base);
  await workspace.git("fetch", "-q", "origin", ref);
  await workspace.git("checkout", "-q", "FETCH_HEAD");
  const ended = await run("pull_request_target", setting);
  expect(ended).toMatchObject({ status: 2, outputs: { verdict: "error", "exit-code": "2" } });
  expect(ended.commands).toEqual([expect.stringContaining("remove `ref` from actions/checkout")]);
});

test("the base is where its branch stands now, not where the event saw it", async () => {
  const setting = await pullRequest();
  const { origin, head, base } = setting;
  // Meanwhile the head was merged: against the branch of now it brings nothing.
  await origin.git("merge", "-q", "--ff-only", head);
  const ended = await run("pull_request_target", setting);
  const report = JSON.parse(readFileSync(ended.outputs["json"]!, "utf8"));
  expect(report.base.commit).toBe(head);
  expect(base).not.toBe(head);
});

test("a head that was pushed over and is gone is an error that says so", async () => {
  const setting = await pullRequest();
  const ended = await run("pull_request_target", { ...setting, head: "3".repeat(40) });
  expect(ended).toMatchObject({ status: 2, outputs: { verdict: "error" } });
  expect(ended.commands).toEqual([expect.stringMatching(/^::error::the head 3+ is gone/u)]);
});

async function pushed(): Promise<Setting> {
  const origin = await given(shop);
  const base = await origin.git("rev-parse", "HEAD");
  const head = await origin.commit(proposed);
  return { origin, head, base, workspace: await givenClone(origin, "--depth=1") };
}

test("a push is compared with the state before it, in a shallow checkout too", async () => {
  const setting = await pushed();
  const ended = await run("push", setting, { sha: setting.head });
  expect(ended.status).toBe(1);
  const report = JSON.parse(readFileSync(ended.outputs["json"]!, "utf8"));
  expect([report.head.commit, report.base.commit]).toEqual([setting.head, setting.base]);
});

test.each([
  ["a new branch, which has nothing before it", "0".repeat(40)],
  ["a forced push, whose old state is gone", "4".repeat(40)],
])("a push of %s is judged all the same", async (_, before) => {
  const setting = await pushed();
  const ended = await run("push", { ...setting, base: before }, { sha: setting.head });
  expect(ended).toMatchObject({ status: 1, outputs: { verdict: "fail" } });
});

test("the end of a branch leaves nothing to judge", async () => {
  const setting = await pushed();
  const payload = eventAbout("push", { ...setting, head: "0".repeat(40) });
  const ended = await run("push", setting, { payload });
  expect(ended).toMatchObject({ status: 0, commands: [], outputs: { verdict: "skipped" } });
});

test("a merge queue is judged against what it will merge into", async () => {
  const setting = await pushed();
  const ended = await run("merge_group", setting, { sha: setting.head });
  expect(ended.status).toBe(1);
  const report = JSON.parse(readFileSync(ended.outputs["json"]!, "utf8"));
  expect([report.head.commit, report.base.commit]).toEqual([setting.head, setting.base]);
});

test("a run by hand judges what is checked out, or what its inputs name", async () => {
  const setting = await pushed();
  const { head, base } = setting;
  const plain = await run("workflow_dispatch", setting, { sha: head });
  expect(plain.outputs["verdict"]).toBe("fail");
  const inputs = { head: "HEAD~1", base: "HEAD~1" };
  const named = await run("workflow_dispatch", setting, { sha: head, inputs });
  expect(named.outputs["verdict"]).toBe("pass");
  const report = JSON.parse(readFileSync(named.outputs["json"]!, "utf8"));
  expect(report.head.commit).toBe(base);
});

test.each(["--upload-pack=touch owned", "no-such-branch", "main\n::error::mine"])(
  "an input that names no commit (%j) is one error and runs nothing",
  async (head) => {
    const setting = await pushed();
    const ended = await run("workflow_dispatch", setting, { inputs: { head }, sha: setting.head });
    expect(ended.status).toBe(2);
    expect(ended.commands).toEqual([expect.stringMatching(/^::error::head: there is no commit/u)]);
    expect(existsSync(join(setting.workspace.root, "owned"))).toBe(false);
  },
);

test("what fails the step is the workflow's choice, and a word that means nothing is refused", async () => {
  const setting = await pullRequest();
  const lax = await run("pull_request_target", setting, { inputs: { "fail-on": "undecided" } });
  expect([0, 3]).toContain(lax.status);
  const wrong = await run("pull_request_target", setting, { inputs: { "fail-on": "eror" } });
  expect(wrong).toMatchObject({ status: 2, outputs: { verdict: "error", json: "" } });
  expect(wrong.commands).toEqual([expect.stringContaining("eror")]);
});

test("names and contents of files are no commands, whatever they hold", async () => {
  const wrong = (name: string): string =>
    `apiVersion: lineagectl.dev/v1\nkind: Dataset\nmetadata: { name: ${JSON.stringify(name)} }\nspec:\n  ::set-env name=PATH::.: 1\n`;
  const files = {
    ...leak,
    "lineage/::error::owned\n::set-output name=verdict::pass.yaml": wrong("\n::error::owned\r\n"),
    "lineage/::warning::b.yaml": wrong("##[error]owned"),
    "lineage/c.yaml": "apiVersion: lineagectl.dev/v1\r\nkind: [\r\n::error::owned\r\n",
  };
  const ended = await run("pull_request_target", await pullRequest(files));
  expect(ended.outputs["verdict"]).toBe("fail");
  for (const text of ["::set-env", "::error::owned", "##[error]owned"])
    expect(ended.log).toContain(text);
  expect(ended.commands.length).toBeGreaterThan(3);
  for (const line of ended.commands) {
    expect(line).toMatch(/^::(?:error|warning|notice) (?:file=[^,:]+,|title=)/u);
  }
});

test("a line is a command outside of stopped parts, and none within", () => {
  const log = "::a::\n::stop-commands::w\n::b::\n::stop-commands::v\n::v::\n::w::\r::c::\n";
  expect(commandsIn(log)).toEqual(["::a::", "::c::"]);
});

test("the token reaches Git's fetch through the environment, and the program not at all", async () => {
  const setting = await pullRequest();
  const folder = await givenFolder();
  const calls = join(folder, "calls");
  writeFileSync(
    join(folder, "git"),
    `#!/bin/sh\n{ printf '%s\\t' "$*" | tr '\\n' ' '; env | grep -c "$SOUGHT"; } >> "${calls}"\nPATH="\${PATH#*:}" exec git "$@"\n`.replace(
      "$SOUGHT",
      Buffer.from("x-access-token:s3cret").toString("base64"),
    ),
  );
  chmodSync(join(folder, "git"), 0o755);
  const ended = await run("pull_request_target", setting, {
    inputs: { token: "s3cret" },
    env: { PATH: `${folder}:${process.env["PATH"]}` },
  });
  expect(ended.status).toBe(1);
  const text = readFileSync(calls, "utf8");
  expect(text).not.toContain("s3cret");
  const rows = text
    .trim()
    .split("\n")
    .map((line) => line.split("\t"));
  const withToken = rows.filter(([, count]) => count !== "0").map(([words = ""]) => words);
  expect(withToken.some((words) => words.includes("fetch"))).toBe(true);
  expect(rows.filter(([words = ""]) => words.includes("ls-tree")).length).toBeGreaterThan(0);
  expect(withToken.filter((words) => words.includes("ls-tree"))).toEqual([]);
});

test("verify says with check whether the change was signed", async () => {
  const setting = await pullRequest({ "notes.txt": "fine\n" });
  const ended = await run("pull_request_target", setting, { inputs: { verify: "true" } });
  // Nobody has set up a trust root here: what is not proven does not pass.
  expect(ended.status).toBe(1);
  expect(ended.summary.match(/^### lineagectl/gmu)).toHaveLength(2);
});

test("the push that brings the first trust root is verified by it, the next one by the state before", async () => {
  const origin = await given(shop);
  const base = await origin.git("rev-parse", "HEAD");
  const program = programIn(origin);
  const address = "https://git.example.com/acme/shop";
  await program.run("init", "--repository", address, "--no-passphrase", "--yes");
  await program.run("attest", "--all");
  const adopted = await origin.commit({}, "adopt");
  const inputs = { verify: "true" };
  const first = { head: adopted, base, workspace: await givenClone(origin) };
  expect(await run("push", first, { sha: adopted, inputs })).toMatchObject({ status: 0 });
  const head = await origin.commit({ "lineage/model.yaml": `${model}# unsigned\n` });
  const second = { head, base: adopted, workspace: await givenClone(origin) };
  const ended = await run("push", second, { sha: head, inputs });
  expect(ended).toMatchObject({ status: 1, outputs: { verdict: "fail" } });
  expect(ended.summary).toContain("**ATT-");
});

test("a ref without dist/ says what to use instead", async () => {
  const folder = releaseIn(await givenFolder());
  rmSync(join(folder, "dist"), { recursive: true });
  const ended = await run("push", await pushed(), { action: folder });
  expect(ended).toMatchObject({ status: 2, outputs: { verdict: "error" } });
  expect(ended.commands).toEqual([expect.stringContaining("use a release tag")]);
});

test("the version that was asked for runs, or none", async () => {
  const setting = await pullRequest({ "notes.txt": "fine\n" });
  const { version } = manifest;
  const same = await run("pull_request_target", setting, { inputs: { version: `v${version}` } });
  expect(same.status).toBe(0);
  const other = await run("pull_request_target", setting, { inputs: { version: "99.0.0" } });
  expect(other.commands).toEqual([expect.stringContaining("99.0.0 was asked for")]);
  expect(other.status).toBe(2);
});

test("action.yml declares exactly the inputs and outputs that the script knows, and no shell", () => {
  const declared = parse(readFileSync("action.yml", "utf8"));
  const script = readFileSync("scripts/action.mjs", "utf8");
  const read = [...script.matchAll(/\binput\("([a-z-]+)"\)/gu)].map(([, name]) => name);
  const inputs = new Set([...read, "base", "head"]);
  expect(new Set(Object.keys(declared.inputs))).toEqual(inputs);
  expect(Object.keys(declared.outputs).toSorted()).toEqual([
    "exit-code",
    "json",
    "markdown",
    "sarif",
    "title",
    "verdict",
  ]);
  expect(declared.runs).toEqual({ using: "node24", main: "scripts/action.mjs" });
});
