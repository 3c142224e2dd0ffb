// Keys: never in the repository, never in what is shown, and nothing but a private key is taken for one.
import { generateKeyPairSync } from "node:crypto";
import { mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { lineagectl, type Run, type RunOptions } from "../support/attacks.ts";
import { dataset, testAddress } from "../support/host.ts";
import { given, givenFolder } from "../support/opened.ts";
import { makeRepository, type TestRepository } from "../support/repository.ts";

const passphrase = "correct horse battery staple";
const env = { LINEAGECTL_KEY_PASSWORD: passphrase };

/** Lines of a PEM file that nobody else may see, and the passphrase; in any run at all. */
const secrets: string[] = [passphrase];

async function quiet(
  root: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Run> {
  const run = await lineagectl(root, args, options);
  for (const secret of secrets) expect(run.out + run.err).not.toContain(secret);
  expect(run.out + run.err).not.toMatch(/-----BEGIN/u);
  return run;
}

async function remember(path: string): Promise<void> {
  const lines = (await readFile(path, "utf8"))
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("-----"));
  secrets.push(...lines);
}

let repository: TestRepository;

/** A repository that `init` has set up, with an encrypted key. */
beforeAll(async () => {
  repository = await makeRepository({ "a.yaml": dataset("a") });
  await quiet(repository.root, ["init", "--repository", testAddress, "--yes"], { env });
  await remember(keyPath(repository));
  return () => repository.remove();
});

function keyPath({ root }: TestRepository): string {
  return `${root}-home/lineagectl/keys/default.pem`;
}

async function entryFolders(): Promise<readonly string[]> {
  return (await readdir(join(repository.root, ".lineage"))).filter((name) => name === "entries");
}

test("any passphrase but the right one signs nothing", async () => {
  const wrong: readonly RunOptions[] = [
    {},
    { secret: "" },
    { env: { LINEAGECTL_KEY_PASSWORD: `${passphrase} ` } },
    { env: { LINEAGECTL_KEY_PASSWORD_FILE: join(repository.root, "none") } },
  ];
  const runs = await Promise.all(
    wrong.map((options) => quiet(repository.root, ["attest", "--all"], options)),
  );
  expect(runs.map(({ status, out }) => [status, out])).toEqual(wrong.map(() => [2, ""]));
  expect(await entryFolders()).toEqual([]);
});

test("a file that is no private key of ours is refused without a word of its content", async () => {
  const folder = await givenFolder();
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  const pem = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
  const body = pem.split("\n")[1] ?? "";
  secrets.push(body, body.slice(0, 20));
  const files: Readonly<Record<string, string | Buffer>> = {
    "a public key": publicKey.export({ format: "pem", type: "spki" }).toString(),
    "an RSA key": rsa.export({ format: "pem", type: "pkcs8" }).toString(),
    garbage: Buffer.from([0, 1, 2, 255, 254]),
    nothing: "",
    "a key cut short": `-----BEGIN PRIVATE KEY-----\n${body.slice(0, 20)}\n-----END PRIVATE KEY-----\n`,
    "a key with another end": `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PUBLIC KEY-----\n`,
    "two keys": pem + pem,
    "five megabytes": Buffer.alloc(5_000_000, "A"),
    "a stranger's key": pem,
  };
  const names = Object.keys(files);
  await Promise.all(names.map((name) => writeFile(join(folder, name), files[name] ?? "")));
  const sources = [folder, ...names.map((name) => join(folder, name))];
  const runs = await Promise.all(
    sources.map((key) => quiet(repository.root, ["attest", "--all", "--key", key], { env })),
  );
  expect(runs.map(({ status, out }) => [status, out])).toEqual(sources.map(() => [2, ""]));
  expect(await entryFolders()).toEqual([]);
});

test("a key is encrypted, for its owner alone, outside the repository, and shown nowhere", async () => {
  expect(await readFile(keyPath(repository), "utf8")).toMatch(
    /^-----BEGIN ENCRYPTED PRIVATE KEY-----/u,
  );
  expect((await stat(keyPath(repository))).mode & 0o777).toBe(0o600);
  const file = join(await givenFolder(), "passphrase");
  await writeFile(file, `${passphrase}\n`);
  const signed = await quiet(repository.root, ["attest", "--all"], {
    env: { LINEAGECTL_KEY_PASSWORD_FILE: file },
  });
  const shown = await quiet(repository.root, ["key", "show", "--format", "json"], {
    secret: passphrase,
  });
  const rest = await Promise.all(
    [["verify"], ["check"]].map((command) => quiet(repository.root, command, { env })),
  );
  expect([signed, shown, ...rest].map(({ status }) => status)).toEqual([0, 0, 0, 0]);
  expect(await entryFolders()).toEqual(["entries"]);
});

test("a private key is never written where Git would track it", async () => {
  const work = await given({ "a.yaml": dataset("a"), ".gitignore": "ignored/\n" });
  const { root } = work;
  const linked = join(await givenFolder(), "link");
  await mkdir(join(root, "below"));
  await symlink(join(root, "below"), linked);
  const places = [
    join(root, "k.pem"),
    "k.pem",
    "below/new/k.pem",
    join(linked, "k.pem"),
    `${root}/../${basename(root)}/k.pem`,
  ];
  const runs = await Promise.all(
    places.map((out) => quiet(root, ["key", "new", "--out", out, "--no-passphrase"])),
  );
  expect(runs.map(({ status, out }) => [status, out])).toEqual(places.map(() => [2, ""]));
  expect(await work.git("status", "--porcelain", "--untracked-files=all")).toBe("");
});

test("nor where another repository would: a home that is one, or a folder named from outside", async () => {
  const home = await given({});
  const work = await given({});
  const nowhere = await givenFolder();
  const runs = [
    await quiet(work.root, ["key", "new", "--no-passphrase"], {
      env: { XDG_CONFIG_HOME: join(home.root, ".config") },
    }),
    await quiet(work.root, ["key", "new", "--no-passphrase", "--out", join(home.root, "k.pem")]),
    await quiet(nowhere, ["key", "new", "--no-passphrase", "--out", join(home.root, "k.pem")]),
  ];
  expect(runs.map(({ status, out }) => [status, out])).toEqual(runs.map(() => [2, ""]));
  expect(await home.git("status", "--porcelain", "--untracked-files=all")).toBe("");
  await home.write({ ".gitignore": "*\n" });
  const ignored = await quiet(work.root, ["key", "new", "--no-passphrase"], {
    env: { XDG_CONFIG_HOME: join(home.root, ".config") },
  });
  expect(ignored.status).toBe(0);
});

test("an existing key is never overwritten", async () => {
  const before = await readFile(keyPath(repository));
  expect(await quiet(repository.root, ["key", "new"], { env })).toMatchObject({
    status: 2,
    out: "",
  });
  const again = await quiet(repository.root, ["init", "--repository", testAddress, "--yes"], {
    env,
  });
  expect(again.status).toBe(0);
  expect(await readFile(keyPath(repository))).toEqual(before);
});

test("a key has a passphrase unless somebody says that it has none", async () => {
  const { root } = await given({});
  expect(await quiet(root, ["key", "new"])).toMatchObject({ status: 2, out: "" });
  expect(await quiet(root, ["key", "new"], { secret: "" })).toMatchObject({ status: 2, out: "" });
  expect((await quiet(root, ["key", "new", "--no-passphrase"])).status).toBe(0);
  await remember(`${root}-home/lineagectl/keys/default.pem`);
  expect((await quiet(root, ["key", "show"])).status).toBe(0);
});
