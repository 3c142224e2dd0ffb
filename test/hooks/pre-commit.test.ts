// What .pre-commit-hooks.yaml promises to pre-commit, and what the commands in it do in a repository.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { execPath } from "node:process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import manifest from "../../package.json" with { type: "json" };
import { given, givenFolder } from "../support/opened.ts";
import { programIn } from "../support/program.ts";
import { leak, shop } from "../support/shop.ts";
import { filesBelow } from "../support/sources.ts";

interface Hook {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly entry: string;
  readonly language: string;
  readonly pass_filenames: boolean;
  readonly always_run: boolean;
  readonly require_serial: boolean;
  readonly files?: string;
  readonly stages: readonly string[];
}

const hooks = parse(readFileSync(".pre-commit-hooks.yaml", "utf8")) as readonly Hook[];

function hook(id: string): Hook {
  return hooks.find((one) => one.id === id)!;
}

/** The words of the entry after the program, which must be one that the package installs. */
function wordsOf({ entry }: Hook): readonly string[] {
  const [program, ...words] = entry.split(" ");
  expect(Object.keys(manifest.bin)).toContain(program);
  return words;
}

test("each hook runs once per commit, installs from here, and never gets file names", () => {
  expect(hooks.map(({ id }) => id)).toEqual(["lineagectl-check", "lineagectl-verify"]);
  for (const one of hooks) {
    expect(one, one.id).toMatchObject({
      language: "node",
      pass_filenames: false,
      always_run: true,
      require_serial: true,
      description: expect.stringMatching(/^[A-Z].*\.$/u),
    });
  }
});

test("the check judges the index: what is mended on disk alone still fails", async () => {
  const repository = await given(shop);
  await repository.write(leak);
  await repository.git("add", "-A");
  await repository.write(shop);
  const check = wordsOf(hook("lineagectl-check"));
  expect(await programIn(repository).run(...check)).toMatchObject({
    status: 1,
    out: expect.stringContaining("PRIV-019"),
  });
});

test("the check judges the index: what is broken on disk alone passes", async () => {
  const repository = await given(shop);
  await repository.write(leak);
  const check = wordsOf(hook("lineagectl-check"));
  expect(await programIn(repository).run(...check)).toMatchObject({ status: 0 });
});

test("the pattern covers every file that gives something to the graph, and little else", async () => {
  const { files = "^$" } = hook("lineagectl-check");
  const pattern = new RegExp(files, "u");
  const root = "examples/customer-segmentation";
  const example = filesBelow(root).map(
    (path) => [path.slice(root.length + 1), readFileSync(path, "utf8")] as const,
  );
  const { value } = await programIn(await given(Object.fromEntries(example))).json(
    "check",
    "--explain-files",
  );
  const facts = (value as { files: readonly { path: string; documents: number }[] }).files;
  const read = facts.filter(({ documents }) => documents > 0).map(({ path }) => path);
  expect(read.length).toBeGreaterThan(10);
  expect(read.filter((path) => !pattern.test(path))).toEqual([]);
  for (const path of ["models/a.sql", "models/a.py", "seeds/a.csv", ".github/CODEOWNERS", "a.yml"])
    expect(path).toMatch(pattern);
  for (const path of ["README.md", "logo.png", "yaml", "a.yaml.txt", "NOCODEOWNERS"])
    expect(path).not.toMatch(pattern);
});

test("verify looks at the commit, not at what lies around uncommitted", async () => {
  const repository = await given(shop);
  const program = programIn(repository);
  const address = "https://git.example.com/acme/shop";
  await program.run("init", "--repository", address, "--no-passphrase", "--yes");
  await program.run("attest", "--all");
  await repository.commit({}, "attest");
  await repository.write(leak);
  const verify = wordsOf(hook("lineagectl-verify"));
  expect(await program.run(...verify)).toMatchObject({ status: 0 });
  await repository.commit({}, "not attested");
  expect(await program.run(...verify)).toMatchObject({ status: 1 });
});

test("a release, which holds what is built, needs no package to be installed from Git", async () => {
  expect(manifest.scripts.prepare).toBe("node scripts/prepare.mjs");
  const folder = await givenFolder();
  mkdirSync(join(folder, "scripts"));
  mkdirSync(join(folder, "dist"));
  cpSync("scripts/prepare.mjs", join(folder, "scripts/prepare.mjs"));
  writeFileSync(join(folder, "dist/cli.js"), "");
  // A package whose scripts would tell that they ran.
  const script = "node -e \"require('fs').writeFileSync('ran', '')\"";
  const scripts = { generate: script, build: script };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ scripts }));
  const { status } = spawnSync(execPath, ["scripts/prepare.mjs"], { cwd: folder });
  expect([status, existsSync(join(folder, "ran"))]).toEqual([0, false]);
});
