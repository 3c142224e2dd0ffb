import type { Finding } from "../model/review.ts";
import { findingsTitle } from "./answer.ts";
import type { Reporter, ReviewDocument, RuleBook } from "./document.ts";
import type { Sources } from "./sources.ts";
import { verifyTitle, type VerifyDocument } from "./verify.ts";

/** What formats of findings alone are made of: SARIF, annotations, JUnit, code quality. */
export interface FindingsDocument {
  readonly command: "check" | "verify";
  readonly tool: ReviewDocument["tool"];
  /** The answer in one line of plain text, without names of the repository. */
  readonly title: string;
  /** The worst first, new ones before known ones. */
  readonly findings: readonly Finding[];
  readonly sources: Sources;
  readonly rules: RuleBook;
  readonly exitCode: number;
  readonly failOn: readonly string[];
  /** The commit that was judged, where it was one. */
  readonly commit?: string | undefined;
}

export function findingsOfReview(document: ReviewDocument): FindingsDocument {
  const { review, tool, sources, rules, exitCode, failOn } = document;
  return {
    command: "check",
    tool,
    title: `${tool.name}: ${findingsTitle(review, exitCode)}`,
    findings: worstFirst(review.findings),
    sources,
    rules,
    exitCode,
    failOn,
    commit: review.head.commit,
  };
}

export function findingsOfVerification(document: VerifyDocument): FindingsDocument {
  const { report, sources, exitCode, tool, rules } = document;
  return {
    command: "verify",
    tool,
    title: verifyTitle(document),
    findings: worstFirst(verifyFindings(report.diagnostics)),
    sources,
    rules,
    exitCode,
    failOn: ["error"],
  };
}

/** What verification found, as findings: each is new, for nothing was known before. */
export function verifyFindings(
  diagnostics: VerifyDocument["report"]["diagnostics"],
): readonly Finding[] {
  return diagnostics.map((diagnostic) => ({ diagnostic, verdict: "fail", fresh: true }));
}

/** A format of findings as a format of the command whose document holds them. */
export function showing<T>(
  reporter: Reporter<FindingsDocument>,
  findingsOf: (document: T) => FindingsDocument,
): Reporter<T> {
  return {
    ...reporter,
    render: (document, paint) => reporter.render(findingsOf(document), paint),
  };
}

/** The three weights that consumers of findings know. */
export type Level = "error" | "warning" | "note";

/** An undecided verdict is a warning whatever its rule weighs: neither red nor ever green. */
export function levelOf({ diagnostic, verdict }: Finding): Level {
  if (verdict === "undecided") return "warning";
  return diagnostic.severity === "info" ? "note" : diagnostic.severity;
}

const levels: readonly Level[] = ["error", "warning", "note"];

/** So that a limit of the consumer cuts off what matters least: what is waived, then notes, then known ones. */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => rankOf(a) - rankOf(b));
}

function rankOf(finding: Finding): number {
  const waived = finding.waiver === undefined ? 0 : 6;
  return waived + levels.indexOf(levelOf(finding)) * 2 + (finding.fresh ? 0 : 1);
}

/** Whether the finding makes the exit status non-zero. */
export function isGating(
  { diagnostic, verdict, waiver }: Finding,
  failOn: readonly string[],
): boolean {
  if (waiver !== undefined) return false;
  return failOn.includes(verdict === "undecided" ? "undecided" : diagnostic.severity);
}

/** `OWN-001: message`, with the remedy and the way to the rule's page on lines of their own. */
export function findingParagraphs({ diagnostic, fresh }: Finding): readonly string[] {
  const { message, help, rule } = diagnostic;
  return [
    message,
    ...(help === undefined ? [] : [`fix: ${help}`]),
    `why: lineagectl explain ${rule}`,
    ...(fresh ? [] : ["also in the base"]),
  ];
}
