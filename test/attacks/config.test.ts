// A repository whose own configuration names programs: an unpacked archive, a shared folder.
import { appendFile, chmod, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gitEnvironment } from "../../src/host/environment.ts";
import { tryGit } from "../../src/host/git.ts";
import { given, givenClone, givenFolder, opened, textsOf } from "../support/opened.ts";
import { programIn } from "../support/program.ts";
import type { TestRepository } from "../support/repository.ts";

interface Trap {
  /** A command line that leaves a trace when it runs and passes its input on. */
  readonly command: string;
  readonly script: string;
  /** A command of words without quotes that leaves a trace and ends. */
  readonly mark: string;
  readonly sprung: () => Promise<readonly string[]>;
}

async function setTrap(): Promise<Trap> {
  const folder = await givenFolder();
  const script = join(folder, "trap.sh");
  const traces = join(folder, "traces");
  await writeFile(script, `#!/bin/sh\nmkdir -p '${traces}/'$$\ncat\n`);
  await chmod(script, 0o755);
  const sprung = (): Promise<readonly string[]> => readdir(traces).catch(() => []);
  return { command: `sh '${script}'`, script, mark: `mkdir -p ${traces}/mark`, sprung };
}

/** Everything that looks at a repository, whatever comes of it. */
async function lookAtAll(repository: TestRepository): Promise<void> {
  const port = await opened(repository.root);
  const head = await port.head();
  await Promise.allSettled([
    port.isDirty(),
    port.branches(),
    port.defaultBranch(),
    port.remoteUrl(),
    port.wouldTrack(join(repository.root, "new")),
    port.commit(head!),
    port.mergeBase(head!, head!),
    port.openCommit(head!).then(textsOf),
    port.openIndex().then(textsOf),
    port.openWorkingTree().then(textsOf),
  ]);
  const { run } = programIn(repository);
  await run("check");
  await run("check", "--staged");
  await run("verify");
}

/** Files of whose state Git can be sure only by their content. */
async function touched(files: Readonly<Record<string, string>>): Promise<TestRepository> {
  const repository = await given({ ".gitattributes": "*.x filter=trap diff=trap\n", ...files });
  await repository.write({ "a.x": "changed", "new.x": "new" });
  return repository;
}

const settings: Readonly<Record<string, (trap: Trap) => string>> = {
  "core.fsmonitor": ({ script }) => `[core]\nfsmonitor = "${script}"\n`,
  "core.hooksPath": ({ script }) => `[core]\nhooksPath = "${join(script, "..")}"\n`,
  "filter.clean": ({ command }) => `[filter "trap"]\nclean = "${command}"\n`,
  "filter.process": ({ command }) => `[filter "trap"]\nprocess = "${command}"\n`,
  "a required filter": ({ command }) => `[filter "trap"]\nclean = "${command}"\nrequired = true\n`,
  "diff.textconv": ({ command }) =>
    `[diff "trap"]\ntextconv = "${command}"\ncommand = "${command}"\n`,
  "diff.external": ({ command }) => `[diff]\nexternal = "${command}"\n`,
  "core.pager": ({ command }) => `[core]\npager = "${command}"\neditor = "${command}"\n`,
  alias: ({ command }) =>
    `[alias]\nstatus = "!${command}"\nadd = "!${command}"\nconfig = "!${command}"\n`,
  "gpg.program": ({ script }) => `[gpg]\nprogram = "${script}"\n[log]\nshowSignature = true\n`,
};

test.each(Object.entries(settings))("%s of the repository runs nothing", async (_, config) => {
  const trap = await setTrap();
  const repository = await touched({ "a.x": "1" });
  await appendFile(join(repository.root, ".git/config"), config(trap));
  await lookAtAll(repository);
  expect(await trap.sprung()).toEqual([]);
});

test("the trap itself springs: plain Git runs the filter", async () => {
  const trap = await setTrap();
  const repository = await touched({ "a.x": "1" });
  await repository.git("config", "filter.trap.clean", trap.command);
  await repository.git("add", "-A");
  expect(await trap.sprung()).not.toEqual([]);
});

test("a filter that is hidden in an included file or in worktree configuration runs nothing", async () => {
  const trap = await setTrap();
  const repository = await touched({ "a.x": "1" });
  await repository.git("config", "extensions.worktreeConfig", "true");
  await repository.git("config", "--worktree", "filter.trap.clean", trap.command);
  await repository.write({ ".git/more": `[filter "trap"]\nprocess = "${trap.command}"\n` });
  await repository.git("config", "include.path", "more");
  await lookAtAll(repository);
  expect(await trap.sprung()).toEqual([]);
});

test.each(["a=b", "A.b", 'quo"te', "a b", "ünï"])(
  "a driver named %j runs nothing",
  async (name) => {
    const trap = await setTrap();
    const repository = await given({ "a.x": "1" });
    // No attribute can hold a quote or a space, but the configuration can, and must not mislead.
    await repository.git("config", `filter.${name}.clean`, trap.command);
    await repository.git("config", "filter.trap.clean", trap.command);
    await repository.write({
      ".gitattributes": `*.x filter=${name}\n*.y filter=trap\n`,
      "b.x": "1",
      "b.y": "1",
    });
    await lookAtAll(repository);
    expect(await trap.sprung()).toEqual([]);
  },
);

test("a changed file behind such a filter is refused, and what is stored is read all the same", async () => {
  const trap = await setTrap();
  const repository = await touched({ "a.x": "1" });
  await repository.git("config", "filter.trap.clean", trap.command);
  const port = await opened(repository.root);
  await expect(port.openWorkingTree()).rejects.toMatchObject({
    code: "FILTER",
    message: expect.stringMatching(/^(?:a|new)\.x is stored through the filter trap/u) as unknown,
    help: expect.stringContaining("git config --global filter.trap.clean") as unknown,
  });
  expect(await textsOf(await port.openIndex())).toMatchObject({ "a.x": "1" });
  const { run } = programIn(repository);
  expect((await run("check")).status).toBe(2);
  expect((await run("check", "--staged")).status).toBe(0);
});

test("a filter that no file asks for refuses nothing", async () => {
  const repository = await given({ a: "1" });
  await repository.git("config", "filter.trap.clean", "false");
  await repository.write({ a: "2" });
  expect(await textsOf(await (await opened(repository.root)).openWorkingTree())).toEqual({
    a: "2",
  });
});

test("the user's own filter runs, also where the repository names another program for it", async () => {
  const trap = await setTrap();
  const repository = await touched({ "a.x": "quiet" });
  await repository.git("config", "filter.trap.clean", trap.command);
  const user = {
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: "filter.trap.clean",
    GIT_CONFIG_VALUE_0: "tr a-z A-Z",
  };
  const tree = await (await opened(repository.root, user)).openWorkingTree();
  expect(await textsOf(tree)).toMatchObject({ "a.x": "CHANGED", "new.x": "NEW" });
  expect(await trap.sprung()).toEqual([]);
});

test("a process that the repository sets beside the user's filter refuses instead of passing by", async () => {
  const trap = await setTrap();
  const repository = await touched({ "a.x": "quiet" });
  await repository.git("config", "filter.trap.process", trap.command);
  const user = {
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: "filter.trap.clean",
    GIT_CONFIG_VALUE_0: "tr a-z A-Z",
  };
  const port = await opened(repository.root, user);
  await expect(port.openWorkingTree()).rejects.toMatchObject({ code: "FILTER" });
  expect(await trap.sprung()).toEqual([]);
});

async function partialClone(trap: Trap): Promise<TestRepository> {
  const source = await given({ "orders.yaml": "a: 1\n" });
  await source.git("config", "uploadpack.allowFilter", "true");
  const clone = await givenClone(source, "--no-checkout", "--filter=blob:none");
  await clone.git("config", "remote.origin.url", `ext::${trap.mark}`);
  for (const protocol of ["ext", "file", "ssh"])
    await clone.git("config", `protocol.${protocol}.allow`, "always");
  return clone;
}

test("no protocol is left, also to a Git that knows no way to switch lazy fetching off", async () => {
  const trap = await setTrap();
  const { root, environment } = await partialClone(trap);
  const own = gitEnvironment({ environment, directory: root }, root);
  const older = { ...own, GIT_NO_LAZY_FETCH: "0" };
  const read = await tryGit({ directory: root, environment: older }, [
    "cat-file",
    "-p",
    "HEAD:orders.yaml",
  ]);
  expect(read.code).not.toBe(0);
  expect(await trap.sprung()).toEqual([]);
  const open = Object.entries(older).filter(([name]) => name !== "GIT_ALLOW_PROTOCOL");
  await tryGit({ directory: root, environment: Object.fromEntries(open) }, [
    "cat-file",
    "-p",
    "HEAD:orders.yaml",
  ]);
  expect(await trap.sprung()).not.toEqual([]);
});

test("a partial clone whose remote is a program fetches nothing, whatever its configuration allows", async () => {
  const trap = await setTrap();
  const clone = await partialClone(trap);
  const source = await given({ "orders.yaml": "a: 1\n" });
  await clone.git("config", "remote.origin.uploadpack", trap.command);
  await clone.git("config", "core.sshCommand", trap.command);
  await lookAtAll(clone);
  await clone.git("config", "remote.origin.url", source.root);
  await lookAtAll(clone);
  await clone.git("config", "remote.origin.url", "ssh://host/x");
  await lookAtAll(clone);
  expect(await trap.sprung()).toEqual([]);
});

test("the filters of a submodule do not run, however many files have changed beside it", async () => {
  const trap = await setTrap();
  const inner = await given({ ".gitattributes": "x filter=trap\n", x: "1" });
  const repository = await given({ a: "1" });
  const allow = ["-c", "protocol.file.allow=always"];
  await repository.git(...allow, "submodule", "--quiet", "add", inner.root, "sub");
  await repository.git("commit", "-q", "-m", "sub");
  await repository.git("-C", "sub", "config", "filter.trap.clean", trap.command);
  const many = Array.from({ length: 120 }, (_, index) => [`many${index}`, `${index}`]);
  await repository.write({ "sub/x": "2", ...Object.fromEntries(many) });
  await lookAtAll(repository);
  expect(await trap.sprung()).toEqual([]);
  const tree = await (await opened(repository.root)).openWorkingTree();
  expect(await tree.list()).toHaveLength(123);
});
