import type { ObjectId, Sha256 } from "../base/digest.ts";
import type { RepoPath } from "../base/path.ts";
import type { Day } from "../base/ports.ts";
import type { DecimalText } from "../model/amount.ts";
import type { Verdict } from "../model/judgement.ts";

// Aliases and not interfaces, so that a statement is a plain JSON value to the compiler too.

export const inTotoType = "https://in-toto.io/Statement/v1";
export const lineageType = "https://lineagectl.dev/lineage/v1";

/** The signed manifest of one change (DESIGN 5). Every list is sorted and free of repetitions. */
export type Statement = {
  readonly _type: typeof inTotoType;
  readonly predicateType: typeof lineageType;
  /** The covered files that were added or changed; for a pure deletion the files that are gone. */
  readonly subject: readonly Subject[];
  readonly predicate: Predicate;
};

export type Subject = {
  readonly name: RepoPath;
  readonly digest: { readonly gitBlob: ObjectId; readonly sha256: Sha256 };
};

export type Predicate = {
  /** UTC day: the only time, and an explicit input. */
  readonly asOf: Day;
  readonly repository: string;
  /** Root tree without the four ledger folders; absent in a first statement. */
  readonly base?: { readonly gitTree: ObjectId };
  readonly head: { readonly gitTree: ObjectId };
  readonly config: { readonly sha256: Sha256 };
  readonly snapshot: { readonly sha256: Sha256; readonly assets: number; readonly edges: number };
  readonly changes: readonly StatedChange[];
  readonly removed: readonly { readonly path: RepoPath; readonly sha256: Sha256 }[];
  /** Per path the payloads of the statements that this one supersedes there. */
  readonly replaces: readonly Replaced[];
  readonly policy: StatedPolicy;
  readonly cost: StatedCost;
  readonly pins: readonly StatedPin[];
  /** Newest checkpoint that the author had verified; only where there is an order log. */
  readonly log?: { readonly origin: string; readonly size: string; readonly rootHash: string };
  readonly tool: { readonly name: string; readonly version: string; readonly sha256: Sha256 };
};

export type StatedChange = {
  readonly asset: string;
  readonly change: "added" | "removed" | "modified";
  /** Digest of the asset's record at head; absent if it is gone. */
  readonly record?: Sha256;
  /** The same at base; absent if it is new. */
  readonly before?: Sha256;
  /** `team/x`; e-mails and names of people never enter a payload. */
  readonly owner?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly columns: readonly StatedColumn[];
};

/** `<asset>#<column>` at both ends. */
export type StatedColumn = { readonly to: string; readonly from: string; readonly via: string };

export type Replaced = { readonly path: RepoPath; readonly payloads: readonly Sha256[] };

export type StatedPolicy = {
  readonly packs: readonly {
    readonly name: string;
    readonly version: string;
    readonly sha256: Sha256;
  }[];
  readonly counts: Readonly<Record<Verdict, number>>;
  readonly findings: readonly StatedFinding[];
};

export type StatedFinding = {
  readonly rule: string;
  readonly asset: string;
  readonly fingerprint: Sha256;
  readonly verdict: Exclude<Verdict, "pass">;
  readonly waiver?: string;
};

/** Money per month, as decimal text; `unknown` counts what is left out. */
export type StatedTotal = {
  readonly low: DecimalText;
  readonly expected: DecimalText;
  readonly high: DecimalText;
  readonly unknown: number;
};

export type StatedCost = {
  readonly currency: string;
  /** Digest of the price rows in force. */
  readonly prices: Sha256;
  readonly before: StatedTotal;
  readonly after: StatedTotal;
  readonly change: StatedTotal;
};

export type StatedPin = {
  readonly dataset: string;
  readonly format: string;
  readonly version: string;
  readonly digests: Readonly<Record<string, string>>;
};

/** Every path that the statement speaks of, without repetition: subjects, then removed files. */
export function pathsOf({ subject, predicate }: Statement): readonly RepoPath[] {
  return [
    ...new Set([...subject.map(({ name }) => name), ...predicate.removed.map(({ path }) => path)]),
  ];
}
