import type { LoggedCommit } from "../base/ports.ts";
import type { AssetId } from "./ids.ts";
import type { AssetChange } from "./review.ts";

/** A commit without what it changes. */
export type CommitFacts = Omit<LoggedCommit, "changes" | "parents">;

/** A commit that changed what an asset is. */
export interface HistoryEntry extends CommitFacts {
  readonly change: AssetChange;
  /** For a merge: the commits that it brought in and that touched files about the asset, newest first. */
  readonly merged: readonly CommitFacts[];
}

/** The changes of one asset along the first parents of a commit. */
export interface AssetHistory {
  /** Its id at that commit. */
  readonly asset: AssetId;
  /** Newest first. */
  readonly entries: readonly HistoryEntry[];
  /** Commits looked at, merged ones among them. */
  readonly commits: number;
  /** Whether the clone ends before the history does, at an asset that was there already. */
  readonly cutOff: boolean;
}
