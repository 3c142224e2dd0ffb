import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { given, givenFolder } from "../support/opened.ts";
import { programIn, type Program } from "../support/program.ts";
import { address, features, leak, model, pipeline, policy, prices, shop } from "../support/shop.ts";

test("graph draws what leads to what, as text, JSON and Mermaid", async () => {
  const program = programIn(await given(shop));
  const { status, out } = await program.run("graph");
  expect(status).toBe(0);
  expect(out).toContain("└─ reads  step:shop/nightly/prepare");
  const { value } = await program.json("graph", "shop/features", "--depth", "1");
  expect(value).toMatchObject({
    focus: "dataset:shop/features",
    depth: 1,
    total: { assets: 5, edges: 5 },
  });
  expect((await program.run("graph", "--format", "mermaid")).out).toMatch(/^flowchart LR\n/u);
});

test.each(["dataset:shop/customers", "own:Dataset/shop/customers", "shop/customers", "customers"])(
  "an asset is known by its id, its key, its full and its short name: %s",
  async (name) => {
    const { value } = await programIn(await given(shop)).json("graph", name);
    expect(value).toMatchObject({ focus: "dataset:shop/customers" });
  },
);

test("a name that fits several assets is answered with all of them", async () => {
  const files = {
    ...shop,
    "lineage/second.yaml": features().replace("namespace: shop", "namespace: other"),
  };
  const { status, err } = await programIn(await given(files)).run("graph", "features");
  expect({ status, err }).toEqual({
    status: 2,
    err: "lineagectl: features names 2 assets\n  dataset:other/features, dataset:shop/features\n",
  });
});

test("diff tells what changes in meaning and whom it reaches, and judges nothing", async () => {
  const repository = await given(shop);
  await repository.write(leak);
  const program = programIn(repository);
  const { status, out } = await program.run("diff");
  expect(status).toBe(0);
  expect(out).toContain("~ shop/features  dataset, owner growth  → shop/churn");
  expect(out).toContain("column contact from shop/customers#email: masking:redacted → identity");
  expect(out).toContain("Downstream: 1 asset\n  shop/churn  model\n");
  expect((await program.json("diff")).value).toMatchObject({ impact: ["ml_model:shop/churn"] });
});

test("diff without a change says so", async () => {
  const repository = await given(shop);
  await repository.commit({ "README.md": "words\n" });
  expect((await programIn(repository).run("diff")).out).toContain("nothing changes in meaning");
});

test("cost estimate prices every line with its formula and its place", async () => {
  const program = programIn(await given(shop));
  const { status, out } = await program.run("cost", "estimate");
  expect(status).toBe(0);
  expect(out).toMatch(/step prepare cpu +2\.43/u);
  expect(out).toContain(
    "4 vCPU × 30 min × 30.4369 runs at 0.04 per vCPU.h\n      lineage/pipeline.yaml:7:13\n",
  );
  const { value } = await program.json("cost", "estimate");
  expect(value).toMatchObject({
    currency: "EUR",
    total: { expected: "3.652425", unknown: 0 },
    lines: [
      { meter: "cpu", price: { id: "cpu", location: { path: "finops/prices.yaml", line: 8 } } },
      {},
    ],
  });
});

test("cost diff parts what the change causes from what new prices cause", async () => {
  const repository = await given(shop);
  await repository.write({
    "lineage/pipeline.yaml": pipeline('{ cpu: "8", memory: 16 GiB }'),
    "finops/prices.yaml": prices("0.08"),
  });
  const program = programIn(repository);
  const { status, out } = await program.run("cost", "diff");
  expect(status).toBe(0);
  expect(out).toContain("of it by the change itself +4.87, by new prices +2.43");
  expect((await program.json("cost", "diff")).value).toMatchObject({
    change: { expected: "7.30485" },
    code: { expected: "4.8699" },
    price: { expected: "2.43495" },
  });
});

test("a policy violation is for check to judge: the cost of the change is told all the same", async () => {
  const repository = await given(shop);
  await repository.write(leak);
  const { status, err } = await programIn(repository).run("cost", "diff");
  expect(status).toBe(0);
  expect(err).toContain("! PRC-001");
  expect(err).not.toContain("PRIV-019");
});

test("policy list names the rules in force, those of the repository among them", async () => {
  const files = { ...shop, "policies/x.yaml": policy("SHOP-001", "asset.tags.size() > 0") };
  const program = programIn(await given(files));
  const { status, out } = await program.run("policy", "list");
  expect(status).toBe(0);
  expect(out).toMatch(/^PRIV-019 +error +Personal data/mu);
  expect(out).toMatch(/^SHOP-001 +error +A rule of the shop/mu);
  expect(await program.json("policy", "list")).toMatchObject({
    value: { packs: [{ name: "builtin" }, {}] },
  });
});

test("a policy that is broken is shown, and is no rule", async () => {
  const files = { ...shop, "policies/x.yaml": policy("SHOP-001", "asset.nmae == 1") };
  const { status, out, err } = await programIn(await given(files)).run("policy", "list");
  expect(status).toBe(2);
  expect(out).not.toContain("SHOP-001");
  expect(err).toMatch(/POL-\d+ {2}SHOP-001/u);
});

test("explain tells why, how to mend, and what passes and fails, in any spelling of the id", async () => {
  const program = programIn(await given(shop));
  const { status, out } = await program.run("explain", "priv-019");
  expect(status).toBe(0);
  expect(out.match(/^\w+$/gmu)).toEqual(["Why", "Fix", "Passes", "Fails"]);
  expect((await program.json("explain", "SYN-001")).value).toMatchObject({ id: "SYN-001" });
});

test("explain knows the repository's own policies", async () => {
  const files = { ...shop, "policies/x.yaml": policy("SHOP-001", "asset.tags.size() > 0") };
  const { status, out } = await programIn(await given(files)).run("explain", "SHOP-001");
  expect(status).toBe(0);
  expect(out).toContain("Because the shop says so.");
});

test("key new writes a key for this user alone, and shows only its public half", async () => {
  const program = programIn(await givenFolder(), {
    env: { LINEAGECTL_KEY_PASSWORD: "correct horse" },
  });
  const { status, value } = await program.json("key", "new", "--name", "acme");
  expect(status).toBe(0);
  const path = join(program.configHome, "lineagectl", "keys", "acme.pem");
  expect(value).toMatchObject({ type: "ed25519", encrypted: true, path });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readFileSync(path, "utf8")).toContain("ENCRYPTED PRIVATE KEY");
  const shown = await program.json("key", "show", "acme");
  expect(shown.value).toEqual(value);
  expect(shown.out).not.toContain("PRIVATE");
});

test("a key that exists is never overwritten", async () => {
  const program = programIn(await givenFolder());
  await program.run("key", "new", "--no-passphrase");
  const again = await program.run("key", "new", "--no-passphrase");
  expect(again).toMatchObject({
    status: 2,
    out: "",
    err: expect.stringContaining("there is already a file"),
  });
});

test("a key is not made without a passphrase unless somebody says so", async () => {
  const program = programIn(await givenFolder());
  const { status, err } = await program.run("key", "new");
  expect(status).toBe(2);
  expect(err).toContain("a new key needs a passphrase\n  set LINEAGECTL_KEY_PASSWORD");
  expect(readdirSync(program.configHome)).toEqual([]);
});

test("a key inside the repository is refused: Git would track it", async () => {
  const repository = await given(shop);
  const { status, err } = await programIn(repository).run(
    "key",
    "new",
    "--no-passphrase",
    "--out",
    join(repository.root, "key.pem"),
  );
  expect(status).toBe(2);
  expect(err).toContain("Git would track the private key");
});

test("the passphrase is asked for where nobody declared one", async () => {
  const program = programIn(await givenFolder(), { answers: ["correct horse", "correct horse"] });
  expect(await program.run("key", "new")).toMatchObject({
    status: 0,
    err: "passphrase for the new key: ",
  });
});

test("a key that does not exist comes with where it was looked for", async () => {
  const { status, err } = await programIn(await givenFolder()).run("key", "show", "nobody");
  expect(status).toBe(2);
  expect(err).toMatch(/there is no key nobody\n {2}looked for \S+\/keys\/nobody\.pem and nobody;/u);
});

const setUp = ["init", "--repository", address, "--no-passphrase"];

async function signedShop(): Promise<{
  readonly repository: Awaited<ReturnType<typeof given>>;
  readonly program: Program;
}> {
  const repository = await given(shop);
  const program = programIn(repository);
  await program.run(...setUp, "--yes");
  await program.run("attest", "--all");
  await repository.commit({}, "attest");
  return { repository, program };
}

test("init --dry-run shows each file and writes none", async () => {
  const repository = await given({});
  const program = programIn(repository);
  const { status, out } = await program.run(...setUp, "--dry-run");
  expect(status).toBe(0);
  expect(out).toContain("  + lineagectl.yaml\n    │ # lineagectl");
  expect(await repository.git("status", "--porcelain")).toBe("");
  expect(readdirSync(program.configHome)).toEqual([]);
});

test("init asks before it writes; no answer is a no", async () => {
  const repository = await given({});
  const { status, err } = await programIn(repository).run(...setUp);
  expect(status).toBe(2);
  expect(err).toContain("nothing was written; --yes writes without asking");
  expect(await repository.git("status", "--porcelain")).toBe("");
  expect(await programIn(repository, { answers: ["y"] }).run(...setUp)).toMatchObject({
    status: 0,
  });
  expect(await repository.git("status", "--porcelain")).toContain("lineagectl.yaml");
});

test("init a second time has nothing to do", async () => {
  const program = programIn(await given({}));
  await program.run(...setUp, "--yes");
  expect(await program.run(...setUp, "--yes")).toMatchObject({
    status: 0,
    out: expect.stringMatching(/^nothing to do\n/u),
  });
});

test("init without a remote needs the name of the repository", async () => {
  const { status, err } = await programIn(await given({})).run("init");
  expect(status).toBe(2);
  expect(err).toContain("no remote to take its name from\n  lineagectl init --repository");
});

test("what was attested verifies; what was changed since does not, and is named", async () => {
  const { repository, program } = await signedShop();
  const sound = await program.run("verify");
  expect(sound).toMatchObject({ status: 0, err: "" });
  expect(sound.out).toMatch(/✓ working tree: 1 entry, \d+ of \d+ covered files attested\n/u);
  await repository.write({
    "lineage/model.yaml": `${model}# seen by nobody\n`,
  });
  const tampered = await program.run("verify");
  expect(tampered.status).toBe(1);
  expect(tampered.out).toContain("✗ ATT-");
  expect(tampered.out).toContain("lineage/model.yaml");
  expect((await program.json("verify")).value).toMatchObject({ verdict: "fail", exitCode: 1 });
  expect(await program.run("verify", "--at", "HEAD")).toMatchObject({ status: 0 });
});

test("attest writes one entry, and nothing where everything is attested", async () => {
  const { repository, program } = await signedShop();
  expect((await program.json("attest")).value).toMatchObject({ did: "nothing" });
  await repository.write({ "lineage/pipeline.yaml": pipeline('{ cpu: "8" }') });
  const planned = await program.json("attest", "--dry-run");
  expect(planned.value).toMatchObject({ did: "would write", subjects: 1 });
  const written = await program.run("attest");
  expect(written.out).toMatch(/^entry {2}\.lineage\/entries\/\S+\n/u);
  expect(written.out).toContain("add it to the commit:  git add .lineage/entries/");
  expect(await repository.git("status", "--porcelain", "-uall")).toMatch(
    /\?\? \.lineage\/entries\//u,
  );
});

test("check says how much of the tree is attested", async () => {
  const { repository, program } = await signedShop();
  expect((await program.run("check")).out).toMatch(/✓ attested: (\d+) of \1 covered files/u);
  await repository.write({ "lineage/pipeline.yaml": pipeline('{ cpu: "8" }') });
  expect((await program.run("check")).out).toMatch(
    /attested: \d+ of \d+ covered files, 1 file changed since/u,
  );
});

test("attest without a trust root or a key says what comes first", async () => {
  const program = programIn(await given(shop));
  expect(await program.run("attest")).toMatchObject({
    status: 2,
    err: expect.stringContaining("lineagectl key new makes one"),
  });
  await program.run("key", "new", "--no-passphrase");
  expect(await program.run("attest")).toMatchObject({
    status: 2,
    err: expect.stringContaining("lineagectl init writes the first one"),
  });
});
