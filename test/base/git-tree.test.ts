import { execFileSync } from "node:child_process";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ObjectFormat, objectId } from "../../src/base/digest.ts";
import { treeId, treeWithout } from "../../src/base/git-tree.ts";
import { type RepoPath, repoPath } from "../../src/base/path.ts";
import type { TreeEntry } from "../../src/base/ports.ts";
import { makeRepository, type TestRepository } from "../support/repository.ts";

const path = (text: string): RepoPath => {
  const checked = repoPath(text);
  if (checked === undefined) throw new Error(`not a path: ${text}`);
  return checked;
};
const entry = (
  name: string,
  format: ObjectFormat = "sha1",
  mode: TreeEntry["mode"] = "100644",
): TreeEntry => ({
  path: path(name),
  mode,
  blob: objectId("blob", Buffer.from(name), format),
});

/** The tree that Git itself makes of the entries, through an index of its own. */
function byGit({ root, environment }: TestRepository, entries: readonly TreeEntry[]): string {
  const git = (args: readonly string[], input = ""): string =>
    execFileSync("git", [...args], { cwd: root, env: environment, input })
      .toString()
      .trim();
  git(["read-tree", "--empty"]);
  git(
    ["update-index", "-z", "--index-info"],
    entries.map(({ mode, blob, path: name }) => `${mode} ${blob}\t${name}\0`).join(""),
  );
  return git(["write-tree", "--missing-ok"]);
}

const repositories = new Map<ObjectFormat, TestRepository>();
beforeAll(async () => {
  for (const format of ["sha1", "sha256"] as const) {
    // oxlint-disable-next-line no-await-in-loop -- two repositories, each a few child processes
    repositories.set(format, await makeRepository({}, { format }));
  }
});
afterAll(async () => {
  await Promise.all([...repositories.values()].map((repository) => repository.remove()));
});

const names = ["a", "a.b", "a-b", "a0", "ab", "b", "ä", "\u{1F600}", "\uFB33", "z z", "x\ny"];
const tree = fc
  .uniqueArray(fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 12,
    selector: (parts) => parts.join("/"),
  })
  .map((list) => list.map((parts) => parts.join("/")))
  .map((paths) => paths.filter((one) => !paths.some((other) => other.startsWith(`${one}/`))));

test.each(["sha1", "sha256"] as const)(
  "the id of any tree is Git's own, in a %s repository",
  (format) => {
    const repository = repositories.get(format);
    expect(repository).toBeDefined();
    const modes = ["100644", "100755", "120000", "160000"] as const;
    fc.assert(
      fc.property(tree, fc.nat(), (paths, salt) => {
        const entries = paths.map((one, index) => entry(one, format, modes[(index + salt) % 4]));
        expect(treeId(entries.toReversed(), format)).toBe(byGit(repository!, entries));
      }),
      { numRuns: 20 },
    );
  },
);

test("a tree without files is Git's empty tree", () => {
  expect(treeId([], "sha1")).toBe("4b825dc642cb6eb9a060e54bf8d69288fbee4904");
  expect(treeId([], "sha256")).toBe(
    "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
  );
});

test("folders that are left out do not show, and others with like names do", () => {
  const folders = [".lineage/entries/", ".lineage/trust/"];
  const source = [entry("a.yaml"), entry(".lineage/baseline.json"), entry(".lineage/entries.txt")];
  const ledger = [entry(".lineage/entries/ab/x.json"), entry(".lineage/trust/1.root.json")];
  expect(treeWithout([...source, ...ledger], folders, "sha1")).toBe(treeId(source, "sha1"));
  expect(treeWithout(source, folders, "sha1")).not.toBe(
    treeWithout(source.slice(0, 2), folders, "sha1"),
  );
  const onlyLedger: readonly TreeEntry[] = ledger;
  expect(treeWithout([entry("a.yaml"), ...onlyLedger], folders, "sha1")).toBe(
    treeId([entry("a.yaml")], "sha1"),
  );
});

test("one byte of a name, a mode or a blob id changes the tree", () => {
  const base = treeId([entry("a/b")], "sha1");
  const blob = objectId("blob", Buffer.from("other"));
  const others = [
    treeId([entry("a/c")], "sha1"),
    treeId([entry("a/b", "sha1", "100755")], "sha1"),
    treeId([{ ...entry("a/b"), blob }], "sha1"),
  ];
  expect(others).not.toContain(base);
});
