import { expect, test } from "vitest";
import type { ReadTree } from "../../src/base/ports.ts";
import { candidates, readFiles, readingKey } from "../../src/workspace/readings.ts";
import { memoryTree } from "../support/memory-tree.ts";

const head = "apiVersion: lineagectl.dev/v1\nkind: Dataset\nmetadata: {name: a, namespace: n}\n";
const policy = "apiVersion: lineagectl.dev/v1\nkind: Policy\nmetadata: {id: X-1}\nspec: 1\n";
const nothing = new Map();

async function readingsOf(tree: ReadTree, known = nothing): ReturnType<typeof readFiles> {
  return readFiles(tree, await tree.list(), known);
}

test("readings are in the order of their paths, whichever were known", async () => {
  const tree = memoryTree({ "c.yaml": head, "a.yaml": head, "b.yaml": "just: text\n" });
  const readings = await readingsOf(tree);
  expect(readings.map(({ path }) => path)).toEqual(["a.yaml", "b.yaml", "c.yaml"]);
  const known = new Map(readings.slice(1).map((reading) => [readingKey(reading), reading]));
  const again = await readingsOf(tree, known);
  expect(again).toEqual(readings);
  expect(again[2]).toBe(readings[2]);
});

test("what is known is not read", async () => {
  const tree = memoryTree({ "a.yaml": head, "b.yaml": `${head}# another blob\n` });
  const [first] = await readingsOf(tree);
  const read: string[] = [];
  const watched: ReadTree = {
    ...tree,
    read: (blobs, limit) => {
      read.push(...blobs);
      return tree.read(blobs, limit);
    },
  };
  await readingsOf(watched, new Map(first === undefined ? [] : [[readingKey(first), first]]));
  expect(read).toHaveLength(1);
  expect(read).not.toContain(first?.blob);
});

test("documents of somebody are counted, of all that a file holds", async () => {
  const workload = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: w}\n";
  const [reading] = await readingsOf(
    memoryTree({ "a.yaml": [head, "just: text\n", workload].join("---\n") }),
  );
  expect(reading?.documents).toBe(2);
  expect(new Set(reading?.claims.map(({ tool }) => tool))).toEqual(new Set(["own", "kubernetes"]));
});

test("a broken policy decides nothing and is a gate all the same", async () => {
  const [broken, plain] = await readingsOf(memoryTree({ "a.yaml": policy, "b.yaml": head }));
  expect(broken).toMatchObject({ gate: true, declarations: [] });
  expect(broken?.diagnostics.map(({ rule }) => rule)).toContain("SCH-003");
  expect(plain?.gate).toBe(false);
});

test("a file that cannot be had is said to be unread", async () => {
  const tree: ReadTree = {
    ...memoryTree({ "a.yaml": head, "b.json": "{}" }),
    read: (blobs) => Promise.resolve(blobs.map(() => undefined)),
  };
  const found = (await readingsOf(tree)).flatMap(({ diagnostics }) => diagnostics);
  expect(found.map(({ rule, severity }) => [rule, severity])).toEqual([
    ["SYN-003", "error"],
    ["SYN-003", "info"],
  ]);
});

test("a file of more claims than a call has arguments is read", async () => {
  const columns = Array.from({ length: 200_000 }, (_, index) => ({ name: `c${index}` }));
  const dataset = {
    apiVersion: "lineagectl.dev/v1",
    kind: "Dataset",
    metadata: { name: "wide", namespace: "n" },
    spec: { columns },
  };
  const [reading] = await readingsOf(memoryTree({ "a.json": JSON.stringify(dataset) }));
  expect(reading?.claims.length).toBeGreaterThan(200_000);
});

test("candidates are regular spec files within the scan, the ledger and the configuration apart", async () => {
  const tree = memoryTree({
    "a.yaml": head,
    "b/c.toml": "",
    "b/d.txt": "",
    "e.json": "{}",
    "lineagectl.yaml": "",
    ".lineage/trust/1.root.json": "{}",
  });
  const entries = await tree.list();
  const paths = (include: readonly string[], exclude: readonly string[]): readonly string[] =>
    candidates(entries, { include, exclude }).map(({ path }) => path);
  expect(paths([], [])).toEqual(["a.yaml", "b/c.toml", "e.json"]);
  expect(paths(["b/**"], [])).toEqual(["b/c.toml"]);
  expect(paths([], ["*.json"])).toEqual(["a.yaml", "b/c.toml"]);
  const link = entries.map((entry) => ({ ...entry, mode: "120000" as const }));
  expect(candidates(link, { include: [], exclude: [] })).toEqual([]);
});

test("a pointer of Git LFS is a finding at its first line; text that only speaks of one is read", async () => {
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"4".repeat(64)}\nsize 12345\n`;
  const [yaml, json, prose] = await readingsOf(
    memoryTree({
      "a.yaml": pointer,
      "b.json": pointer,
      "c.yaml": `# ${pointer.replaceAll("\n", " ")}\n${head}`,
    }),
  );
  expect(yaml?.diagnostics).toMatchObject([
    {
      rule: "SYN-021",
      severity: "error",
      place: { in: "range", path: "a.yaml", start: 0, end: 42 },
    },
  ]);
  expect(json?.diagnostics).toMatchObject([{ rule: "SYN-021", severity: "info" }]);
  expect(prose?.claims).not.toEqual([]);
});
