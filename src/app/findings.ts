import { ordered, type Diagnostic } from "../diagnostic/diagnostic.ts";
import type { BudgetFinding, PolicyResult, WaiverUsed } from "../model/judgement.ts";
import type { Finding } from "../model/review.ts";

/** What was found on one side of a review. */
export interface Found {
  readonly diagnostics: readonly Diagnostic[];
  readonly judged: readonly Judged[];
}

/** A diagnostic with a verdict of its own; any other one is a failure. */
interface Judged {
  readonly diagnostic: Diagnostic;
  readonly verdict: Finding["verdict"];
  readonly waiver?: WaiverUsed;
}

/** What a side's policies and budgets say, beside diagnostics that come from elsewhere. */
export function foundBy(
  diagnostics: readonly Diagnostic[],
  { judgements, diagnostics: own }: PolicyResult,
  budgets: readonly BudgetFinding[],
): Found {
  const judged = judgements.flatMap((made): readonly Judged[] =>
    made.verdict === "pass" ? [] : [made],
  );
  return { diagnostics: [...diagnostics, ...own], judged: [...judged, ...budgets] };
}

/**
 * All findings in order. Fresh are those whose fingerprint the base does not have, and those that a
 * waiver covered there and covers no more.
 */
export function findingsOf(now: Found, before: Found): readonly Finding[] {
  const known = new Map(
    inOrder(before).map(({ diagnostic, waiver }) => [diagnostic.fingerprint, waiver]),
  );
  return inOrder(now).map((finding) => {
    const { fingerprint } = finding.diagnostic;
    const uncovered = finding.waiver === undefined && known.get(fingerprint) !== undefined;
    return { ...finding, fresh: !known.has(fingerprint) || uncovered };
  });
}

/** `ordered` may renumber a fingerprint, so a diagnostic is found again by rule, asset and message. */
function inOrder({ diagnostics, judged }: Found): readonly Judged[] {
  const byKey = new Map(judged.map((made) => [findingKey(made.diagnostic), made]));
  return ordered([...diagnostics, ...judged.map(({ diagnostic }) => diagnostic)]).map(
    (diagnostic) => {
      const made = byKey.get(findingKey(diagnostic));
      const waiver = made?.waiver;
      const verdict = made?.verdict ?? "fail";
      return { diagnostic, verdict, ...(waiver !== undefined && { waiver }) };
    },
  );
}

function findingKey({ rule, asset, message }: Diagnostic): string {
  return `${rule}\0${asset ?? ""}\0${message}`;
}
