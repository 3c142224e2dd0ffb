import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { PortableFs } from "../../src/host/portable/disk.ts";
import { dataset } from "../support/host.ts";
import { memoryCopy } from "../support/memory-fs.ts";
import { given, givenFolder } from "../support/opened.ts";
import { programIn } from "../support/program.ts";

interface Example {
  readonly findingsIn: (fs: PortableFs, directory: string) => Promise<readonly string[]>;
}

/** The code of the page, as somebody would copy it, with the package taken from its source. */
async function example(): Promise<Example> {
  const root = join(import.meta.dirname, "../..");
  const page = await readFile(join(root, "docs/api.md"), "utf8");
  const [, code = ""] = /^```js\n([^]*?)^```$/mu.exec(page) ?? [];
  const file = join(await givenFolder(), "example.mjs");
  await writeFile(file, code.replace('"lineagectl"', JSON.stringify(join(root, "src/index.ts"))));
  return import(/* @vite-ignore */ file) as Promise<Example>;
}

test("the example finds in a repository in memory what the command finds on disk", async () => {
  const broken = dataset("users").replace("type: table", "type: 5");
  const repository = await given({
    "a.yaml": dataset("orders"),
    "b.yaml": broken,
    "c.yaml": "a: [1",
  });
  const { findingsIn } = await example();
  const found = await findingsIn(await memoryCopy(repository.root), repository.root);
  const { out } = await programIn(repository).run("check", "--head", "HEAD", "--format", "json");
  const { diagnostics } = JSON.parse(out) as {
    readonly diagnostics: readonly { rule: string; message: string }[];
  };
  expect(found).toEqual(diagnostics.map(({ rule, message }) => `${rule}: ${message}`));
  expect(found.length).toBeGreaterThan(0);
});

test("the codes that the page lists are those of the failure", async () => {
  const root = join(import.meta.dirname, "../..");
  const page = await readFile(join(root, "docs/api.md"), "utf8");
  const codes = await readFile(join(root, "src/base/failure.ts"), "utf8");
  const named = [...page.matchAll(/`([A-Z]{2,}(?:_[A-Z]+)*)`/gu)].map(([, code]) => code);
  expect(named).toContain("UNSUPPORTED");
  expect(named.filter((code) => code !== "HEAD" && !codes.includes(`"${code}"`))).toEqual([]);
});
