import { sha256, type Sha256 } from "../base/digest.ts";
import { matchesGlob } from "../base/glob.ts";
import type { RepoPath } from "../base/path.ts";
import type { Bundle } from "./bundle.ts";
import { preAuthentication, statementType } from "./dsse.ts";
import { readEntry, type LedgerFile } from "./entry.ts";
import type { KnownStatement } from "./heads.ts";
import { isSignedBy } from "./keys.ts";
import { entryDigest } from "./ledger-path.ts";
import { failed, passed, type Checked } from "./problem.ts";
import { readStatement } from "./read-statement.ts";
import { pathsOf, type Statement } from "./statement.ts";
import type { Trust } from "./trust-chain.ts";

/** A statement with the bytes that were signed and the key that signed them. */
export interface SignedStatement extends KnownStatement {
  readonly payloadBytes: Uint8Array;
  readonly keyId: string;
}

/** An entry file with what became of it. */
export interface JudgedEntry {
  readonly path: RepoPath;
  readonly outcome: Checked<SignedStatement>;
}

/** What entries are judged against. Trust that failed fails every entry, at its own step. */
export interface Judge {
  readonly trust: Checked<Trust>;
  readonly repository?: string | undefined;
}

/** Steps 1 to 13 on one entry: the first that fails decides. */
export function judgeEntry(file: LedgerFile, { trust, repository }: Judge): JudgedEntry {
  const bundle = readEntry(file);
  if (!bundle.ok) return { path: file.path, outcome: bundle };
  if (!trust.ok) return { path: file.path, outcome: trust };
  const signed = signedStatement(bundle.value, trust.value);
  return {
    path: file.path,
    outcome: signed.ok ? placed(signed.value, trust.value, repository) : signed,
  };
}

/** Signer, signature, statement; only bytes whose signature holds are parsed. */
function signedStatement(bundle: Bundle, trust: Trust): Checked<SignedStatement> {
  const { keyId, payload, signature } = bundle;
  const key = trust.root.roles.entry.keys.includes(keyId) ? trust.keys.get(keyId) : undefined;
  if (key === undefined) return strangerProblem(keyId, trust);
  if (!isSignedBy(key, preAuthentication(statementType, payload), signature)) {
    return failed("signature.bad", "its signature does not fit its statement", {
      expected: `a signature by ${keyId}`,
    });
  }
  const read = readStatement(payload);
  if (!read.ok) return read;
  return passed({ statement: read.value, payload: sha256(payload), payloadBytes: payload, keyId });
}

function strangerProblem(keyId: string, { root }: Trust): Checked<never> {
  const isListed = Object.hasOwn(root.keys, keyId);
  return failed("signer.unknown", "its signer may not sign entries", {
    expected: `one of ${root.roles.entry.keys.join(", ")} (role entry of trust root ${root.version})`,
    found: isListed ? `${keyId}, which has another role` : keyId,
  });
}

/** Scope and repository: whether this signer may speak of these paths, and here. */
function placed(
  signed: SignedStatement,
  trust: Trust,
  repository: string | undefined,
): Checked<SignedStatement> {
  const { statement } = signed;
  const globs = trust.root.roles.entry.paths;
  const outside = pathsOf(statement).find((path) => !globs.some((glob) => matchesGlob(path, glob)));
  if (outside !== undefined) {
    return failed("signer.scope", "its signer may not sign for one of its paths", {
      expected: globs.join(", "),
      found: outside,
    });
  }
  return belonging(signed, statement, repository);
}

function belonging(
  signed: SignedStatement,
  { predicate }: Statement,
  repository: string | undefined,
): Checked<SignedStatement> {
  if (repository !== undefined && predicate.repository !== repository) {
    return failed("payload.repository", "its statement is about another repository", {
      expected: repository,
      found: predicate.repository,
    });
  }
  if (predicate.log === undefined) return passed(signed);
  return failed(
    "log.unsupported",
    "its statement names a checkpoint, and the trust root has mode set",
  );
}

/**
 * Steps that need all entries: replaced statements known, keys not revoked, thresholds met. A
 * replaced statement counts as known even if its key was revoked later: revoking one key must not
 * break the honest statements that came after.
 */
export function judgeTogether(
  entries: readonly JudgedEntry[],
  trust: Trust,
): readonly JudgedEntry[] {
  const known = new Set(
    entries.flatMap(({ outcome }) => (outcome.ok ? [outcome.value.payload] : [])),
  );
  const allowed = entries
    .map((entry) => also(entry, (signed) => replacesKnown(signed, known)))
    .map((entry) => also(entry, (signed) => notRevoked(signed, entry.path, trust)));
  const signers = signersOf(allowed);
  return allowed.map((entry) => also(entry, (signed) => enoughSigners(signed, signers, trust)));
}

function also(
  entry: JudgedEntry,
  step: (signed: SignedStatement) => Checked<SignedStatement>,
): JudgedEntry {
  return entry.outcome.ok ? { path: entry.path, outcome: step(entry.outcome.value) } : entry;
}

/** A digest that names itself or a cycle cannot be made, so known is enough. */
function replacesKnown(
  signed: SignedStatement,
  known: ReadonlySet<Sha256>,
): Checked<SignedStatement> {
  const { replaces } = signed.statement.predicate;
  const lost = replaces.flatMap(({ payloads }) => payloads).find((payload) => !known.has(payload));
  if (lost === undefined) return passed(signed);
  return failed("payload.replaces", "it replaces a statement that no valid entry carries", {
    found: `payload ${lost}`,
  });
}

function notRevoked(
  signed: SignedStatement,
  path: RepoPath,
  { root }: Trust,
): Checked<SignedStatement> {
  const revoked = root.revoked?.find(({ key }) => key === signed.keyId);
  const isEndorsed = root.endorsed?.some((digest) => digest === entryDigest(path)) ?? false;
  if (revoked === undefined || isEndorsed) return passed(signed);
  return failed(
    "signer.revoked",
    `its signer's key is revoked (${revoked.reason}) and the entry is not endorsed`,
    {
      found: signed.keyId,
    },
  );
}

function signersOf(entries: readonly JudgedEntry[]): ReadonlyMap<Sha256, ReadonlySet<string>> {
  const signers = new Map<Sha256, Set<string>>();
  for (const { outcome } of entries) {
    if (!outcome.ok) continue;
    const { payload, keyId } = outcome.value;
    signers.set(payload, (signers.get(payload) ?? new Set()).add(keyId));
  }
  return signers;
}

function enoughSigners(
  signed: SignedStatement,
  signers: ReadonlyMap<Sha256, ReadonlySet<string>>,
  { root }: Trust,
): Checked<SignedStatement> {
  const { threshold } = root.roles.entry;
  const count = signers.get(signed.payload)?.size ?? 0;
  if (count >= threshold) return passed(signed);
  return failed("signer.threshold", "too few keys signed its statement", {
    expected: `${threshold} keys`,
    found: String(count),
  });
}
