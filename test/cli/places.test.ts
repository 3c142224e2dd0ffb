import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { given, givenClone, givenFolder } from "../support/opened.ts";
import { programIn } from "../support/program.ts";
import { runGit } from "../support/repository.ts";
import { leak, prices, shop } from "../support/shop.ts";

test.each([
  ["check"],
  ["graph"],
  ["diff"],
  ["cost", "estimate"],
  ["cost", "diff"],
  ["policy", "list"],
  ["attest"],
  ["verify"],
  ["init"],
])("%s %s needs a repository and says so", async (...words) => {
  const { status, out, err } = await programIn(await givenFolder()).run(...words);
  expect({ status, out }).toEqual({ status: 2, out: "" });
  expect(err).toContain("is not in a Git repository\n  run git init there");
});

test("explain and keys work anywhere", async () => {
  const program = programIn(await givenFolder());
  expect(await program.run("explain", "PRIV-019")).toMatchObject({ status: 0, err: "" });
  expect(await program.run("key", "new", "--no-passphrase")).toMatchObject({ status: 0, err: "" });
});

test("a directory that was named and is no repository is an error even there", async () => {
  const elsewhere = await givenFolder();
  const { status, err } = await programIn(elsewhere).run("-C", elsewhere, "explain", "SHOP-001");
  expect(status).toBe(2);
  expect(err).toContain("is not in a Git repository");
});

test("a bare repository has no working tree to judge", async () => {
  const folder = await givenFolder();
  await runGit(folder, ["init", "-q", "--bare"]);
  const { status, err } = await programIn(folder).run("check");
  expect(status).toBe(2);
  expect(err).toContain("lies in a Git directory without a working tree\n  git -C ");
});

test("before the first commit, the working tree is compared with nothing", async () => {
  const repository = await given({});
  await repository.write(shop);
  const { status, value } = await programIn(repository).json("check");
  expect(status).toBe(0);
  expect(value).toMatchObject({
    base: { label: "empty tree", why: "the empty tree before the first commit" },
    head: { label: "working tree" },
    summary: { assets: 5 },
  });
  expect(value).not.toHaveProperty("head.commit");
});

test("an empty repository is no failure", async () => {
  expect(await programIn(await given({})).run("check")).toMatchObject({ status: 0, err: "" });
});

test("a detached HEAD is a commit like any other", async () => {
  const repository = await given(shop);
  await repository.commit(leak);
  await repository.git("switch", "-q", "--detach", "HEAD");
  const { status, value } = await programIn(repository).json("check");
  expect(status).toBe(1);
  expect(value).toMatchObject({ base: { why: "first parent of HEAD" } });
});

test("a base that does not exist is no verdict, with the name that was meant", async () => {
  expect(await programIn(await given(shop)).run("check", "--base", "mian")).toEqual({
    status: 2,
    out: "",
    err: "lineagectl: the base mian does not exist\n  did you mean main?\n",
  });
});

test("a remote branch that was not fetched comes with the command that fetches it", async () => {
  const { status, err } = await programIn(await given(shop)).run(
    "cost",
    "diff",
    "--base",
    "origin/next",
  );
  expect(status).toBe(2);
  expect(err).toContain("git fetch origin next:refs/remotes/origin/next");
});

test("a configured base that is missing is named where the comparison is explained", async () => {
  const config = `base: origin/gone\n`;
  const { status, out } = await programIn(await given({ ...shop, "lineagectl.yaml": config })).run(
    "check",
  );
  expect(status).toBe(0);
  expect(out.replaceAll(/\s+/gu, " ")).toContain(
    "because origin/gone (the configured base) does not exist here",
  );
});

test("a head that is no commit is a usage error", async () => {
  const { status, err } = await programIn(await given(shop)).run("check", "--head", "nowhere");
  expect({ status, err }).toMatchObject({
    status: 2,
    err: "lineagectl: there is no commit nowhere\n",
  });
});

test("a shallow clone without a merge base comes with the command that mends it", async () => {
  const origin = await given(shop);
  await origin.git("switch", "-q", "-c", "topic");
  await origin.commit(leak);
  await origin.git("switch", "-q", "main");
  await origin.commit({ "README.md": "more\n" });
  const clone = await givenClone(origin, "--depth", "1", "--no-single-branch");
  await clone.git("switch", "-q", "topic");
  const { status, out, err } = await programIn(clone).run("check", "--base", "origin/main");
  expect({ status, out }).toEqual({ status: 2, out: "" });
  expect(err).toContain(
    "the clone is shallow and holds no common ancestor of base and head\n  git fetch --deepen=200",
  );
});

test("-C names the repository from elsewhere, before or after the command", async () => {
  const repository = await given(shop);
  const program = programIn(await givenFolder());
  const first = await program.run("-C", repository.root, "check");
  expect(first).toMatchObject({ status: 0, err: "" });
  expect(await program.run("check", "-C", repository.root)).toEqual(first);
});

test("a folder below the root judges the whole repository", async () => {
  const repository = await given(shop);
  const folder = join(repository.root, "lineage");
  mkdirSync(folder, { recursive: true });
  const { value } = await programIn(folder).json("check");
  expect(value).toMatchObject({ summary: { assets: 5 } });
});

test("the day is that of --as-of before that of SOURCE_DATE_EPOCH", async () => {
  const repository = await given(shop);
  const program = programIn(repository, { env: { SOURCE_DATE_EPOCH: "1767225600" } });
  expect((await program.json("check")).value).toMatchObject({ asOf: "2026-01-01" });
  expect((await program.json("check", "--as-of", "2026-03-01")).value).toMatchObject({
    asOf: "2026-03-01",
  });
  const { value } = await program.json("cost", "estimate", "--as-of", "2026-03-01");
  expect(value).toMatchObject({ asOf: "2026-03-01" });
});

test("prices are those of the day", async () => {
  const dated = prices().replace(
    'price: "0.04" }',
    'price: "0.04", effective: { from: "2026-07-01", to: null } }',
  );
  const program = programIn(await given({ ...shop, "finops/prices.yaml": dated }));
  expect((await program.json("cost", "estimate", "--as-of", "2026-07-01")).value).toMatchObject({
    total: { unknown: 0 },
  });
  expect((await program.json("cost", "estimate", "--as-of", "2026-06-30")).value).toMatchObject({
    total: { unknown: 1 },
  });
});

test("a SOURCE_DATE_EPOCH that is no number is refused instead of passed over", async () => {
  const program = programIn(await given(shop), { env: { SOURCE_DATE_EPOCH: "yesterday" } });
  expect(await program.run("check")).toMatchObject({
    status: 2,
    err: "lineagectl: SOURCE_DATE_EPOCH=yesterday is no number of seconds\n",
  });
});

test("in CI no run is about a day before its base or after today", async () => {
  const repository = await given(shop);
  await repository.commit(leak);
  const program = programIn(repository, { env: { CI: "true" } });
  const early = await program.run("check", "--as-of", "2025-12-31");
  expect(early.status).toBe(2);
  expect(early.err).toContain("in CI a run is about a day from 2026-01-01 up to ");
  expect(await program.run("check", "--as-of", "9999-12-31")).toMatchObject({ status: 2 });
  expect(await program.run("check", "--as-of", "2026-01-02")).toMatchObject({ status: 1 });
  const outside = programIn(repository);
  expect(await outside.run("check", "--as-of", "2025-12-31")).toMatchObject({ status: 1 });
});
