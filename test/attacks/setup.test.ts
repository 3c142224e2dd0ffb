// What surrounds a run: odd names of the repository, no home, files that are called like keys.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lineagectl } from "../support/attacks.ts";
import { configFile, dataset, makeTrust, testAddress } from "../support/host.ts";
import { given, givenFolder } from "../support/opened.ts";

const init = ["init", "--no-passphrase", "--yes"];

test.each([
  "https://user:secret@git.example.com/acme/shop",
  "https://user:p@ss@git.example.com/acme/shop",
  "https://git.example.com/acme shop",
  "- x:",
  "",
])("init refuses %j as a name: it could not stand in a statement", async (name) => {
  const repository = await given({ "a.yaml": dataset("a") });
  const run = await lineagectl(repository.root, [...init, "--repository", name]);
  expect(run).toMatchObject({ status: 2, out: "" });
  expect(run.err).not.toMatch(/secret|p@ss|ss@/u);
  expect(await repository.git("status", "--porcelain")).toBe("");
});

test.each([
  "https://git.example.com/acme/a,b",
  "https://git.example.com/a]b#c",
  "git@git.example.com:acme/shop.git",
  "'quoted'",
  "null",
])("the name %j is the same in the configuration that init writes", async (name) => {
  const { root } = await given({ "a.yaml": dataset("a") });
  expect((await lineagectl(root, [...init, "--repository", name])).status).toBe(0);
  const check = await lineagectl(root, ["check", "--format", "json"]);
  expect(JSON.parse(check.out).repository).toBe(name);
});

test("a password in the address of a remote is written and shown nowhere", async () => {
  const repository = await given({ "a.yaml": dataset("a") });
  await repository.git("remote", "add", "origin", "https://user:s3@cret@git.example.com/acme/shop");
  const run = await lineagectl(repository.root, init);
  expect(run.status).toBe(0);
  const written = await readFile(join(repository.root, "lineagectl.yaml"), "utf8");
  expect(run.out + run.err + written).not.toMatch(/s3|cret/u);
  expect(written).toContain("https://git.example.com/acme/shop");
});

test("init remembers the trust root under the name that the configuration has", async () => {
  const repository = await given({ "lineagectl.yaml": configFile(), "a.yaml": dataset("a") });
  const other = "https://git.example.com/acme/another";
  expect((await lineagectl(repository.root, [...init, "--repository", other])).status).toBe(0);
  expect((await lineagectl(repository.root, ["attest", "--all"])).status).toBe(0);
  const run = await lineagectl(repository.root, ["verify", "--format", "json"]);
  expect([run.status, JSON.parse(run.out).verdict]).toEqual([0, "pass"]);
});

test("without a home every command works that needs no key, and the others say what they lack", async () => {
  const repository = await given({ "lineagectl.yaml": configFile(), "a.yaml": dataset("a") });
  const env = { HOME: undefined, XDG_CONFIG_HOME: undefined, APPDATA: undefined };
  const runs = await Promise.all(
    [["check"], ["graph"], ["verify"], ["attest"], ["key", "new"]].map((command) =>
      lineagectl(repository.root, command, { env }),
    ),
  );
  expect(runs.map(({ status }) => status)).toEqual([0, 0, 1, 2, 2]);
});

test("a file of the repository is not taken for the key of that name", async () => {
  const folder = await givenFolder();
  const repository = await given({ "a.yaml": dataset("a") });
  const env = { XDG_CONFIG_HOME: folder };
  const set = [...init, "--repository", testAddress];
  expect((await lineagectl(repository.root, set, { env })).status).toBe(0);
  await repository.write({
    default: "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
  });
  expect((await lineagectl(repository.root, ["attest", "--all"], { env })).status).toBe(0);
});

test("a trust root that somebody else has written is kept, and his key is not ours", async () => {
  const trust = await makeTrust();
  const repository = await given({ "a.yaml": dataset("a"), ...trust.files });
  expect((await lineagectl(repository.root, [...init, "--repository", testAddress])).status).toBe(
    0,
  );
  const status = await repository.git("status", "--porcelain", "--untracked-files=all");
  expect(status).not.toContain("trust");
  await lineagectl(repository.root, ["key", "new", "--no-passphrase"]);
  expect(await lineagectl(repository.root, ["attest", "--all"])).toMatchObject({
    status: 2,
    out: "",
  });
});
