import type { Diagnostic, Severity } from "../diagnostic/diagnostic.ts";
import type { Total } from "../model/estimate.ts";
import type { Review } from "../model/review.ts";
import type { Snapshot } from "../model/snapshot.ts";

/** What a run found, as far as the exit status depends on it. */
export interface Outcome {
  readonly severities: ReadonlySet<Severity>;
  /** Configuration, policy, waiver, price or usage files of our own that cannot be read as such. */
  readonly ownInputInvalid: boolean;
  readonly policyErrors: number;
  readonly unknown: number;
  readonly undecided: number;
}

/**
 * Undecided verdicts are counted apart: their rule's severity says what a failure would weigh. What
 * a waiver covers fails nothing.
 */
export function outcomeOf({ findings, policy, cost, snapshot }: Review): Outcome {
  const uncovered = findings.filter(({ waiver }) => waiver === undefined);
  const decided = uncovered
    .filter(({ verdict }) => verdict === "fail")
    .map(({ diagnostic }) => diagnostic);
  const gates = gatesOf(snapshot);
  return {
    severities: new Set(decided.map(({ severity }) => severity)),
    ownInputInvalid: findings.some(({ diagnostic }) => isBrokenInput(diagnostic, gates)),
    policyErrors: policy.counts.error,
    unknown: cost.after.unknown,
    undecided: uncovered.filter(({ verdict }) => verdict === "undecided").length,
  };
}

/** The outcome of pricing alone: what else is wrong with the tree is for `check` to judge. */
export function costOutcome(
  diagnostics: readonly Diagnostic[],
  snapshot: Snapshot,
  total: Total,
): Outcome {
  const gates = gatesOf(snapshot);
  return {
    severities: new Set(diagnostics.map(({ severity }) => severity)),
    ownInputInvalid: diagnostics.some((diagnostic) => isBrokenInput(diagnostic, gates)),
    policyErrors: 0,
    unknown: total.unknown,
    undecided: 0,
  };
}

/** What bears on a cost: prices and usage themselves, and files that could not be read. */
export function costFindings(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter(
    ({ rule, severity }) => severity !== "info" && /^(?:PRC|SYN|SCH|CFG)-/u.test(rule),
  );
}

/**
 * The review with the findings that the base does not have. What keeps a verdict from being made
 * stays, old or new: nothing may pass because it was broken before.
 */
export function withoutKnown(review: Review): Review {
  const gates = gatesOf(review.snapshot);
  const findings = review.findings.filter(
    ({ fresh, verdict, diagnostic }) =>
      fresh || verdict === "error" || isBrokenInput(diagnostic, gates),
  );
  return { ...review, findings };
}

/**
 * The review with the findings in these files and folders. What keeps a verdict from being made stays,
 * wherever it lies: the others would rest on it.
 */
export function withinPaths(review: Review, paths: readonly string[]): Review {
  const gates = gatesOf(review.snapshot);
  const findings = review.findings.filter(
    ({ verdict, diagnostic }) =>
      isWithin(diagnostic.place.path, paths) ||
      verdict === "error" ||
      isBrokenInput(diagnostic, gates),
  );
  const elsewhere = review.findings.length - findings.length;
  return { ...review, findings, limited: { paths, elsewhere } };
}

/** Whether a path is one of these files or lies in one of these folders. */
export function isWithin(path: string, paths: readonly string[]): boolean {
  return paths.some((one) => one === "" || path === one || path.startsWith(`${one}/`));
}

function gatesOf({ covered }: Snapshot): ReadonlySet<string> {
  return new Set(covered.filter(({ why }) => why === "gate").map(({ path }) => path));
}

/**
 * Whether our own input is broken (DESIGN 4, status 2): the run's verdict would rest on rules or
 * prices other than those that were meant.
 */
function isBrokenInput({ rule, severity, place }: Diagnostic, gates: ReadonlySet<string>): boolean {
  if (severity !== "error") return false;
  if (rule === "POL-009") return false; // a rule that broke while judging has a status of its own
  if (/^(?:CFG|POL|WVR)-/u.test(rule)) return true;
  return /^(?:SYN|SCH)-/u.test(rule) && gates.has(place.path);
}
