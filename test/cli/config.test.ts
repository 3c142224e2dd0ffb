import { expect, test } from "vitest";
import { given } from "../support/opened.ts";
import { programIn } from "../support/program.ts";
import { address, config, leak, pipeline, shop } from "../support/shop.ts";

const words = [
  ["check"],
  ["diff"],
  ["graph"],
  ["cost", "estimate"],
  ["cost", "diff"],
  ["policy", "list"],
];

test.each(words.map((all) => [all]))(
  "%j gives no verdict under defaults that nobody chose",
  async (all) => {
    const broken = config.replace("repo:", "rpeo:");
    const repository = await given({ ...shop, ...leak, "lineagectl.yaml": broken });
    const { status, out, err } = await programIn(repository).run(...all);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain("✗ SCH-001  unknown field");
    expect(err).toMatch(/^ {2}lineagectl\.yaml:1:1$/mu);
    expect(err).toContain("fix   did you mean repo?");
    expect(err).toMatch(
      /lineagectl: nothing was judged: the configuration lineagectl\.yaml is broken\n$/u,
    );
  },
);

test("the same with --format json: nothing on standard output could be taken for a result", async () => {
  const repository = await given({ ...shop, "lineagectl.yaml": "scan: {exclude: 5}\n" });
  expect(await programIn(repository).run("check", "--format", "json")).toMatchObject({
    status: 2,
    out: "",
  });
});

test.each([
  [
    "two files",
    { "lineagectl.yaml": config, "lineagectl.toml": "" },
    "both lineagectl.toml and lineagectl.yaml are present",
  ],
  ["broken YAML", { "lineagectl.yaml": "repo: {urls: [\n" }, "lineagectl.yaml:"],
  [
    "broken TOML",
    { "lineagectl.yaml": undefined, "lineagectl.toml": "[repo\n" },
    "lineagectl.toml:",
  ],
  ["a list", { "lineagectl.yaml": "- repo\n" }, "does not hold one table of settings"],
  [
    "two documents",
    { "lineagectl.yaml": "base: main\n---\nbase: next\n" },
    "does not hold one table of settings",
  ],
])("%s is no configuration", async (_, files, problem) => {
  const { status, out, err } = await programIn(await given({ ...shop, ...files })).run("check");
  expect({ status, out }).toEqual({ status: 2, out: "" });
  expect(err).toContain(problem);
  expect(err).toContain("nothing was judged");
});

test.each([
  ["no file at all", undefined],
  ["an empty file", ""],
  ["nothing but comments", "# base: main\n"],
])("%s means the defaults", async (_, text) => {
  const repository = await given({ ...shop, "lineagectl.yaml": text });
  expect(await programIn(repository).run("check")).toMatchObject({ status: 0, err: "" });
});

test("TOML says the same as YAML", async () => {
  const toml = `[repo]\nurls = ["${address}"]\n\n[scan]\nexclude = ["lineage/model.yaml"]\n`;
  const yaml = `repo: { urls: ["${address}"] }\nscan: { exclude: [lineage/model.yaml] }\n`;
  const inToml = await given({ ...shop, "lineagectl.yaml": undefined, "lineagectl.toml": toml });
  const inYaml = await given({ ...shop, "lineagectl.yaml": yaml });
  const [first, second] = await Promise.all([
    programIn(inToml).json("check"),
    programIn(inYaml).json("check"),
  ]);
  expect(first.value).toMatchObject({ repository: address, summary: { assets: 4 } });
  expect(second.value).toMatchObject({ repository: address, summary: { assets: 4 } });
});

test("a setting that is not acted on is said, and fails nothing", async () => {
  const files = { ...shop, "lineagectl.yaml": `${config}tags: { map: { gdpr: pii } }\n` };
  const { status, out } = await programIn(await given(files)).run("check");
  expect(status).toBe(0);
  expect(out).toContain("! CFG-010");
});

test("a broken configuration of the base does not keep the change that mends it from being judged", async () => {
  const repository = await given({ ...shop, "lineagectl.yaml": "rpeo: {}\n" });
  await repository.write({ "lineagectl.yaml": config });
  const { status, value } = await programIn(repository).json("check");
  expect(status).toBe(0);
  expect(value).toMatchObject({ verdict: "pass", diagnostics: [] });
});

test("verify never passes without the configuration that says what must be attested", async () => {
  const repository = await given(shop);
  const program = programIn(repository);
  await program.run("init", "--no-passphrase", "--yes", "--repository", address);
  await repository.commit({});
  await repository.write({ "lineage/pipeline.yaml": pipeline('{ cpu: "2" }') });
  await program.run("attest");
  await repository.write({ "lineagectl.yaml": `${config}attest: { require: [dataset] }\n` });
  expect(await program.run("verify")).toMatchObject({ status: 1 });
  await repository.write({ "lineagectl.yaml": `${config}attest: { require: [datasets] }\n` });
  const { status, out, err } = await program.run("verify");
  expect({ status, out }).toEqual({ status: 2, out: "" });
  expect(err).toContain("did you mean dataset?");
});
