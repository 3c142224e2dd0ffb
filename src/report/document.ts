import type { RepoPath } from "../base/path.ts";
import type { Place } from "../diagnostic/place.ts";
import type { RuleInfo } from "../diagnostic/diagnostic.ts";
import type { Verdict } from "../model/judgement.ts";
import type { Review } from "../model/review.ts";
import type { Paint } from "./paint.ts";
import type { Sources } from "./sources.ts";

/** What every review report is made of. */
export interface ReviewDocument {
  readonly review: Review;
  readonly sources: Sources;
  /** What people call the repository. */
  readonly title: string;
  readonly tool: { readonly name: string; readonly version: string };
  readonly exitCode: number;
  /** What makes the exit status non-zero, in the words of `--fail-on`. */
  readonly failOn: readonly string[];
  /** What is known of the rules, for formats that explain them. */
  readonly rules: RuleBook;
  /** State of the covered files against the ledger; absent where there is none yet. */
  readonly attested?: AttestedCounts | undefined;
}

export interface AttestedCounts {
  readonly attested: number;
  readonly covered: number;
  readonly stale: readonly RepoPath[];
}

/** Rules by their id; a rule that is absent is shown by its id alone. */
export type RuleBook = ReadonlyMap<string, RuleInfo>;

/** One output format of a command. Pure: value in, text out. */
export interface Reporter<T> {
  readonly name: string;
  readonly mediaType: string;
  /** Whether it tells what rules mean: the document must then know them. */
  readonly explains?: true;
  render(document: T, paint: Paint): string;
}

/** A format of the review. */
export interface ReviewReporter extends Reporter<ReviewDocument> {
  /**
   * The places that become lines of their files, where those are not all of the review: each costs
   * that its file is read and parsed.
   */
  readonly placesShown?: (review: Review) => readonly Place[];
}

/** The verdict of a whole run by its exit status: what gates is decided once, by `--fail-on`. */
export function verdictOf(exitCode: number): Verdict {
  if (exitCode === 0) return "pass";
  if (exitCode === 1) return "fail";
  return exitCode === 3 ? "undecided" : "error";
}
