// What a file can be called, and keys that JavaScript takes for its own.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { attest } from "../../src/app/attest.ts";
import { visible } from "../../src/base/text.ts";
import { findingsIn, lineagectl } from "../support/attacks.ts";
import { configFile, dataset, hostAt, makeTrust, testAddress, testDay } from "../support/host.ts";
import { given } from "../support/opened.ts";
import { makeRepository, type TestRepository } from "../support/repository.ts";

const escapes = "\u001b[31mred\u001b]0;title\u0007\u202etxt.\nnew line\tand\u2066tab";
const names = [
  `-rf ${escapes}.yaml`,
  "--help.yaml",
  ":(glob)**.yaml",
  "__proto__/constructor.yaml",
  "quo\"te\\back'.yaml",
  "ünïcode é.yaml",
  " leading blank.yaml",
  "$(touch pwned).yaml",
];

let repository: TestRepository;

beforeAll(async () => {
  const trust = await makeTrust();
  const good = names.map((name, index) => [name, dataset(`d${index}`)] as const);
  const broken = names.map((name) => [`broken/${name}`, `${dataset("x")}key: [`] as const);
  repository = await makeRepository({
    "lineagectl.yaml": configFile(["dataset"]),
    ...trust.files,
    ...Object.fromEntries([...good, ...broken]),
  });
  await attest(await hostAt(repository.root), trust.signer, { all: true, asOf: testDay });
  const [first = ""] = names;
  await repository.commit({ [first]: dataset("d0", "changed"), ".lineage/\u001b[2J\u202e": "x" });
  return () => repository.remove();
});

const commands: readonly (readonly string[])[] = [
  ["check"],
  ["check", "--format", "json"],
  ["graph"],
  ["graph", "--format", "json"],
  ["graph", "--format", "mermaid"],
  ["graph", "--format", "dot", "--columns"],
  ["graph", "--format", "svg", "--columns"],
  ["graph", "--format", "html"],
  ["graph", "--format", "openlineage"],
  ["graph", "--kind", escapes],
  ["graph", "--tag", escapes],
  ["diff"],
  ["diff", "--format", "json"],
  ["cost", "estimate"],
  ["cost", "diff"],
  ["policy", "list"],
  ["verify"],
  ["verify", "--format", "json"],
  [escapes],
  ["graph", escapes],
  ["graph", "d0", "--depth", escapes],
  ["-C", escapes, "check"],
  ["check", "--base", escapes],
  ["check", "--head", "--upload-pack=x"],
  ["check", "--as-of", escapes],
  ["check", "--fail-on", escapes],
  ["check", "--format", escapes],
  ["check", `--${escapes}`],
  ["verify", "--at", escapes],
  ["verify", "--trust-root", escapes],
  ["verify", "--require", escapes],
  ["explain", escapes],
  ["attest", "--key", escapes],
  ["key", "show", escapes],
  ["key", "new", "--name", escapes],
];

test.each(commands.map((args) => [visible(args.join(" ")), args] as const))(
  "%s shows nothing that a terminal would obey",
  async (_, args) => {
    const run = await lineagectl(repository.root, args);
    expect(run.out + run.err).not.toBe("");
  },
);

test("files of every name are read, judged and named by what they are called", async () => {
  const { paths } = JSON.parse(
    (await lineagectl(repository.root, ["verify", "--format", "json"])).out,
  );
  const attested = paths.filter((path: { readonly state: string }) => path.state === "attested");
  expect(attested.map(({ path }: { readonly path: string }) => path)).toEqual(
    expect.arrayContaining(names.slice(1)),
  );
  expect(paths).toContainEqual(expect.objectContaining({ path: names[0], state: "stale" }));
});

test("a name that is not UTF-8 is refused, with its bytes shown", async () => {
  const { root } = await given({ "good.yaml": dataset("good") });
  await mkdir(join(root, "specs"));
  await writeFile(
    Buffer.concat([Buffer.from(`${root}/specs/caf`), Buffer.from([0xe9]), Buffer.from(".yaml")]),
    dataset("cafe"),
  );
  const runs = await Promise.all(["check", "verify"].map((command) => lineagectl(root, [command])));
  const shown = String.raw`specs/caf\xe9.yaml`;
  expect(runs.map(({ status, out, err }) => [status, out, err.includes(shown)])).toEqual(
    runs.map(() => [2, "", true]),
  );
});

/** Names that every object of JavaScript has, each with one of the same shape that means nothing. */
const inherited = {
  constructor: "ordinaryname",
  toString: "plainText",
  hasOwnProperty: "isSomeThing",
  __defineGetter__: "__somethingElse__",
};

/** A key where each of the own and foreign formats takes names that somebody chose. */
function everywhere(key: string): Readonly<Record<string, string>> {
  const quoted = JSON.stringify(key);
  const inserted = `type: table, tags: [${quoted}], columns: [{name: ${quoted}, type: string, tags: [${quoted}]}],`;
  return {
    "dataset.yaml": dataset("a")
      .replace("type: table,", inserted)
      .replace("namespace:", `labels: {${quoted}: ${quoted}}, namespace:`),
    "job.yaml": `apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: j\n  labels: {${quoted}: x}\n  annotations: {lineagectl.dev/reads: shop/a, ${quoted}: x}\nspec: {template: {spec: {containers: [{name: ${quoted}, image: x, resources: {requests: {cpu: 1, ${quoted}: 1}}}]}}}\n`,
    "data.json": `{"apiVersion":"lineagectl.dev/v1","kind":${quoted},"metadata":{"name":"x",${quoted}:{}}}`,
    "prices.yaml": `apiVersion: lineagectl.dev/v1\nkind: PriceTable\nmetadata: {name: p}\nspec: {currency: EUR, source: {name: x}, prices: [{id: ${quoted}, resource: ${quoted}, unit: vCPU.h, price: "1", match: {dims: {${quoted}: x}, labels: {${quoted}: x}}}]}\n`,
  };
}

const config = `repo: {urls: [${testAddress}]}\n`;

async function findingsWith(keys: readonly string[]): Promise<readonly string[]> {
  const aliases = keys.map((key) => `${JSON.stringify(`at:${key}`)}: shop/a`).join(", ");
  const files = keys.flatMap((key, index) =>
    Object.entries(everywhere(key)).map(
      ([path, text]) => [`${index}/${path}`, text.replaceAll("shop", `shop${index}`)] as const,
    ),
  );
  const { root } = await given({
    "lineagectl.yaml": `${config}identity: {aliases: {${aliases}}}\n`,
    ...Object.fromEntries(files),
  });
  return findingsIn(await lineagectl(root, ["check", "--format", "json"]));
}

test("names of the language mean nothing special in any file", async () => {
  const found = await findingsWith(Object.keys(inherited));
  expect(found).toEqual(await findingsWith(Object.values(inherited)));
  expect(found.length).toBeGreaterThan(4);
});

test("the key __proto__ is a finding in any file, and changes no object", async () => {
  const files = {
    ...everywhere("__proto__"),
    "usage.toml":
      'apiVersion = "lineagectl.dev/v1"\nkind = "Usage"\n[metadata]\nname = "u"\n[spec.__proto__]\nentries = 1\n',
  };
  const { root } = await given({ "lineagectl.yaml": config, ...files });
  const run = await lineagectl(root, ["check", "--format", "json"]);
  expect(findingsIn(run)).toEqual(
    expect.arrayContaining(Object.keys(files).map((path) => `SYN-008 ${path}`)),
  );
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test("a configuration with the key __proto__ is broken, not read without it", async () => {
  const { root } = await given({
    "lineagectl.yaml": `${config}policy: {params: {__proto__: {max_retention_days: 1}}}\n`,
  });
  expect(await lineagectl(root, ["check"])).toMatchObject({ status: 2, out: "" });
});
