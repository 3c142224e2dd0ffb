import { join } from "node:path";
import { symlink } from "node:fs/promises";
import { expect, test } from "vitest";
import { given, givenClone, givenFolder } from "../support/opened.ts";
import { programIn } from "../support/program.ts";
import type { TestRepository } from "../support/repository.ts";
import { features, leak, model, shop } from "../support/shop.ts";

/** A leak in one file, a missing owner in another. */
async function withTwoFindings(): Promise<TestRepository> {
  const repository = await given(shop);
  const unowned = model.replace(/, owner: \{[^}]*\}/u, "");
  await repository.write({ ...leak, "lineage/model.yaml": unowned });
  return repository;
}

const rulesIn = (value: unknown): readonly string[] =>
  (value as { diagnostics: { rule: string; severity: string }[] }).diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ rule }) => rule);

test("check PATH shows and weighs the findings of those files and folders alone", async () => {
  const program = programIn(await withTwoFindings());
  const whole = await program.json("check");
  expect(rulesIn(whole.value)).toEqual(["PRIV-019", "OWN-001"]);
  const one = await program.json("check", "lineage/model.yaml");
  expect(rulesIn(one.value)).toEqual(["OWN-001"]);
  expect(one).toMatchObject({
    status: 1,
    value: { limited: { paths: ["lineage/model.yaml"] }, snapshot: { assets: 5 } },
  });
  const prices = await program.run("check", "finops");
  expect(prices.status).toBe(0);
  expect(prices.out.replaceAll("\n", " ")).toMatch(
    /findings in finops only; \d findings elsewhere/u,
  );
  expect(rulesIn((await program.json("check", "finops", "lineage/")).value)).toHaveLength(2);
});

test("what keeps a verdict from being made is shown wherever it lies", async () => {
  const repository = await withTwoFindings();
  await repository.write({
    "finops/prices.yaml": "kind: PriceTable\napiVersion: lineagectl.dev/v1\nspec: {}\n",
  });
  const { status, value } = await programIn(repository).json("check", "lineage/pipeline.yaml");
  expect(status).toBe(2);
  expect(new Set(rulesIn(value))).toEqual(new Set(["SCH-002"]));
});

test("a path is named from where one stands, over links too", async () => {
  const repository = await withTwoFindings();
  const below = programIn(join(repository.root, "lineage"));
  expect((await below.json("check", "model.yaml")).value).toMatchObject({
    limited: { paths: ["lineage/model.yaml"] },
  });
  expect((await below.json("check", "..")).value).toMatchObject({
    limited: { paths: [""], elsewhere: 0 },
  });
  const link = join(await givenFolder(), "link");
  await symlink(repository.root, link);
  const linked = await programIn(link).json("check", "lineage/model.yaml");
  expect(linked.value).toMatchObject({ limited: { paths: ["lineage/model.yaml"] } });
});

test.each([
  [
    "lineage/modle.yaml",
    "there is no file lineage/modle.yaml in the tree\n  did you mean lineage/model.yaml?",
  ],
  ["lineages", "there is no file lineages in the tree\n  did you mean lineage?"],
  ["..", ".. lies outside the repository"],
])("a path that means nothing is refused: %s", async (path, message) => {
  const { status, err } = await programIn(await given(shop)).run("check", path);
  expect({ status, err }).toEqual({ status: 2, err: `lineagectl: ${message}\n` });
});

test("a file that the change removes is a path all the same", async () => {
  const repository = await given(shop);
  await repository.write({ "lineage/model.yaml": undefined });
  expect((await programIn(repository).run("check", "lineage/model.yaml")).status).toBe(0);
});

test("--staged compares the index with HEAD, whatever the remote's default branch", async () => {
  const origin = await given(shop);
  const clone = await givenClone(origin);
  await clone.commit({ "lineage/features.yaml": features("identity") });
  await clone.write({ "README.md": "words\n" });
  await clone.git("add", "-A");
  const program = programIn(clone);
  expect((await program.json("check", "--staged")).value).toMatchObject({
    base: { why: "HEAD under the index", commit: await clone.git("rev-parse", "HEAD") },
    changes: [],
  });
  expect((await program.json("check", "--staged", "--base", "origin/main")).value).toMatchObject({
    base: { commit: await origin.git("rev-parse", "HEAD") },
    changes: [{ asset: "dataset:shop/features" }],
  });
});
