// Each folder below fixtures/policy/<RULE>/ is a small repository, read and judged from its bytes;
// a folder `base` in it is what it is compared with.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lineageViewOf } from "../../src/app/lineage-view.ts";
import { objectId } from "../../src/base/digest.ts";
import { repoPath } from "../../src/base/path.ts";
import type { ReadTree, TreeEntry } from "../../src/base/ports.ts";
import type { Judgement } from "../../src/model/judgement.ts";
import { rules } from "../../src/policy/generated/rules.mjs";
import { judge } from "../../src/policy/judge.ts";
import { loadPack } from "../../src/policy/pack.ts";
import type { Side } from "../../src/policy/scene.ts";
import { locate } from "../../src/source/locate.ts";
import { readConfig } from "../../src/workspace/config.ts";
import { snapshotOf } from "../../src/workspace/snapshot.ts";
import { asOf } from "../support/policies.ts";

const root = "fixtures/policy";
const pack = await loadPack({ builtin: rules, version: "1", declarations: [] });

/** The folder as a tree, every file a blob. */
function treeOf(folder: string): ReadTree {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .toSorted();
  const bytes = files.map((file) => new Uint8Array(readFileSync(join(folder, file))));
  const blobs = bytes.map((content) => objectId("blob", content));
  const entries = files.flatMap((file, index): TreeEntry[] => {
    const [path, blob] = [repoPath(file), blobs[index]];
    return path === undefined || blob === undefined ? [] : [{ path, mode: "100644", blob }];
  });
  return {
    label: folder,
    tree: objectId("tree", new Uint8Array()),
    format: "sha1",
    list: () => Promise.resolve(entries),
    read: (wanted) => Promise.resolve(wanted.map((blob) => bytes[blobs.indexOf(blob)])),
  };
}

async function sideIn(folder: string): Promise<Side> {
  const tree = treeOf(folder);
  const { snapshot } = await snapshotOf(tree, await readConfig(tree), new Map());
  expect(snapshot.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return { snapshot, view: lineageViewOf(snapshot) };
}

async function judgedIn(folder: string): Promise<readonly Judgement[]> {
  const [path, before] = [join(root, folder), join(root, folder, "base")];
  const base = existsSync(before) ? { base: await sideIn(before) } : {};
  return judge({ pack, ...(await sideIn(path)), ...base, asOf }).judgements;
}

/** Where what breaks one rule cannot but break another. */
const companions: Readonly<Record<string, readonly string[]>> = {
  "PRIV-004/fail": ["PRIV-010"],
  "PRIV-008/undecided": ["PRIV-007", "PRIV-010"],
};

const folders = readdirSync(root).flatMap((rule) =>
  readdirSync(join(root, rule)).map((folder) => [rule, folder] as const),
);

test.each(folders)("%s judges its folder %s as its name says", async (rule, folder) => {
  const found = await judgedIn(join(rule, folder));
  const verdicts = new Set(found.filter((one) => one.rule === rule).map(({ verdict }) => verdict));
  const expected = folder.startsWith("pass") ? [] : [folder];
  expect([...verdicts]).toEqual(expected);
  // A fixture of one rule is no accident of another.
  const others = found.filter((one) => one.verdict === "fail" && one.rule !== rule);
  expect([...new Set(others.map((one) => one.rule))]).toEqual(
    companions[`${rule}/${folder}`] ?? [],
  );
});

test.each([
  ["PRIV-008/fail", ["segments.yaml: 365"]],
  ["PRIV-019/fail", ["training-input.yaml: shop/customers#email"]],
  ["OPS-001/fail", ["trainer.yaml: registry.example/trainer:1.4.2"]],
  ["AI-002/fail", ["churn.yaml: ai"]],
  ["OWN-001/fail", ["orders.yaml: owner", "orders.yaml: load-orders"]],
])("findings in %s stand at the node that caused them", async (folder, nodes) => {
  const [rule] = folder.split("/");
  const found = (await judgedIn(folder)).flatMap((one) =>
    one.verdict === "fail" && one.rule === rule ? [one.diagnostic.place] : [],
  );
  const shown = found.map((place) => {
    const text = readFileSync(join(root, folder, place.path), "utf8");
    const { start, end } = locate(place, text);
    return `${place.path}: ${text.slice(start, end).replaceAll('"', "")}`;
  });
  expect(shown).toEqual(nodes);
});
