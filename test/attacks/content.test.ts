// What a file can hold. Each of these lies in one repository with one good file, judged in one run.
import { beforeAll, expect, test } from "vitest";
import { findingsIn, lineagectl, type Run } from "../support/attacks.ts";
import { configFile, dataset } from "../support/host.ts";
import { makeRepository, type FileContent, type TestRepository } from "../support/repository.ts";

const head = "apiVersion: lineagectl.dev/v1\nkind: Dataset\n";
const tomlHead = 'apiVersion = "lineagectl.dev/v1"\nkind = "Dataset"\n';
const jsonHead = '{"apiVersion":"lineagectl.dev/v1","kind":"Dataset",';
const deep = 10_000;
const lists = "[".repeat(deep) + "]".repeat(deep);

/** Ten anchors, each of ten times the one before: ten thousand million values in 400 bytes. */
const bomb = "abcdefghij"
  .split("")
  .map(
    (name, index, names) =>
      `${name}: &${name} [${Array.from({ length: 10 }, () => (index === 0 ? "x" : `*${names[index - 1]}`)).join(",")}]`,
  )
  .join("\n");

/** What, path, content, the rule that must name the path. */
const hostile: readonly (readonly [string, string, FileContent, string])[] = [
  ["a YAML bomb", "bomb.yaml", `${head}${bomb}\n`, "SYN-005"],
  ["a scalar of 5 MiB", "large.yaml", `${head}x: ${"a".repeat(5 * 1024 * 1024)}`, "SYN-003"],
  ["YAML lists nested 10,000 deep", "deep.yaml", `${head}x: ${lists}`, "SYN-004"],
  [
    "YAML blocks nested 10,000 deep",
    "blocks.yaml",
    `${head}x:\n  ${"- ".repeat(deep)}x`,
    "SYN-004",
  ],
  ["JSON lists nested 10,000 deep", "deep.json", `${jsonHead}"x":${lists}}`, "SYN-004"],
  [
    "JSON objects nested 10,000 deep",
    "objects.json",
    `${jsonHead}"x":${'{"a":'.repeat(deep)}1${"}".repeat(deep)}}`,
    "SYN-004",
  ],
  ["TOML lists nested 10,000 deep", "deep.toml", `${tomlHead}x = ${lists}\n`, "SYN-004"],
  [
    "TOML tables nested 10,000 deep",
    "tables.toml",
    `${tomlHead}[${Array.from({ length: deep }, () => "a").join(".")}]\n`,
    "SYN-004",
  ],
  ["a key twice in YAML", "twice.yaml", `${head}kind: Dataset\n`, "SYN-006"],
  ["a key twice in JSON", "twice.json", `${jsonHead}"kind":"Dataset"}`, "SYN-006"],
  ["a key twice in TOML", "twice.toml", `${tomlHead}kind = "Dataset"\n`, "SYN-006"],
  ["binary bytes", "binary.yaml", Buffer.from(`${head}\u0000\u0001`), "SYN-002"],
  ["bytes that are no UTF-8", "latin.yaml", Buffer.from(`${head}# \u00e9\n`, "latin1"), "SYN-002"],
  ["UTF-16", "wide.yaml", Buffer.from(`\ufeff${dataset("wide")}`, "utf16le"), "SYN-002"],
  ["a template", "template.yaml", `${head}metadata: {{ .Values.metadata }}\n`, "SYN-020"],
  [
    "unresolved conflict marks",
    "conflict.yaml",
    `<<<<<<< ours\n${dataset("a")}=======\n${dataset("b")}>>>>>>> theirs\n`,
    "SYN-001",
  ],
  [
    "a pointer to Git LFS",
    "lfs.yaml",
    "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
    "",
  ],
  ["an empty file", "empty.yaml", "", ""],
  ["only a byte order mark", "mark.yaml", "\ufeff", ""],
  ["a link that leaves the repository", "outside.yaml", { symlink: "../../../../etc/passwd" }, ""],
  ["a link to itself", "self.yaml", { symlink: "self.yaml" }, ""],
  ["a link to a spec", "link.yaml", { symlink: "good.yaml" }, ""],
  ["a directory named like a spec", "directory.yaml/good2.yaml", dataset("below"), ""],
];

let repository: TestRepository;
let run: Run;

beforeAll(async () => {
  const files = hostile.map(([, path, content]) => [path, content] as const);
  repository = await makeRepository({
    "lineagectl.yaml": configFile(),
    "good.yaml": dataset("good"),
    ...Object.fromEntries(files),
  });
  run = await lineagectl(repository.root, ["check", "--format", "json"]);
  return () => repository.remove();
});

test.each(hostile.filter(([, , , rule]) => rule !== ""))(
  "%s: a finding at its file",
  (_, path, __, rule) => {
    expect(findingsIn(run)).toContain(`${rule} ${path}`);
  },
);

test.each(hostile.filter(([, , , rule]) => rule === ""))(
  "%s: nothing to complain of",
  (_, path) => {
    expect(findingsIn(run).filter((finding) => finding.endsWith(` ${path}`))).toEqual([]);
  },
);

test("the good files beside them are judged, and the run says that not all is well", () => {
  expect(run.status).toBe(1);
  const { assets } = JSON.parse(run.out).snapshot;
  expect(assets).toBe(2);
});
