import { execFile } from "node:child_process";
import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { given, givenClone, givenFolder, opened } from "../support/opened.ts";
import { isolatedEnvironment } from "../support/repository.ts";

test("a shallow clone without a merge base names the command that mends it", async () => {
  const source = await given({ a: "1" });
  await source.git("checkout", "-q", "-b", "topic/x");
  await source.commit({ b: "1" });
  await source.commit({ b: "2" });
  await source.git("checkout", "-q", "main");
  await source.commit({ a: "2" });
  const clone = await givenClone(source, "--depth=1", "--no-single-branch", "--branch=topic/x");
  const port = await opened(clone.root);
  const [head, base] = [(await port.head())!, (await port.resolve("origin/main"))!];
  const failure: unknown = await port.mergeBase(head, base).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    code: "SHALLOW",
    help: expect.stringMatching(
      /^git fetch --deepen=200 origin main topic\/x \(.*fetch-depth: 0\)$/u,
    ) as unknown,
  });
  await clone.git("fetch", "-q", "--deepen=200", "origin", "main", "topic/x");
  expect(await port.mergeBase(head, base)).toBe(await source.git("rev-parse", "main~1"));
});

test("a shallow clone whose tips have no remote branch is told to fetch everything", async () => {
  const source = await given({ a: "1" });
  await source.commit({ a: "2" });
  const clone = await givenClone(source, "--depth=1");
  await clone.git("checkout", "-q", "--orphan", "island");
  await clone.commit({ z: "1" });
  const island = await clone.commit({ z: "2" });
  await clone.git("update-ref", "-d", "refs/remotes/origin/main");
  const port = await opened(clone.root);
  const ids = [(await port.resolve("main"))!, (await port.resolve(island))!] as const;
  await expect(port.mergeBase(...ids)).rejects.toMatchObject({
    code: "SHALLOW",
    help: expect.stringContaining("git fetch --unshallow") as unknown,
  });
});

test("simple-git takes an environment that hooks and configuration have filled", async () => {
  const repository = await given({ a: "1" });
  const variables = {
    EDITOR: "vi",
    PAGER: "less",
    VISUAL: "vi",
    GIT_PAGER: "less",
    GIT_SSH_COMMAND: "ssh -v",
    GIT_EXEC_PATH: await repository.git("--exec-path"),
    GIT_CONFIG_PARAMETERS: "'core.sshcommand'='ssh' 'core.fsmonitor'='false' 'core.pager'='cat'",
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: "safe.directory",
    GIT_CONFIG_VALUE_0: "*",
  };
  const port = await opened(repository.root, variables);
  expect(await port.branch()).toBe("main");
  expect(await port.isDirty()).toBe(false);
});

test("a link into the repository does not hide that Git would track what lies behind it", async () => {
  const repository = await given({ "sub/a": "1" });
  const folder = await givenFolder();
  await symlink(join(repository.root, "sub"), join(folder, "link"));
  await mkdir(join(folder, "plain"));
  const port = await opened(repository.root);
  expect(await port.wouldTrack(join(folder, "link/new.pem"))).toBe(true);
  expect(await port.wouldTrack(join(folder, "plain/new.pem"))).toBe(false);
});

test("a path inside a submodule counts as tracked", async () => {
  const inner = await given({ x: "1" });
  const repository = await given({ a: "1" });
  const allow = ["-c", "protocol.file.allow=always"];
  await repository.git(...allow, "submodule", "--quiet", "add", inner.root, "sub");
  const port = await opened(repository.root);
  expect(await port.wouldTrack(join(repository.root, "sub/key.pem"))).toBe(true);
});

test("temporary folders are gone when the process ends", async () => {
  const { build } = await import("esbuild");
  const folder = await givenFolder();
  const repository = await given({ a: "1" });
  await repository.write({ a: "2" });
  const outfile = join(folder, "open.mjs");
  const from = JSON.stringify(join(import.meta.dirname, "../../src/host/repository.ts"));
  const contents = `import { openRepository } from ${from};
    import { readdirSync } from "node:fs";
    const repository = await openRepository(process.argv[2]);
    await repository.openWorkingTree();
    process.stdout.write(String(readdirSync(process.env.TMPDIR).length));`;
  await build({
    stdin: { contents, resolveDir: folder },
    bundle: true,
    platform: "node",
    format: "esm",
    external: ["simple-git"],
    outfile,
    logLevel: "silent",
  });
  await mkdir(join(folder, "tmp"));
  const env = { ...isolatedEnvironment(), TMPDIR: join(folder, "tmp") };
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [outfile, repository.root], { env });
  expect(stdout).toBe("1");
  const left = await run("ls", ["-A", join(folder, "tmp")]);
  expect(left.stdout).toBe("");
});
