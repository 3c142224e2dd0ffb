// Keys, statements and small ledgers for tests. The seeds are public: nothing here protects anything.
import { createHash, createPrivateKey, createPublicKey } from "node:crypto";
import { buildStatement, type StatementFacts } from "../../src/attest/build-statement.ts";
import { type LedgerFile, makeEntry, type NewEntry } from "../../src/attest/entry.ts";
import { headsOf } from "../../src/attest/heads.ts";
import { readPublicKey } from "../../src/attest/keys.ts";
import type { PrivateKey } from "../../src/attest/private-key.ts";
import { signerOf } from "../../src/attest/signer.ts";
import { makeFirstRoot, type TrustFile } from "../../src/attest/trust-chain.ts";
import { currentHeads, verify } from "../../src/attest/verify.ts";
import type { VerifyInput, VerifyReport } from "../../src/attest/verify-report.ts";
import { objectId, type ObjectId, sha256 } from "../../src/base/digest.ts";
import { type RepoPath, repoPath } from "../../src/base/path.ts";
import type { Day } from "../../src/base/ports.ts";

const pkcs8Prefix = Buffer.from("302e020100300506032b657004220420", "hex");

export function testKey(name: string): PrivateKey {
  const seed = createHash("sha256").update(name).digest();
  const key = Buffer.concat([pkcs8Prefix, seed]);
  const handle = createPrivateKey({ key, format: "der", type: "pkcs8" });
  const read = readPublicKey(createPublicKey(handle).export({ format: "der", type: "spki" }));
  if (!read.ok) throw new Error(read.fault);
  return { publicKey: read.key, handle };
}

export const author: PrivateKey = testKey("lineagectl test key 1");
export const stranger: PrivateKey = testKey("lineagectl test key 2");

export function path(text: string): RepoPath {
  const checked = repoPath(text);
  if (checked === undefined) throw new Error(`not a path: ${text}`);
  return checked;
}

export const day = "2026-11-24" as Day;
export const repository = "git+https://github.com/acme/shop";
const total = { low: "1", expected: "1.5", high: "2", unknown: 0 };

/** Facts that hold together; what a test is about replaces its part. */
export function facts(over: Partial<StatementFacts> = {}): StatementFacts {
  return {
    asOf: day,
    repository,
    head: objectId("tree", Buffer.from("")),
    config: sha256("config"),
    snapshot: { sha256: sha256("snapshot"), assets: 2, edges: 1 },
    files: [],
    removed: [],
    heads: headsOf([]),
    changes: [],
    policy: { packs: [], counts: { pass: 1, fail: 0, undecided: 0, error: 0 }, findings: [] },
    cost: { currency: "EUR", prices: sha256("prices"), before: total, after: total, change: total },
    pins: [],
    tool: { name: "lineagectl", version: "0.1.0", sha256: sha256("tool") },
    ...over,
  };
}

export function digestsOf(name: string, content: string): StatementFacts["files"][number] {
  const bytes = Buffer.from(content);
  return { path: path(name), gitBlob: objectId("blob", bytes) as ObjectId, sha256: sha256(bytes) };
}

export type Contents = Readonly<Record<string, string>>;

/** A repository as far as a verification sees it. */
export interface Ledger {
  readonly trust: readonly TrustFile[];
  readonly entries: readonly LedgerFile[];
  readonly files: Contents;
}

export async function emptyLedger(key: PrivateKey = author, files: Contents = {}): Promise<Ledger> {
  const first = { origin: "example.com/lineage", key: key.publicKey, owner: "author" };
  return { trust: [await makeFirstRoot(first, signerOf(key))], entries: [], files };
}

export function fileOf({ path: at, bytes }: NewEntry): LedgerFile {
  return { path: at, mode: "100644", bytes };
}

/** The ledger after a change of files (undefined: deleted) that was attested, by the author if nobody else is named. */
export async function attested(
  ledger: Ledger,
  change: Readonly<Record<string, string | undefined>>,
  {
    key = author,
    over = {},
  }: { readonly key?: PrivateKey; readonly over?: Partial<StatementFacts> } = {},
): Promise<Ledger> {
  const { payload } = buildStatement(factsOfChange(ledger, change, over));
  const entry = await makeEntry(payload, signerOf(key));
  return {
    ...ledger,
    files: changed(ledger.files, change),
    entries: [...ledger.entries, fileOf(entry)],
  };
}

export function factsOfChange(
  ledger: Ledger,
  change: Readonly<Record<string, string | undefined>>,
  over: Partial<StatementFacts> = {},
): StatementFacts {
  const files = Object.entries(change).flatMap(([name, content]) =>
    content === undefined ? [] : [digestsOf(name, content)],
  );
  const removed = Object.entries(change).flatMap(([name, content]) =>
    content === undefined ? [digestsOf(name, ledger.files[name] ?? "")] : [],
  );
  return facts({ files, removed, heads: currentHeads(ledger), ...over });
}

export function changed(
  files: Contents,
  change: Readonly<Record<string, string | undefined>>,
): Contents {
  const all = Object.entries({ ...files, ...change });
  return Object.fromEntries(
    all.flatMap(([name, content]) => (content === undefined ? [] : [[name, content]])),
  );
}

/** What `verify` looks at: every file covered and a dataset, the ledger's own first root as anchor. */
export function inputOf(ledger: Ledger, over: Partial<VerifyInput> = {}): VerifyInput {
  const [root] = ledger.trust;
  const covered = Object.entries(ledger.files).map(([name, content]) => ({
    ...digestsOf(name, content),
    kinds: ["dataset"] as const,
  }));
  return {
    entries: ledger.entries,
    trust: ledger.trust,
    ...(root && { anchor: { trustRootBytes: root.bytes } }),
    ci: false,
    repository,
    covered,
    tree: new Set(Object.keys(ledger.files)),
    ledgerPaths: [],
    require: [],
    ...over,
  };
}

export async function verified(
  ledger: Ledger,
  over: Partial<VerifyInput> = {},
): Promise<VerifyReport> {
  return verify(inputOf(ledger, over));
}

/** The codes of rules that a report names as errors, as `ATT-NNN`, each once and sorted. */
export function errorsOf({ diagnostics }: VerifyReport): readonly string[] {
  const rules = diagnostics.filter(({ severity }) => severity === "error").map(({ rule }) => rule);
  return [...new Set(rules)].toSorted();
}
