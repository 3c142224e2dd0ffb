// A repository whose files are all attested, as the attacks on its ledger find it.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { makeEntry, readEntry } from "../../src/attest/entry.ts";
import type { Statement } from "../../src/attest/statement.ts";
import { canonicalJson } from "../../src/base/canonical.ts";
import type { Json } from "../../src/base/json.ts";
import type { RepoPath } from "../../src/base/path.ts";
import { attest } from "../../src/app/attest.ts";
import { verify, type VerifyOptions } from "../../src/app/verify.ts";
import type { VerifyReport } from "../../src/attest/verify-report.ts";
import type { Host } from "../../src/app/host.ts";
import type { Signer } from "../../src/base/ports.ts";
import { configFile, dataset, hostAt, makeTrust, testDay, type TestTrust } from "./host.ts";
import { given } from "./opened.ts";
import type { FilesToWrite, TestRepository } from "./repository.ts";

export interface Attested {
  readonly repository: TestRepository;
  readonly trust: TestTrust;
}

/** Two datasets, attested and committed on `main`. */
export async function givenAttested(more: FilesToWrite = {}, key?: TestTrust): Promise<Attested> {
  const trust = key ?? (await makeTrust());
  const repository = await given({
    "lineagectl.yaml": configFile(["dataset"]),
    "a.yaml": dataset("a"),
    "b.yaml": dataset("b"),
    ".lineage/.gitattributes": "* -text\n",
    ...trust.files,
    ...more,
  });
  await attestAll(repository, trust.signer);
  await repository.commit({}, "attest");
  return { repository, trust };
}

export async function attestAll({ root }: TestRepository, signer: Signer): Promise<void> {
  await attest(await hostAt(root), signer, { all: true, asOf: testDay });
}

/** Signs what the working tree changes against HEAD. */
export async function attestChange({ root }: TestRepository, signer: Signer): Promise<void> {
  await attest(await hostAt(root), signer, { base: "HEAD", asOf: testDay });
}

/** Verifies the working tree, anchored at the first trust root unless the options say otherwise. */
export async function verified(
  { repository, trust }: Attested,
  options: VerifyOptions = { trustRoot: `sha256:${trust.digest}` },
  host: Partial<Host> = {},
): Promise<VerifyReport> {
  return (await verify(await hostAt(repository.root, host), options)).report;
}

/** What a report complains of, as `RULE path`, errors only, each once. */
export function errorsIn({ diagnostics }: VerifyReport): readonly string[] {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  return [...new Set(errors.map(({ rule, place }) => `${rule} ${place.path}`))];
}

/** Paths of the entries that lie in the working tree, sorted. */
export async function entriesOf({ root }: TestRepository): Promise<readonly string[]> {
  const folder = ".lineage/entries";
  const names = await readdir(join(root, folder), { recursive: true });
  return names
    .filter((name) => name.endsWith(".json"))
    .map((name) => `${folder}/${name}`)
    .toSorted();
}

export async function bytesAt({ root }: TestRepository, path: string): Promise<Buffer> {
  return readFile(join(root, path));
}

/** The statement that an entry carries, as plain JSON to be changed. */
export async function statementAt(repository: TestRepository, path: string): Promise<Statement> {
  const file = { path: path as RepoPath, mode: "100644", bytes: await bytesAt(repository, path) };
  const bundle = readEntry(file);
  if (!bundle.ok) throw new Error(bundle.problem.message);
  return JSON.parse(Buffer.from(bundle.value.payload).toString("utf8")) as Statement;
}

/** The entry file of any value at all, as if it were a statement: what a malicious signer could make. */
export async function forged(
  value: unknown,
  signer: Signer,
): Promise<FilesToWrite & { readonly [path: string]: Uint8Array }> {
  const payload = Buffer.from(`${canonicalJson(value as Json)}\n`);
  const { path, bytes } = await makeEntry(payload, signer);
  return { [path]: bytes };
}
