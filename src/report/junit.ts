import { counted, shortened } from "../base/text.ts";
import type { Finding } from "../model/review.ts";
import type { Reporter } from "./document.ts";
import { placeText } from "./finding-text.ts";
import { findingParagraphs, isGating, levelOf, type FindingsDocument } from "./findings.ts";
import { escapedText } from "./html-text.ts";

/** What CI systems read and show without trouble. */
const casesMax = 5000;
const messageMax = 1000;

/**
 * JUnit XML: one suite, a case for each finding. What gates is a failure, a rule that broke an error;
 * what is undecided or waived is skipped; anything else passes and says what was found.
 *
 * @see https://github.com/testmoapp/junitxml
 */
export const junitReporter: Reporter<FindingsDocument> = {
  name: "junit",
  mediaType: "application/xml",
  render: (document) => {
    const { command, findings, title } = document;
    const shown = findings.slice(0, casesMax).map((finding) => caseOf(finding, document));
    const hidden = findings.length - shown.length;
    const cases = shown.length === 0 ? [emptyCase(document)] : shown;
    const counts = countsText(cases);
    const rest =
      hidden === 0
        ? title
        : `${title}; ${counted(hidden, "more finding")}: lineagectl ${command} lists all`;
    return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
<testsuite name="lineagectl ${command}" ${counts}>
${cases.map(({ xml }) => xml).join("")}<system-out>${escapedText(rest)}</system-out>
</testsuite>
</testsuites>
`;
  },
};

interface Case {
  readonly is: "failure" | "error" | "skipped" | "passed";
  readonly xml: string;
}

function countsText(cases: readonly Case[]): string {
  const count = (wanted: Case["is"]): number => cases.filter(({ is }) => is === wanted).length;
  return `tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}" skipped="${count("skipped")}"`;
}

/** A suite without cases is an error to some readers. A run that failed without any finding fails here too. */
function emptyCase({ command, exitCode, title }: FindingsDocument): Case {
  const open = `<testcase name="no findings" classname="lineagectl.${command}"`;
  if (exitCode === 0) return { is: "passed", xml: `${open}/>\n` };
  return {
    is: "failure",
    xml: `${open}>\n<failure message="${escapedText(title)}" type="exit ${exitCode}"></failure>\n</testcase>\n`,
  };
}

function caseOf(finding: Finding, { sources, failOn }: FindingsDocument): Case {
  const { rule, place, asset, message } = finding.diagnostic;
  const position = sources.position(place);
  const where = placeText(place, sources);
  const line = position === undefined ? "" : ` line="${position.line}"`;
  const is = outcomeOf(finding, failOn);
  const open = `<testcase name="${escapedText(`${rule} ${asset ?? where}`)}" classname="lineagectl.${escapedText(rule)}" file="${escapedText(place.path)}"${line}>`;
  const body = bodyOf(finding, is, {
    message: escapedText(shortened(message, messageMax)),
    text: [where, ...findingParagraphs(finding)]
      .map((one) => escapedText(shortened(one, messageMax)))
      .join("\n"),
  });
  return { is, xml: `${open}\n${body}\n</testcase>\n` };
}

function outcomeOf(finding: Finding, failOn: readonly string[]): Case["is"] {
  if (finding.waiver !== undefined) return "skipped";
  if (finding.verdict === "error") return "error";
  if (isGating(finding, failOn)) return "failure";
  return finding.verdict === "undecided" ? "skipped" : "passed";
}

function bodyOf(
  finding: Finding,
  is: Case["is"],
  { message, text }: { readonly message: string; readonly text: string },
): string {
  switch (is) {
    case "failure":
    case "error":
      return `<${is} message="${message}" type="${levelOf(finding)}">${text}</${is}>`;
    case "skipped":
      return finding.waiver === undefined
        ? `<skipped message="${message}"/>`
        : `<skipped message="waived by ${escapedText(finding.waiver.id)}: ${message}"/>`;
    case "passed":
      return `<system-out>${levelOf(finding)}: ${text}</system-out>`;
  }
}
