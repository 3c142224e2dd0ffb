// The program as it is shipped, killed while it signs.
import { spawn } from "node:child_process";
import { watch } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execPath } from "node:process";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { sha256 } from "../../src/base/digest.ts";
import { lineagectl } from "../support/attacks.ts";
import { configFile, dataset } from "../support/host.ts";
import { given, givenFolder } from "../support/opened.ts";
import { isolatedEnvironment, type TestRepository } from "../support/repository.ts";

/** A bundle of the command line, as an installation has it. */
async function installed(): Promise<string> {
  const folder = await givenFolder();
  const contents =
    'import { main } from "./src/cli/main.ts"; process.exitCode = await main(process.argv.slice(2));';
  const banner =
    'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';
  await build({
    stdin: { contents, resolveDir: join(import.meta.dirname, "../..") },
    outdir: join(folder, "dist"),
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    outExtension: { ".js": ".mjs" },
    banner: { js: banner },
    logLevel: "silent",
  });
  await writeFile(join(folder, "package.json"), '{"name": "lineagectl", "version": "0.0.0"}');
  await writeFile(join(folder, "dist/digest.json"), JSON.stringify({ sha256: sha256("a build") }));
  return join(folder, "dist/stdin.mjs");
}

/**
 * Runs the program; how it ended. With a delay it is killed so many milliseconds after it made its
 * first file, which is where writing begins: most of a run loads and reads.
 */
async function run(
  program: string,
  { root }: TestRepository,
  args: readonly string[],
  delay?: number,
): Promise<string> {
  const env = { ...isolatedEnvironment(), XDG_CONFIG_HOME: `${root}-home`, CI: "" };
  const child = spawn(execPath, [program, ...args], { cwd: root, env, stdio: "ignore" });
  const watcher = watch(join(root, ".git/lineagectl"));
  if (delay !== undefined)
    watcher.once("change", () => setTimeout(() => child.kill("SIGKILL"), delay));
  return new Promise((resolve) => {
    child.on("close", (code, signal) => {
      watcher.close();
      resolve(signal ?? String(code));
    });
  });
}

const attest = ["attest", "--all", "--as-of", "2026-11-24"];

test(
  "a run that is killed while it writes leaves no part of an entry, and the next one succeeds",
  { timeout: 120_000 },
  async () => {
    const program = await installed();
    const repository = await given({ "lineagectl.yaml": configFile(), "a.yaml": dataset("a") });
    await mkdir(join(repository.root, ".git/lineagectl"));
    const name = "https://git.example.com/acme/shop";
    expect(
      await run(program, repository, ["init", "--repository", name, "--no-passphrase", "--yes"]),
    ).toBe("0");
    await repository.commit({}, "set up");
    const ends: string[] = [];
    for (let count = 0; count < 9; count += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, in one repository
      const end = await run(program, repository, attest, Math.floor(count / 3));
      // oxlint-disable-next-line no-await-in-loop
      const left = await changes(repository);
      ends.push(`${end} ${left.length}`);
      // oxlint-disable-next-line no-await-in-loop
      await rm(join(repository.root, ".lineage/entries"), { recursive: true, force: true });
    }
    expect(ends.filter((end) => !["SIGKILL 0", "SIGKILL 1", "0 1"].includes(end))).toEqual([]);
    expect(ends.some((end) => end.startsWith("SIGKILL"))).toBe(true);
    expect(await run(program, repository, attest)).toBe("0");
    expect((await lineagectl(repository.root, ["verify"])).status).toBe(0);
  },
);

/** New files of the working tree; each entry must be whole. */
async function changes(repository: TestRepository): Promise<readonly string[]> {
  const status = await repository.git("status", "--porcelain", "--untracked-files=all");
  const paths = status
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.slice("?? ".length));
  const contents = await Promise.all(paths.map((path) => readFile(join(repository.root, path))));
  contents.forEach((bytes, index) => expect(paths[index]).toContain(sha256(bytes)));
  return paths;
}
