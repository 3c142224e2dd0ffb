import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { idnRules } from "../../src/diagnostic/rules/idn.ts";
import { linRules } from "../../src/diagnostic/rules/lin.ts";
import { refRules } from "../../src/diagnostic/rules/ref.ts";
import { readConfig } from "../../src/workspace/config.ts";
import { snapshotOf } from "../../src/workspace/snapshot.ts";
import { memoryTree } from "../support/memory-tree.ts";

const rules = [...refRules, ...idnRules, ...linRules];

/** Rules whose cause no adapter of today can write into a file: tests of their own cover them. */
const withoutFixture = new Set<string>(["REF-016", "IDN-003"]);

function filesIn(folder: string): Readonly<Record<string, string>> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`);
  return Object.fromEntries(
    paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]),
  );
}

async function findingsIn(folder: string): Promise<readonly string[]> {
  const tree = memoryTree(filesIn(folder));
  const { snapshot } = await snapshotOf(tree, await readConfig(tree), new Map());
  expect(snapshot.assets.length).toBeGreaterThan(0);
  return snapshot.diagnostics.map(({ rule }) => rule);
}

test("every rule of these families has a fixture", () => {
  const expected = rules.map(({ id }) => id).filter((id) => !withoutFixture.has(id));
  expect(new Set(readdirSync("fixtures/lineage"))).toEqual(new Set(expected));
});

test.each(readdirSync("fixtures/lineage"))(
  "%s fails where it must and passes where it must",
  async (rule) => {
    expect(await findingsIn(`fixtures/lineage/${rule}/fail`)).toEqual([rule]);
    expect(await findingsIn(`fixtures/lineage/${rule}/pass`)).toEqual([]);
  },
);

test.each(rules)("$id is explained in full", ({ title, why, fix, passes, fails }) => {
  for (const text of [title, why, fix, passes, fails]) expect(text).not.toBe("");
  expect(passes).not.toBe(fails);
  expect(title).not.toMatch(/[.!]$/u);
});
