import type { Sha256 } from "../base/digest.ts";
import type { RepoPath } from "../base/path.ts";
import { visible } from "../base/text.ts";
import { diagnose, type Diagnostic, type RelatedPlace } from "../diagnostic/diagnostic.ts";
import type { AssetKind } from "../model/kinds.ts";
import { attestRules, type AttestCode } from "./codes.ts";
import type { LedgerFile } from "./entry.ts";
import type { PathState } from "./heads.ts";
import { entryDigest } from "./ledger-path.ts";
import type { Problem } from "./problem.ts";
import type { Statement } from "./statement.ts";
import type { Anchor, TrustFile } from "./trust-chain.ts";

/** A covered file of the tree at hand. */
export interface CoveredDigest {
  readonly path: RepoPath;
  readonly sha256: Sha256;
  /** Kinds of the assets that it defines. */
  readonly kinds: readonly AssetKind[];
}

export interface RebuildResult {
  readonly state: "match" | "differs" | "not checked";
  /** What differs, or why it was not checked. */
  readonly detail: string;
}

export type Rebuild = (statement: Statement, payload: Uint8Array) => Promise<RebuildResult>;

/** All that a verification looks at; nothing else enters it. */
export interface VerifyInput {
  /** Every file below `.lineage/entries`. */
  readonly entries: readonly LedgerFile[];
  /** Every `.lineage/trust/<N>.root.json`. */
  readonly trust: readonly TrustFile[];
  readonly anchor?: Anchor | undefined;
  /** Where CI is set, a verification without anchor fails. */
  readonly ci: boolean;
  /** What this repository is called; a statement about another one fails. Undefined: not compared. */
  readonly repository?: string | undefined;
  readonly covered: readonly CoveredDigest[];
  /**
   * Files that are not covered but that a statement names (`namedPaths`), with their digests. One
   * that is left out counts as changed.
   */
  readonly named?: readonly { readonly path: RepoPath; readonly sha256: Sha256 }[] | undefined;
  /** Every path of the tree. */
  readonly tree: ReadonlySet<string>;
  /** Every other path below `.lineage` that is neither covered nor its `.gitattributes`. */
  readonly ledgerPaths: readonly RepoPath[];
  /** Ledger paths of the base: a change may only add to them. */
  readonly before?: readonly RepoPath[] | undefined;
  /** Kinds whose files must be attested (`attest.require`). */
  readonly require: readonly AssetKind[];
  readonly rebuild?: Rebuild | undefined;
}

/**
 * `current`: head of a path and true of it; `historical`: replaced everywhere; `stale`: head of a
 * path whose content no head names; `invalid`: a step failed.
 */
export type EntryState = "current" | "historical" | "stale" | "invalid";

export interface EntryReport {
  readonly path: RepoPath;
  readonly state: EntryState;
  /** The first step that failed. */
  readonly code?: AttestCode;
  readonly payload?: Sha256;
  readonly keyId?: string;
  /** The label that the trust root gives the key. */
  readonly signer?: string;
  readonly statement?: Statement;
  readonly rebuild?: RebuildResult;
}

export interface PathReport {
  readonly path: RepoPath;
  readonly state: PathState;
  /** Whether the tree holds it as a covered file. */
  readonly covered: boolean;
}

export interface TrustReport {
  readonly version: number;
  readonly sha256: Sha256;
  readonly origin: string;
  readonly mode: "set" | "log";
  readonly anchored: boolean;
}

export interface VerifyCounts {
  readonly entries: Readonly<Record<EntryState, number>>;
  readonly paths: Readonly<Record<PathState, number>>;
  readonly covered: number;
  /** Unsigned statements: they prove nothing. */
  readonly pending: number;
  readonly rebuilt: Readonly<Record<RebuildResult["state"], number>>;
}

export interface VerifyReport {
  /** `unanchored`: nothing is wrong, and the repository vouches for itself. */
  readonly verdict: "pass" | "unanchored" | "fail";
  /** Undefined where there is no valid chain. */
  readonly trust?: TrustReport;
  /** Sorted by path. */
  readonly entries: readonly EntryReport[];
  /** Sorted by path: covered files, and all paths that valid statements name. */
  readonly paths: readonly PathReport[];
  readonly counts: VerifyCounts;
  readonly diagnostics: readonly Diagnostic[];
}

/** The first digits of a digest, as people read them. */
export function shortDigest(digest: string): string {
  return `${digest.slice(0, 12)}…`;
}

/** The diagnostic of a step that failed on a file, expected and found as related places. */
export function diagnosticOf(problem: Problem, path: RepoPath): Diagnostic {
  const rule = attestRules[problem.code];
  const place = { in: "file", path } as const;
  const named = entryDigest(path);
  const subject = named === undefined ? "" : `entry ${shortDigest(named)}: `;
  const related: RelatedPlace[] = [];
  if (problem.expected !== undefined)
    related.push({ message: `expected ${visible(problem.expected)}`, place });
  if (problem.found !== undefined)
    related.push({ message: `found ${visible(problem.found)}`, place });
  return diagnose(rule, {
    message: `${subject}${visible(problem.message)}`,
    place,
    help: problem.help ?? rule.fix,
    related,
  });
}
