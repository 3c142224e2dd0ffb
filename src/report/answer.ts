import { counted } from "../base/text.ts";
import type { Finding, Review } from "../model/review.ts";
import { verdictOf, type ReviewDocument } from "./document.ts";
import { changeText, noCurrency } from "./money.ts";
import { pagePaint, type Paint, type Tone } from "./paint.ts";
import { cut } from "./wrap.ts";

/** One of the facts that a review answers first, with the tone of its sign. */
export interface Answer {
  readonly text: string;
  readonly tone: Tone;
}

type Counts = Readonly<Record<"error" | "warning" | "info" | "undecided" | "waived", number>>;

/** Findings by weight; undecided ones and those that a waiver covers are neither errors nor warnings. */
export function countsOf({ findings }: { readonly findings: readonly Finding[] }): Counts {
  const counts = { error: 0, warning: 0, info: 0, undecided: 0, waived: 0 };
  for (const { diagnostic, verdict, waiver } of findings) {
    const open = verdict === "undecided" ? "undecided" : diagnostic.severity;
    counts[waiver === undefined ? open : "waived"] += 1;
  }
  return counts;
}

/** Counts of findings, the money, the reach: each with a sign of its own. */
export function answersOf(review: Review, paint: Paint): readonly Answer[] {
  const { signs } = paint;
  const counts = countsOf(review);
  const parts = countTexts(counts).map(({ text, tone, sign }) => ({
    text: `${signs[sign]} ${text}`,
    tone,
  }));
  const found: readonly Answer[] =
    parts.length > 0 ? parts : [{ text: `${signs.good} no findings`, tone: "good" }];
  const waived: readonly Answer[] =
    counts.waived > 0 ? [{ text: `${counts.waived} waived`, tone: "dim" }] : [];
  const others = [...moneyTexts(review, paint), reachAnswer(review)];
  return [...found, ...waived, ...others.map((text): Answer => ({ text, tone: "plain" }))];
}

interface CountText extends Answer {
  readonly sign: "error" | "warning" | "unknown";
}

/** The kinds of finding that there are, the worst first; notes are not among them. */
function countTexts({ error, warning, undecided }: Counts): readonly CountText[] {
  const all: readonly (CountText & { readonly count: number })[] = [
    { count: error, text: counted(error, "error"), tone: "error", sign: "error" },
    { count: warning, text: counted(warning, "warning"), tone: "warning", sign: "warning" },
    { count: undecided, text: `${undecided} undecided`, tone: "warning", sign: "unknown" },
  ];
  return all.filter(({ count }) => count > 0);
}

function moneyTexts({ cost }: Review, paint: Paint): readonly string[] {
  if (cost.changes.length === 0) return [];
  if (cost.currency === noCurrency) return ["cost unknown without prices"];
  const unknown = cost.after.unknown === 0 ? "" : `, ${cost.after.unknown} unknown`;
  return [`${changeText(cost.change.expected, paint)} ${cost.currency}/month${unknown}`];
}

function reachAnswer({ impact }: Review): string {
  return impact.length === 0
    ? "nothing downstream changes"
    : `${counted(impact.length, "asset")} downstream`;
}

/** What GitHub shows of a commit status, with room for the sign of a Markdown heading. */
export const titleMax = 136;

/**
 * The answer in one line of plain text: heading of a comment, title of a check run, text of a commit
 * status. It holds no name of the repository, and never a line break.
 */
export function titleOf({ review, tool, exitCode }: ReviewDocument): string {
  const money = moneyTexts(review, pagePaint);
  const parts = [findingsTitle(review, exitCode), ...money, reachAnswer(review)];
  return cut(`${tool.name}: ${parts.join(" · ")}`, titleMax, pagePaint);
}

/** `✗ 1 error, 1 warning`: one sign, of the worst. */
export function findingsTitle(
  review: { readonly findings: readonly Finding[] },
  exitCode: number,
): string {
  const { signs } = pagePaint;
  const counts = countTexts(countsOf(review));
  const words = counts.map(({ text }) => text).join(", ");
  if (verdictOf(exitCode) === "error")
    return `${signs.error} no verdict${words === "" ? "" : `, ${words}`}`;
  const [worst] = counts;
  if (worst !== undefined) return `${signs[worst.sign]} ${words}`;
  return verdictOf(exitCode) === "pass"
    ? `${signs.good} no findings`
    : `${signs.unknown} incomplete`;
}
