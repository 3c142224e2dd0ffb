// Attacks on what is attested: files hidden, exchanged or loosened after somebody signed them.
import { expect, test } from "vitest";
import { attest } from "../../src/app/attest.ts";
import { lineagectl } from "../support/attacks.ts";
import { configFile, dataset, hostAt, testAddress, testDay } from "../support/host.ts";
import { attestChange, errorsIn, givenAttested, verified } from "../support/ledger-attacks.ts";

const excluding = `${configFile(["dataset"])}scan: {exclude: [a.yaml]}\n`;

test("a file that the configuration hides after it was attested still counts", async () => {
  const at = await givenAttested();
  await at.repository.write({ "lineagectl.yaml": excluding });
  expect(errorsIn(await verified(at))).toEqual(["ATT-019 lineagectl.yaml"]);
  // Even when somebody signs the configuration, the hidden file must be what was signed.
  await attestChange(at.repository, at.trust.signer);
  expect(errorsIn(await verified(at))).toEqual([]);
  await at.repository.write({ "a.yaml": dataset("a", "changed behind the curtain") });
  expect(errorsIn(await verified(at))).toEqual(["ATT-019 a.yaml"]);
  await at.repository.write({ "a.yaml": undefined });
  expect(errorsIn(await verified(at))).toEqual(["ATT-020 a.yaml"]);
});

test("a file that no longer says anything is what was signed, or stale", async () => {
  const at = await givenAttested();
  await at.repository.write({ "a.yaml": "nothing: here\n" });
  expect(errorsIn(await verified(at))).toEqual(["ATT-019 a.yaml"]);
  await at.repository.write({ "a.yaml": `${dataset("a")}x: [` });
  expect(errorsIn(await verified(at))).toEqual(["ATT-019 a.yaml"]);
});

test("a link that holds the very bytes of a file is not that file, and can be signed as its removal", async () => {
  const at = await givenAttested();
  await at.repository.write({ "a.yaml": { symlink: dataset("a") } });
  expect(errorsIn(await verified(at))).toEqual(["ATT-019 a.yaml"]);
  await attestChange(at.repository, at.trust.signer);
  const report = await verified(at);
  expect(errorsIn(report)).toEqual([]);
  expect(report.paths).toContainEqual({ path: "a.yaml", state: "removed", covered: false });
});

test("a submodule in the place of a file is not that file either", async () => {
  const at = await givenAttested();
  const commit = await at.repository.git("rev-parse", "HEAD");
  await at.repository.write({ "a.yaml": undefined });
  await at.repository.git("update-index", "--cacheinfo", `160000,${commit},a.yaml`);
  await at.repository.git("commit", "-qm", "exchange");
  const options = { at: "HEAD", trustRoot: `sha256:${at.trust.digest}` };
  expect(errorsIn(await verified(at, options))).toEqual(["ATT-019 a.yaml"]);
});

test("a file under the name of another, and a twin in capital letters, are not attested", async () => {
  const at = await givenAttested();
  await at.repository.write({
    "a.yaml": dataset("b"),
    "b.yaml": dataset("a"),
    "A.yaml": dataset("a"),
    "sub/a.yaml": dataset("a"),
  });
  expect(errorsIn(await verified(at)).toSorted()).toEqual([
    "ATT-019 a.yaml",
    "ATT-019 b.yaml",
    "ATT-021 A.yaml",
    "ATT-021 sub/a.yaml",
  ]);
});

const prices =
  'apiVersion: lineagectl.dev/v1\nkind: PriceTable\nmetadata: {name: p}\nspec: {currency: EUR, source: {name: x}, prices: [{id: cpu, resource: cpu, unit: vCPU.h, price: "1"}]}\n';
const policy = [
  "apiVersion: lineagectl.dev/v1",
  "kind: Policy",
  "metadata: {id: TEAM-001, version: 1.0.0}",
  "spec:",
  "  title: Datasets have a format",
  "  severity: error",
  "  match: {kinds: [dataset]}",
  "  inputs: [{field: asset.format, undeclared: fail}]",
  '  assert: asset.format != ""',
  "  message: no format",
  "  tests: []",
  "",
].join("\n");

test("prices, policies and configuration that change after they were signed are stale", async () => {
  const at = await givenAttested({
    "prices.yaml": prices,
    "policy.yaml": policy,
    ".lineage/baseline.json": "{}\n",
  });
  expect(errorsIn(await verified(at))).toEqual([]);
  await at.repository.write({
    "prices.yaml": prices.replace('"1"', '"2"'),
    "policy.yaml": policy.replace("severity: error", "severity: info"),
    "lineagectl.yaml": configFile(),
    ".lineage/baseline.json": '{"accepted": []}\n',
  });
  expect(errorsIn(await verified(at))).toEqual(
    [".lineage/baseline.json", "lineagectl.yaml", "policy.yaml", "prices.yaml"].map(
      (path) => `ATT-019 ${path}`,
    ),
  );
  await at.repository.write({
    "prices.yaml": undefined,
    "policy.yaml": "{{ template }}\n",
    ".lineage/baseline.json": undefined,
  });
  expect(errorsIn(await verified(at)).toSorted()).toEqual([
    "ATT-019 lineagectl.yaml",
    "ATT-019 policy.yaml",
    "ATT-020 .lineage/baseline.json",
    "ATT-020 prices.yaml",
  ]);
});

test.each([
  ["broken", `${configFile(["dataset"])}x: [`],
  ["with an unknown key", `repo: {urls: [${testAddress}]}\natest: {require: [dataset]}\n`],
  ["a link to another file", { symlink: "other.yaml" }],
  ["without a name for the repository", "attest: {require: [dataset]}\n"],
])("under a configuration that is %s nothing passes, signed or not", async (_, config) => {
  const at = await givenAttested({ "lineagectl.yaml": configFile(["dataset"]) });
  await at.repository.write({ "lineagectl.yaml": config, "other.yaml": configFile() });
  const run = await lineagectl(at.repository.root, ["verify"]);
  expect([1, 2]).toContain(run.status);
  const signing = attest(await hostAt(at.repository.root), at.trust.signer, {
    all: true,
    asOf: testDay,
  });
  await expect(signing).rejects.toMatchObject({ code: "CONFIG" });
});

test("a second configuration beside the signed one lets nothing pass", async () => {
  const at = await givenAttested();
  await at.repository.write({ "lineagectl.toml": "" });
  const report = await verified(at);
  expect([report.verdict, errorsIn(report)]).toEqual(["fail", ["CFG-001 lineagectl.toml"]]);
});

test("a link whose text is a configuration is none", async () => {
  const at = await givenAttested();
  await at.repository.write({ "lineagectl.yaml": { symlink: configFile() } });
  const run = await lineagectl(at.repository.root, ["check"]);
  expect(run).toMatchObject({ status: 2, out: "" });
  expect(run.err).toContain("it is a link");
});

test("an entry that Git ignores is refused instead of left behind", async () => {
  const at = await givenAttested({ ".gitignore": "" });
  await at.repository.write({ ".gitignore": ".lineage/\n", "a.yaml": dataset("a", "2") });
  await expect(attestChange(at.repository, at.trust.signer)).rejects.toMatchObject({
    code: "PATH",
  });
});
