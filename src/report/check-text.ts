import { counted, visible } from "../base/text.ts";
import type { Finding, Review } from "../model/review.ts";
import { changesText } from "./changes-text.ts";
import { columnsText } from "./columns.ts";
import { costRows } from "./cost-text.ts";
import type { ReviewDocument, Reporter } from "./document.ts";
import { findingText } from "./finding-text.ts";
import { changeText, leftOutText } from "./money.ts";
import type { Paint } from "./paint.ts";

/** The reviewer's minute: does it pass, what changed, whom does it hit, what does it cost, what next. */
export const checkTextReporter: Reporter<ReviewDocument> = {
  name: "text",
  mediaType: "text/plain",
  render: (document, paint) => {
    const { review, sources } = document;
    const shown = review.findings.filter(({ diagnostic }) => diagnostic.severity !== "info");
    const notes = review.findings.length - shown.length;
    const parts = [
      `${headline(document, paint)}\n${summary(document, paint)}\n`,
      ...shown.map((finding) => findingText(finding, sources, paint)),
      changesText(review, paint),
      costText(review, paint),
      closing(document, notes, paint),
    ];
    return parts.filter((part) => part !== "").join("\n");
  },
};

function headline({ review, title }: ReviewDocument, paint: Paint): string {
  const { base, head, files, snapshot } = review;
  const counts = [
    counted(files.length, "changed file"),
    counted(snapshot.documents, "document"),
    counted(snapshot.assets.length, "asset"),
  ];
  const range = `${visible(base.label)}${paint.signs.range}${visible(head.label)}`;
  return `${paint.as("strong", visible(title))}  ${range}  ${counts.join(", ")}`;
}

/** Counts of findings, the money, the reach: one line that answers first. */
function summary({ review }: ReviewDocument, paint: Paint): string {
  const counts = countsOf(review);
  const parts = [
    counts.error > 0 ? paint.as("error", `${paint.signs.error} ${counted(counts.error, "error")}`) : "",
    counts.warning > 0 ? paint.as("warning", `${paint.signs.warning} ${counted(counts.warning, "warning")}`) : "",
    counts.undecided > 0 ? paint.as("warning", `${paint.signs.unknown} ${counts.undecided} undecided`) : "",
    counts.error + counts.warning + counts.undecided === 0
      ? paint.as("good", `${paint.signs.good} no findings`)
      : "",
    moneySummary(review, paint),
    review.impact.length === 0
      ? "nothing downstream changes"
      : `${counted(review.impact.length, "asset")} downstream`,
  ];
  return parts.filter((part) => part !== "").join("   ");
}

/** Findings by weight; undecided ones are neither errors nor warnings. */
export function countsOf({ findings }: Pick<Review, "findings">): Record<"error" | "warning" | "info" | "undecided", number> {
  const counts = { error: 0, warning: 0, info: 0, undecided: 0 };
  for (const { diagnostic, verdict } of findings) {
    counts[verdict === "undecided" ? "undecided" : diagnostic.severity] += 1;
  }
  return counts;
}

function moneySummary({ cost }: Review, paint: Paint): string {
  if (cost.changes.length === 0) return "";
  const leftOut = leftOutText(cost.change);
  return `${changeText(cost.change.expected, paint)} ${cost.currency}/month${leftOut === undefined ? "" : ` (${leftOut})`}`;
}

function costText({ cost }: Review, paint: Paint): string {
  const changed = cost.changes.filter(({ how }) => how !== "same");
  if (changed.length === 0) return "";
  return `${paint.as("strong", `Cost per month, ${cost.currency}`)}\n${columnsText(costRows(cost, changed, paint), "  ")}`;
}

function closing({ review, exitCode, attested }: ReviewDocument, notes: number, paint: Paint): string {
  const lines = [paint.as("dim", `compared with ${visible(review.base.label)}: ${visible(review.why)}`)];
  if (notes > 0) lines.push(paint.as("dim", `${counted(notes, "note")} not shown: --format json`));
  if (attested !== undefined) lines.push(attestedText(attested, paint));
  if (exitCode !== 0) lines.push(`${failing(review.findings)} Nothing was written.`);
  return `${lines.join("\n")}\n`;
}

function attestedText({ attested, covered, stale }: NonNullable<ReviewDocument["attested"]>, paint: Paint): string {
  const text = `attested: ${attested} of ${counted(covered, "covered file")}`;
  if (attested === covered) return paint.as("good", text);
  const next = stale.length > 0 ? `${counted(stale.length, "file")} changed since` : "some never were";
  return `${text}, ${next}   (lineagectl attest --key …)`;
}

function failing(findings: readonly Finding[]): string {
  const counts = countsOf({ findings });
  return `${counted(counts.error, "error")}, ${counted(counts.warning, "warning")}, ${counts.undecided} undecided.`;
}
