import { counted, visible } from "../base/text.ts";
import type { Finding, Review } from "../model/review.ts";
import { answersOf, countsOf } from "./answer.ts";
import { changesText } from "./changes-text.ts";
import { tableText } from "./columns.ts";
import { changeRows } from "./cost-rows.ts";
import { verdictOf, type ReviewDocument, type ReviewReporter } from "./document.ts";
import { findingsText, placesShown } from "./findings-text.ts";
import { costTitle } from "./money.ts";
import type { Paint } from "./paint.ts";
import { flowing, hanging } from "./wrap.ts";

/** The reviewer's minute: does it pass, what changed, whom does it hit, what does it cost, what next. */
export const checkTextReporter: ReviewReporter = {
  name: "text",
  mediaType: "text/plain",
  placesShown: (review) => placesShown(withoutNotes(review)),
  render: (document, paint) => {
    const { review, sources } = document;
    const shown = withoutNotes(review);
    const notes = review.findings.length - shown.length;
    const parts = [
      `${headline(document, paint)}\n${summary(document, paint)}\n`,
      ...findingsText(shown, sources, paint),
      changesText(review, paint),
      costText(review, paint),
      closing(document, notes, paint),
    ];
    return parts.filter((part) => part !== "").join("\n");
  },
};

function withoutNotes({ findings }: Review): readonly Finding[] {
  return findings.filter(({ diagnostic }) => diagnostic.severity !== "info");
}

function headline({ review, title }: ReviewDocument, paint: Paint): string {
  const { base, head, files, snapshot } = review;
  const counts = [
    counted(files.length, "changed file"),
    counted(snapshot.documents, "document"),
    counted(snapshot.assets.length, "asset"),
  ];
  const parts = [
    { text: visible(title), tone: (text: string) => paint.as("strong", text) },
    { text: `${visible(base.label)}${paint.signs.range}${visible(head.label)}` },
    { text: counts.join(", ") },
  ];
  return flowing(parts, paint.width);
}

/** Counts of findings, the money, the reach: what answers first. */
function summary({ review }: ReviewDocument, paint: Paint): string {
  const parts = answersOf(review, paint).map(({ text, tone }) => ({
    text,
    tone: (line: string) => paint.as(tone, line),
  }));
  return flowing(parts, paint.width);
}

const costLinesMax = 20;

function costText({ cost }: Review, paint: Paint): string {
  const changed = cost.changes.filter(({ how }) => how !== "same");
  if (changed.length === 0) return "";
  const rows = changeRows(cost, changed.slice(0, costLinesMax), paint);
  const hidden = changed.length - costLinesMax;
  const more = hidden > 0 ? `  and ${counted(hidden, "line")} more: lineagectl cost diff\n` : "";
  return `${paint.as("strong", costTitle(cost.currency))}\n${tableText(rows, { indent: "  ", width: paint.width })}${more}`;
}

function closing(document: ReviewDocument, notes: number, paint: Paint): string {
  const { review, attested } = document;
  const dim = (text: string): readonly string[] =>
    hanging({ lead: "", indent: 0, text, tone: (line) => paint.as("dim", line) }, paint.width);
  const lines = [...dim(`compared with ${visible(review.base.label)}: ${paint.show(review.why)}`)];
  if (review.snapshot.documents === 0)
    lines.push("no spec was found here: lineagectl init shows a first set-up");
  if (review.limited !== undefined) lines.push(...dim(limitedText(review.limited)));
  if (notes > 0) lines.push(...dim(`${counted(notes, "note")} not shown: --format json`));
  if (attested !== undefined) lines.push(attestedText(attested, paint));
  const verdict = verdictText(document);
  if (verdict !== "") lines.push(verdict);
  return `${lines.join("\n")}\n`;
}

function limitedText({ paths, elsewhere }: NonNullable<Review["limited"]>): string {
  const shown = paths.map((path) => visible(path === "" ? "." : path)).join(", ");
  const others = elsewhere === 0 ? "none" : counted(elsewhere, "finding");
  return `findings in ${shown} only; ${others} elsewhere`;
}

function attestedText(
  { attested, covered, stale }: NonNullable<ReviewDocument["attested"]>,
  paint: Paint,
): string {
  const text = `attested: ${attested} of ${counted(covered, "covered file")}`;
  if (attested === covered) return paint.as("good", `${paint.signs.good} ${text}`);
  const next =
    stale.length > 0 ? `${counted(stale.length, "file")} changed since` : "some never were";
  return `${text}, ${next}   (lineagectl attest)`;
}

/** Why the exit status is what it is; empty where it is 0. */
function verdictText({ review, exitCode }: ReviewDocument): string {
  switch (verdictOf(exitCode)) {
    case "pass":
      return "";
    case "fail":
      return `${failing(review.findings)}. Nothing was written.`;
    case "undecided":
      return `Incomplete: ${incomplete(review)}. Nothing was written.`;
    case "error":
      return "No verdict: a rule or an own file is broken. Nothing was written.";
  }
}

function failing(findings: readonly Finding[]): string {
  const { error, warning, info } = countsOf({ findings });
  const parts = [
    ...(error > 0 ? [counted(error, "error")] : []),
    ...(warning > 0 ? [counted(warning, "warning")] : []),
    ...(error + warning === 0 ? [counted(info, "note")] : []),
  ];
  return parts.join(", ");
}

function incomplete({ findings, cost }: Review): string {
  const { undecided } = countsOf({ findings });
  const parts = [
    ...(undecided > 0 ? [`${undecided} undecided`] : []),
    ...(cost.after.unknown > 0 ? [`${counted(cost.after.unknown, "cost")} unknown`] : []),
  ];
  return parts.join(", ");
}
