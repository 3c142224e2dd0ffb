import type { ObjectId, Sha256 } from "../base/digest.ts";
import type { RepoPath } from "../base/path.ts";
import type { Day } from "../base/ports.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Place } from "../diagnostic/place.ts";
import type { CostDiff } from "./estimate.ts";
import type { AssetId } from "./ids.ts";
import type { AssetKind } from "./kinds.ts";
import type { PolicyResult, WaiverUsed } from "./judgement.ts";
import type { Snapshot } from "./snapshot.ts";

/** One field of an asset that differs. Values are shortened for people; absent means not there. */
export interface FieldChange {
  /** `columns/email`, `facets/owner`, `edges/reads …`, `usage/container train/cpu`. */
  readonly field: string;
  readonly before?: string;
  readonly after?: string;
  readonly place?: Place;
}

/** An asset that differs between base and head. Base and head pair by any shared key. */
export interface AssetChange {
  readonly asset: AssetId;
  readonly kind: AssetKind;
  readonly change: "added" | "removed" | "modified";
  /** Its id in the base where that was another. */
  readonly formerly?: AssetId;
  readonly before?: Sha256;
  readonly after?: Sha256;
  readonly owner?: string;
  readonly fields: readonly FieldChange[];
  /** Assets downstream of it, at any distance, sorted. */
  readonly reaches: readonly AssetId[];
  readonly place?: Place;
}

/** A tree that takes part in a review, named for people and for machines. */
export interface Side {
  readonly label: string;
  readonly tree: ObjectId;
  readonly commit?: ObjectId;
}

export interface FileChange {
  readonly path: RepoPath;
  readonly change: "added" | "removed" | "modified";
  /** Whether any asset differs because of it. */
  readonly meaning: boolean;
}

/** Base snapshot against head snapshot: all that any report shows. */
export interface Review {
  readonly repository: string;
  readonly base: Side;
  readonly head: Side;
  /** How the base was chosen, in one sentence. */
  readonly why: string;
  readonly asOf: Day;
  readonly snapshot: Snapshot;
  readonly baseSnapshot: Snapshot;
  readonly files: readonly FileChange[];
  readonly changes: readonly AssetChange[];
  /** Downstream of all changes together, sorted, without the changed assets themselves. */
  readonly impact: readonly AssetId[];
  /** Everything found at head, in order, with `fresh` for what the base did not have. */
  readonly findings: readonly Finding[];
  readonly policy: PolicyResult;
  readonly cost: CostDiff;
  /** Where only findings in some files and folders are shown; absent where all are. */
  readonly limited?: LimitedTo;
}

export interface LimitedTo {
  /** Files and folders, as paths of the tree; `""` is its root. */
  readonly paths: readonly string[];
  /** Findings elsewhere, which neither are shown nor decide. */
  readonly elsewhere: number;
}

export interface Finding {
  readonly diagnostic: Diagnostic;
  readonly verdict: "fail" | "undecided" | "error";
  readonly fresh: boolean;
  /** The exception that covers it: it is shown, and fails nothing. */
  readonly waiver?: WaiverUsed;
}
