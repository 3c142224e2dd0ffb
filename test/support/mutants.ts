// Trees as an attacker, or a tired person, would make them: valid specs with something wrong.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { parseAllDocuments } from "yaml";
import { byCodeUnit } from "../../src/base/compare.ts";
import { objectId, type ObjectId } from "../../src/base/digest.ts";
import type { Json } from "../../src/base/json.ts";
import { repoPath } from "../../src/base/path.ts";
import type { FileMode, ReadTree, TreeEntry } from "../../src/base/ports.ts";

export interface MutantFile {
  readonly path: string;
  readonly text: string;
  readonly mode: FileMode;
}

/** The texts of all specs of the example. */
const texts: readonly string[] = specsBelow("examples/customer-segmentation").map((path) =>
  readFileSync(path, "utf8"),
);

/** The documents of its YAML files as plain values. */
const documents: readonly Json[] = texts
  .filter((text) => text.includes("apiVersion: "))
  .flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as Json));

function specsBelow(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => /\.(?:ya?ml|toml)$/u.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted(byCodeUnit);
}

const oddities: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    0,
    -1,
    1.5,
    1e21,
    "",
    " ",
    "*",
    "[]",
    "{{ x }}",
    "__proto__",
    "constructor",
    "../..",
    "a/b#c",
    "\u202e\u001b[2J",
    "1e999",
    "-3",
    "P9999999Y",
    "s3://x",
    "team/x",
    [],
    {},
    [[]],
    [null],
    { "": "" },
    { ref: "shop/orders" },
  ),
  fc.string({ unit: "grapheme", maxLength: 20 }),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
);

/** The value with some of its nodes exchanged, doubled or taken away. */
function shaken(value: Json, changes: readonly { readonly at: number; readonly to: Json }[]): Json {
  return changes.reduce<Json>((before, { at, to }) => {
    let left = at % Math.max(1, countOf(before));
    const visit = (node: Json): Json => {
      left -= 1;
      if (left === -1) return to;
      if (Array.isArray(node)) return node.map(visit);
      if (typeof node !== "object" || node === null) return node;
      return Object.fromEntries(
        Object.entries(node).map(([key, item]) => [
          left === 0 && typeof to === "string" ? to : key,
          visit(item),
        ]),
      );
    };
    return visit(before);
  }, value);
}

function countOf(value: Json): number {
  if (typeof value !== "object" || value === null) return 1;
  const items: readonly Json[] = Object.values(value);
  return items.reduce<number>((total, item) => total + countOf(item), 1);
}

const shape: fc.Arbitrary<string> = fc
  .record({
    document: fc.constantFrom(...documents),
    changes: fc.array(fc.record({ at: fc.nat(200), to: oddities }), { maxLength: 3 }),
  })
  .map(({ document, changes }) => JSON.stringify(shaken(document, changes)));

/** A text with a piece cut out, put in, doubled or moved. */
const spelling: fc.Arbitrary<string> = fc
  .record({
    text: fc.constantFrom(...texts),
    at: fc.nat(4000),
    length: fc.nat(60),
    piece: fc.oneof(
      fc.constantFrom(
        "{",
        "]",
        ": ",
        "- ",
        "\t",
        "&a ",
        "*a ",
        "<<: ",
        "---\n",
        "!!binary ",
        "\u0000",
        "\ud800",
        '"',
        "'",
        "|",
        "\r\n",
        "#",
      ),
      fc.string({ maxLength: 8 }),
    ),
  })
  .map(({ text, at, length, piece }) => {
    const start = at % text.length;
    return text.slice(0, start) + piece + text.slice(start + length);
  });

const content: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: shape },
  {
    weight: 2,
    arbitrary: fc.array(shape, { minLength: 2, maxLength: 4 }).map((all) => all.join("\n---\n")),
  },
  { weight: 3, arbitrary: spelling },
  { weight: 1, arbitrary: fc.constantFrom(...texts) },
);

const path: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    "a.yaml",
    "b.yaml",
    "lineage/shop.yaml",
    "x.json",
    "y.toml",
    "data-pipelines/customer-segmentation/train.yaml",
    "__proto__.yaml",
    "kustomization.yaml",
    ".lineage/baseline.json",
    ".lineage/x",
    "-\u001b\n.yaml",
  ),
  fc
    .tuple(fc.stringMatching(/^[a-z]{1,3}$/u), fc.constantFrom("yaml", "yml", "json", "toml"))
    .map(([name, ext]) => `${name}/${name}.${ext}`),
);

const file: fc.Arbitrary<MutantFile> = fc.record({
  path,
  text: content,
  mode: fc.constantFrom<FileMode>("100644", "100644", "100644", "100755", "120000", "160000"),
});

const config: fc.Arbitrary<MutantFile> = fc.record({
  path: fc.constantFrom("lineagectl.yaml"),
  text: fc.oneof(
    { weight: 3, arbitrary: fc.constant("repo: {urls: [https://git.example.com/acme/shop]}\n") },
    { weight: 1, arbitrary: spelling },
    {
      weight: 1,
      arbitrary: oddities.map((value) =>
        JSON.stringify({
          repo: { urls: ["https://git.example.com/acme/shop"], namespace: value },
          identity: { aliases: value },
          cost: value,
        }),
      ),
    },
  ),
  mode: fc.constant<FileMode>("100644"),
});

/** A tree's files, no path a folder of another. */
export const mutantFiles: fc.Arbitrary<readonly MutantFile[]> = fc
  .record({ config, files: fc.uniqueArray(file, { selector: (one) => one.path, maxLength: 6 }) })
  .map(({ config: first, files }) => [first, ...files]);

/** The tree that holds these files, in memory. */
export function treeOfMutants(files: readonly MutantFile[]): ReadTree {
  const known = new Map<ObjectId, Uint8Array>();
  const entries = files.flatMap(({ path: name, text, mode }): readonly TreeEntry[] => {
    const checked = repoPath(name);
    const bytes = Buffer.from(text);
    const blob = objectId("blob", bytes);
    known.set(blob, bytes);
    return checked === undefined ? [] : [{ path: checked, mode, blob }];
  });
  return {
    label: "memory",
    tree: objectId("tree", Buffer.from(JSON.stringify(files))),
    format: "sha1",
    list: () => Promise.resolve(entries.toSorted((a, b) => byCodeUnit(a.path, b.path))),
    read: (blobs) => Promise.resolve(blobs.map((blob) => known.get(blob))),
  };
}
