import { expect, test } from "vitest";
import { given } from "../support/opened.ts";
import { programIn } from "../support/program.ts";
import { customers, features, leak, model, pipeline, shop } from "../support/shop.ts";

test("a repository without findings passes and says what it was compared with", async () => {
  const { status, out, err } = await programIn(await given(shop)).run("check");
  expect({ status, err }).toEqual({ status: 0, err: "" });
  expect(out).toContain("✓ no findings");
  expect(out).toContain("compared with empty tree: the empty tree before HEAD, the first commit");
});

test("a finding fails the check, with its place, its code, its path and the next step", async () => {
  const repository = await given(shop);
  await repository.write(leak);
  const { status, out } = await programIn(repository).run("check");
  expect(status).toBe(1);
  expect(out).toContain("✗ PRIV-019  pii.contact of email reaches churn unmasked");
  expect(out).toMatch(/^ {2}lineage\/features\.yaml:8:\d+$/mu);
  expect(out).toMatch(/^ +8 │ .*shop\/customers#email/mu);
  expect(out).toMatch(/^ {2}path {2}/mu);
  expect(out).toContain("why   lineagectl explain PRIV-019");
  expect(out).toContain("shop/churn");
});

test("what a change costs stands beside what it breaks; unknown is counted, never zero", async () => {
  const repository = await given(shop);
  await repository.write(leak);
  const { out } = await programIn(repository).run("check");
  expect(out).toMatch(/\+2\.43 EUR\/month, 1 unknown/u);
  expect(out).toMatch(/step prepare gpu +unknown +unknown/u);
});

test("no line of the report is wider than the terminal, and none ends with blanks", async () => {
  const repository = await given(shop);
  await repository.write(leak);
  const { out } = await programIn(repository).run("check");
  const lines = out.split("\n");
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(lines.filter((line) => line !== line.trimEnd())).toEqual([]);
});

test("the same review as JSON is what its schema says", async () => {
  const repository = await given(shop);
  await repository.write(leak);
  const { status, value } = await programIn(repository).json("check");
  expect(status).toBe(1);
  expect(value).toMatchObject({
    exitCode: 1,
    verdict: "fail",
    asOf: "2026-11-24",
    head: { label: "working tree" },
    summary: { error: 1, assets: 5, downstream: 1 },
    cost: { after: { unknown: 1 } },
  });
  expect(value).toHaveProperty(
    "diagnostics",
    expect.arrayContaining([
      expect.objectContaining({ rule: "PRIV-019", verdict: "fail", fresh: true }),
    ]),
  );
});

test("two runs on one tree print the same bytes, with cache and without", async () => {
  const repository = await given(shop);
  await repository.write(leak);
  const program = programIn(repository);
  const first = await program.run("check", "--format", "json");
  const second = await program.run("check", "--format", "json");
  const anew = await program.run("check", "--format", "json", "--no-cache");
  expect(second.out).toBe(first.out);
  expect(anew.out).toBe(first.out);
});

test("--base compares with the merge base of the revision, not with its tip", async () => {
  const repository = await given(shop);
  await repository.git("switch", "-q", "-c", "topic");
  await repository.commit({ "lineage/features.yaml": features("identity") });
  await repository.git("switch", "-q", "main");
  await repository.commit({ "lineage/pipeline.yaml": pipeline('{ cpu: "64" }') });
  await repository.git("switch", "-q", "topic");
  const { value } = await programIn(repository).json("check", "--base", "main");
  expect(value).toMatchObject({
    base: { why: "merge base of HEAD and main, as requested" },
    changes: [{ asset: "dataset:shop/features" }],
  });
});

test("--staged judges the index and not the working tree", async () => {
  const repository = await given(shop);
  await repository.write({ "lineage/features.yaml": features("identity") });
  const program = programIn(repository);
  expect(await program.run("check", "--staged")).toMatchObject({ status: 0 });
  await repository.git("add", "-A");
  await repository.write({ "lineage/features.yaml": features() });
  expect(await program.run("check", "--staged")).toMatchObject({ status: 1 });
  expect(await program.run("check")).toMatchObject({ status: 0 });
});

test("--head judges a commit, whatever lies in the working tree", async () => {
  const repository = await given(shop);
  await repository.commit(leak);
  await repository.write(shop);
  const { status, value } = await programIn(repository).json("check", "--head", "main");
  expect(status).toBe(1);
  expect(value).toMatchObject({ head: { commit: await repository.git("rev-parse", "main") } });
});

test("--new-only leaves out what the base has, and passes on it", async () => {
  const repository = await given({ ...shop, "lineage/features.yaml": features("identity") });
  await repository.write({ "lineage/pipeline.yaml": pipeline('{ cpu: "2" }') });
  const program = programIn(repository);
  expect(await program.run("check")).toMatchObject({
    status: 1,
    out: expect.stringContaining("(also in the base)"),
  });
  const { status, value } = await program.json("check", "--new-only");
  expect(status).toBe(0);
  expect(value).toMatchObject({ diagnostics: [], verdict: "pass" });
});

test("--new-only still fails on what is new", async () => {
  const repository = await given({ ...shop, "lineage/customers.yaml": customers() });
  await repository.write(leak);
  const { status, value } = await programIn(repository).json("check", "--new-only");
  expect(status).toBe(1);
  expect(value).toHaveProperty(
    "diagnostics",
    expect.arrayContaining([expect.objectContaining({ rule: "PRIV-019", fresh: true })]),
  );
});

test("a known price that is missing in the base too is no new finding", async () => {
  const repository = await given({ ...shop, "finops/prices.yaml": undefined });
  await repository.write({ "lineage/features.yaml": features("aggregation") });
  const { value } = await programIn(repository).json("check");
  expect(value).toHaveProperty(
    "diagnostics",
    expect.arrayContaining([expect.objectContaining({ rule: "PRC-001", fresh: false })]),
  );
  expect(value).not.toHaveProperty(
    "diagnostics",
    expect.arrayContaining([expect.objectContaining({ rule: "PRC-001", fresh: true })]),
  );
});

test("hundreds of findings of one rule stay a page", async () => {
  const names = Array.from({ length: 300 }, (_, index) => `d${String(index).padStart(3, "0")}`);
  const bad = names.map(
    (name) =>
      `apiVersion: lineagectl.dev/v1\nkind: Dataset\nmetadata: { name: ${name}, namespace: shop }\nspec: { type: table }\n`,
  );
  const repository = await given({ "lineage/all.yaml": bad.join("---\n") });
  const { status, out } = await programIn(repository).run("check");
  expect(status).toBe(1);
  expect(out).toContain("✗ OWN-001  297 more");
  expect(out).toContain("and 290 others: --format json lists all");
  expect(out.split("\n").length).toBeLessThan(120);
  const { value } = await programIn(repository).json("check");
  expect(value).toMatchObject({ summary: { error: 300 } });
});

test("a repository without any spec is told how to begin", async () => {
  const { status, out } = await programIn(await given({ "README.md": "hello\n" })).run("check");
  expect(status).toBe(0);
  expect(out).toContain("no spec was found here: lineagectl init");
});

test("a change of formatting is told from a change of meaning", async () => {
  const repository = await given(shop);
  await repository.write({
    "lineage/model.yaml": `# A note\n${model}`,
  });
  const { out } = await programIn(repository).run("check");
  expect(out).toContain("= lineage/model.yaml  no change of meaning");
  expect(out).toContain("nothing downstream changes");
});

test("a query that computes something else is never called a change without meaning", async () => {
  const repository = await given({
    ...shop,
    "dbt/dbt_project.yml": "name: shop\n",
    "dbt/models/orders.sql": "select 1 as id\n",
  });
  await repository.write({ "dbt/models/orders.sql": "select 2 as id\n" });
  const { value, out } = await programIn(repository).json("check");
  expect(value).toMatchObject({
    files: [{ path: "dbt/models/orders.sql", change: "modified", meaning: true }],
  });
  expect(out).not.toContain("no change of meaning");
});
