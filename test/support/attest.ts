// Keys, statements and small ledgers for tests. The seeds are public: nothing here protects anything.
import { createHash, createPrivateKey, createPublicKey } from "node:crypto";
import { buildStatement, type StatementFacts } from "../../src/attest/build-statement.ts";
import { type LedgerFile, makeEntry, type NewEntry } from "../../src/attest/entry.ts";
import { headsOf } from "../../src/attest/heads.ts";
import type { PrivateKey } from "../../src/attest/private-key.ts";
import { attestCodes, type AttestCode, attestRules } from "../../src/attest/codes.ts";
import { bundleBytes } from "../../src/attest/bundle.ts";
import { preAuthentication, statementType } from "../../src/attest/dsse.ts";
import { publicKeyText, readPublicKey } from "../../src/attest/keys.ts";
import { entryPath } from "../../src/attest/ledger-path.ts";
import { payloadBytes } from "../../src/attest/payload.ts";
import type { Statement } from "../../src/attest/statement.ts";
import { rootKind, type TrustRoot } from "../../src/attest/trust-root.ts";
import type { Json } from "../../src/base/json.ts";
import { signerOf } from "../../src/attest/signer.ts";
import { makeFirstRoot, signRoot, type TrustFile } from "../../src/attest/trust-chain.ts";
import { currentHeads, verify } from "../../src/attest/verify.ts";
import type { CoveredDigest, VerifyInput, VerifyReport } from "../../src/attest/verify-report.ts";
import { objectId, sha256 } from "../../src/base/digest.ts";
import { type RepoPath, repoPath } from "../../src/base/path.ts";
import type { Day } from "../../src/base/ports.ts";
import type { AssetKind } from "../../src/model/kinds.ts";

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

const day = "2026-11-24" as Day;
const repository = "git+https://github.com/acme/shop";
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
  return { path: path(name), gitBlob: objectId("blob", bytes), sha256: sha256(bytes) };
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

function fileOf({ path: at, bytes }: NewEntry): LedgerFile {
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

function factsOfChange(
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

export function coveredFile(
  name: string,
  content: string,
  ...kinds: readonly AssetKind[]
): CoveredDigest {
  return {
    path: path(name),
    sha256: sha256(content),
    kinds: kinds.length === 0 ? ["dataset"] : kinds,
  };
}

/** What `verify` looks at: every file covered and a dataset, the ledger's own first root as anchor. */
function inputOf(ledger: Ledger, over: Partial<VerifyInput> = {}): VerifyInput {
  const [root] = ledger.trust;
  const covered = Object.entries(ledger.files).map(([name, content]) => coveredFile(name, content));
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

/** The codes of a report's errors, in the order of the steps. */
export async function codesOf(
  ledger: Ledger,
  over: Partial<VerifyInput> = {},
): Promise<readonly AttestCode[]> {
  const errors = errorsOf(await verified(ledger, over));
  return attestCodes.filter((code) => errors.includes(attestRules[code].id));
}

/** A trust root of these entry keys that the author signs. */
export async function trusting(
  ledger: Ledger,
  keys: readonly PrivateKey[],
  over: Partial<TrustRoot> = {},
): Promise<Ledger> {
  const listed = [author, ...keys].map(({ publicKey }) => [
    publicKey.keyId,
    { type: publicKey.type, spki: publicKeyText(publicKey), owner: "somebody" },
  ]);
  const ids = [...new Set([author, ...keys].map(({ publicKey }) => publicKey.keyId))].toSorted();
  const root: TrustRoot = {
    kind: rootKind,
    version: 1,
    log: { origin: "example.com/lineage", mode: "set" },
    keys: Object.fromEntries(listed),
    roles: {
      root: { threshold: 1, keys: [author.publicKey.keyId] },
      entry: { threshold: 1, keys: ids, paths: ["**"] },
    },
    ...over,
  };
  return { ...ledger, trust: [await signRoot(root, [signerOf(author)])] };
}

/** An entry with this payload, whatever it is, signed by the author. */
export async function signedEntry(
  payload: Uint8Array,
  key: PrivateKey = author,
): Promise<LedgerFile> {
  const signer = signerOf(key);
  const signature = await signer.sign(preAuthentication(statementType, payload));
  return named(
    bundleBytes({ payloadType: statementType, payload, keyId: signer.keyId, signature }),
  );
}

/** An entry file with these bytes under the name that they give it. */
export function named(bytes: Uint8Array): LedgerFile {
  return { path: entryPath(sha256(bytes)), mode: "100644", bytes };
}

/** The statement in an entry of a ledger, unverified. */
export function statementOf(ledger: Ledger, index: number): Statement {
  const text = Buffer.from(ledger.entries[index]?.bytes ?? []).toString();
  const bundle = JSON.parse(text) as { readonly dsseEnvelope: { readonly payload: string } };
  return JSON.parse(Buffer.from(bundle.dsseEnvelope.payload, "base64").toString()) as Statement;
}

/** The ledger with one more entry: any value, signed by the author. */
export async function withPayload(ledger: Ledger, value: Json): Promise<Ledger> {
  return { ...ledger, entries: [...ledger.entries, await signedEntry(payloadBytes(value))] };
}
