import type { RepoPath } from "../base/path.ts";
import type { Place } from "../diagnostic/place.ts";
import type { Change } from "../base/plan.ts";
import type { AssetId } from "./ids.ts";

/** A declaration that evidence in the repository speaks for; a person decides. */
export interface Suggestion {
  readonly asset: AssetId;
  readonly what: "owner" | "reads" | "writes" | "reads or writes";
  /** The value to declare. */
  readonly value: string;
  readonly evidence: {
    /** What is there: a line of CODEOWNERS, the name of an argument. */
    readonly text: string;
    readonly place: Place;
  };
  /** The file in which it would be declared. */
  readonly path: RepoPath;
  /** Why it is no part of the patch; absent where it is. */
  readonly byHand?: string;
}

export interface Suggestions {
  /** Sorted by asset and what they are about. */
  readonly suggestions: readonly Suggestion[];
  /** The files with what can be declared there; sorted by path. */
  readonly changes: readonly Change[];
}
