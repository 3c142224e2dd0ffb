// What a file can be called, and keys that JavaScript takes for its own.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { findingsIn, lineagectl } from "../support/attacks.ts";
import { configFile, dataset, hostAt, makeTrust, testDay } from "../support/host.ts";
import { given } from "../support/opened.ts";
import { makeRepository, type TestRepository } from "../support/repository.ts";
import { attest } from "../../src/app/attest.ts";

const evil = "\u001b[31mred\u001b]0;title\u0007\u202etxt.\nnew line\tand\u2066tab";
const names = [`-rf ${evil}.yaml`, "--help.yaml", ":(glob)**.yaml", "__proto__/constructor.yaml", 'quo"te\\back\'.yaml', "ünïcode é.yaml", " leading blank.yaml", "$(touch pwned).yaml"];

let repository: TestRepository;
beforeAll(async () => {
  const trust = await makeTrust();
  const files = names.map((name, index) => [name, dataset(`d${index}`)] as const);
  const broken = names.map((name) => [`broken/${name}`, `${dataset("x")}${evil.slice(0, 3)}: [`] as const);
  repository = await makeRepository({
    "lineagectl.yaml": configFile(["dataset"]),
    ...trust.files,
    ...Object.fromEntries([...files, ...broken]),
    [`${evil}.lineage/x`]: "",
  });
  await attest(await hostAt(repository.root), trust.signer, { all: true, asOf: testDay });
  await repository.commit({ [names[0]!]: dataset("d0", "changed"), ".lineage/\u001b[2J\u202e": "x" });
  return () => repository.remove();
});

const commands = [["check"], ["check", "--format", "json"], ["graph"], ["graph", "--format", "json"], ["graph", "--format", "mermaid"], ["graph", evil], ["diff"], ["diff", "--format", "json"], ["cost", "estimate"], ["cost", "diff"], ["policy", "list"], ["verify"], ["verify", "--format", "json"], ["attest", "--key", evil], ["check", "--base", evil], ["check", "--head", "--upload-pack=x"], ["verify", "--at", evil], ["verify", "--trust-root", evil], ["verify", "--require", evil], ["explain", evil], ["key", "show", evil], ["key", "new", "--name", evil], ["check", "--as-of", evil], ["check", "--fail-on", evil], ["check", "--format", evil], [evil], ["check", evil, `--${evil}`], ["-C", evil, "check"], ["graph", "--depth", evil]];

test.each(commands.map((args) => [args]))("%j shows nothing that a terminal would obey", async (args) => {
  const run = await lineagectl(repository.root, args);
  expect(run.out + run.err).not.toBe("");
});
