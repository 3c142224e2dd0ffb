import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, afterAll, expect, test } from "vitest";
import { attest } from "../../src/app/attest.ts";
import { verify } from "../../src/app/verify.ts";
import { hostAt, makeTrust, testDay, type TestTrust } from "../support/host.ts";
import { makeRepository, type FilesToWrite, type TestRepository } from "../support/repository.ts";

const example = "examples/customer-segmentation";
let repository: TestRepository;
let trust: TestTrust;

beforeAll(async () => {
  trust = await makeTrust();
  repository = await makeRepository({
    ...(await filesBelow(example)),
    ...trust.files,
    ".lineage/.gitattributes": "* -text\n",
  });
  await attest(await hostAt(repository.root), trust.signer, { all: true, asOf: testDay });
  await repository.commit({}, "sign everything");
});
afterAll(() => repository.remove());

test("the example as it was signed verifies, with every covered file attested", async () => {
  const { report } = await verified();
  expect(report.diagnostics.map(({ message }) => message)).toEqual([]);
  expect(report.verdict).toBe("pass");
  expect(report.counts.covered).toBeGreaterThan(10);
  expect(report.counts.paths.attested).toBe(report.counts.covered);
});

test(
  "one changed byte in any covered file is caught at that file",
  { timeout: 120_000 },
  async () => {
    const { report } = await verified();
    const missed: string[] = [];
    for (const { path } of report.paths) {
      // oxlint-disable-next-line no-await-in-loop -- one file is broken at a time
      const found = await rulesWith(path, middleFlipped);
      // A byte may break the syntax as well; that the file is not what was signed is said all the same.
      if (!found.some(([rule, place]) => rule === "ATT-019" && place === path))
        missed.push(`${path}: ${String(found)}`);
    }
    expect(missed).toEqual([]);
  },
);

test("one changed byte at any position of an entry is caught", { timeout: 120_000 }, async () => {
  const path = await entryPath();
  const { length } = await readFile(join(repository.root, path));
  for (const position of spread(length, 12)) {
    // oxlint-disable-next-line no-await-in-loop -- one byte is broken at a time
    const found = await rulesWith(path, (bytes) => flippedAt(bytes, position));
    expect(found.map(([rule]) => rule)).toContain("ATT-002");
    expect(found.map(([rule]) => rule)).toContain("ATT-027");
  }
});

test(
  "one changed byte at any position of the trust root is caught",
  { timeout: 120_000 },
  async () => {
    const path = ".lineage/trust/1.root.json";
    const { length } = await readFile(join(repository.root, path));
    for (const position of spread(length, 12)) {
      // oxlint-disable-next-line no-await-in-loop -- one byte is broken at a time
      const found = await rulesWith(path, (bytes) => flippedAt(bytes, position));
      expect(found.map(([rule]) => rule)).toContain("ATT-007");
    }
  },
);

test("an entry under another name, and one that is gone, are caught", async () => {
  const path = await entryPath();
  const bytes = await readFile(join(repository.root, path));
  const other = `.lineage/entries/00/${"0".repeat(64)}.sigstore.json`;
  await repository.write({ [path]: undefined, [other]: bytes });
  const moved = (await verified()).report;
  await repository.write({ [path]: undefined, [other]: undefined });
  const gone = (await verified()).report;
  await repository.write({ [path]: bytes });
  expect(moved.diagnostics.map(({ rule }) => rule)).toContain("ATT-002");
  expect(gone.diagnostics.map(({ rule }) => rule)).toContain("ATT-027");
  expect([moved.verdict, gone.verdict]).toEqual(["fail", "fail"]);
});

/** The one entry of the repository. */
async function entryPath(): Promise<string> {
  const names = await readdir(join(repository.root, ".lineage/entries"), { recursive: true });
  return `.lineage/entries/${names.find((name) => name.endsWith(".json"))}`;
}

async function verified(): ReturnType<typeof verify> {
  return verify(await hostAt(repository.root), { trustRoot: `sha256:${trust.digest}` });
}

/** What a verification says while the file is changed; the file is put back. */
async function rulesWith(
  path: string,
  change: (bytes: Buffer) => Buffer,
): Promise<readonly (readonly [string, string])[]> {
  const file = join(repository.root, path);
  const bytes = await readFile(file);
  await writeFile(file, change(bytes));
  try {
    const { report } = await verified();
    expect(report.verdict).toBe("fail");
    return report.diagnostics.map(({ rule, place }) => [rule, place.path] as const);
  } finally {
    await writeFile(file, bytes);
  }
}

function middleFlipped(bytes: Buffer): Buffer {
  return flippedAt(bytes, Math.floor(bytes.length / 2));
}

function flippedAt(bytes: Buffer, position: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[position] = (changed[position] ?? 0) ^ 0x01;
  return changed;
}

function spread(length: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) =>
    Math.floor((index * (length - 1)) / (count - 1)),
  );
}

async function filesBelow(folder: string): Promise<FilesToWrite> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(
    files.map(async (file) => [file.slice(folder.length + 1), await readFile(file)] as const),
  );
  return Object.fromEntries(contents);
}
