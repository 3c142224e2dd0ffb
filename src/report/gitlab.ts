import type { JsonObject } from "../base/json.ts";
import { counted, shortened, visible } from "../base/text.ts";
import type { Finding } from "../model/review.ts";
import type { Reporter } from "./document.ts";
import { levelOf, type FindingsDocument } from "./findings.ts";
import { jsonText } from "./json.ts";

/** A merge request shows the first few hundred; the file must stay small enough to be parsed at once. */
const issuesMax = 5000;
const descriptionMax = 1000;

/**
 * GitLab's code quality report. Its list has no place for a remark, so that what was left out is told
 * by one issue more. Waived findings are none.
 *
 * @see https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export const gitlabReporter: Reporter<FindingsDocument> = {
  name: "gitlab",
  mediaType: "application/json",
  render: (document) => {
    const counting = document.findings.filter(({ waiver }) => waiver === undefined);
    const issues = counting.slice(0, issuesMax).map((finding) => issueOf(finding, document));
    const left = counting.slice(issuesMax);
    return jsonText([...issues, ...leftOut(left, document)]);
  },
};

function issueOf(finding: Finding, { sources }: FindingsDocument): JsonObject {
  const { rule, message, help, place, fingerprint } = finding.diagnostic;
  const description = help === undefined ? message : `${message} (fix: ${help})`;
  return {
    description: visible(shortened(description, descriptionMax)),
    check_name: rule,
    fingerprint,
    severity: severityOf(finding),
    location: {
      path: place.path,
      lines: { begin: sources.position(place)?.line ?? 1 },
    },
  };
}

function severityOf(finding: Finding): "blocker" | "critical" | "minor" | "info" {
  if (finding.verdict === "error") return "blocker";
  const severities = { error: "critical", warning: "minor", note: "info" } as const;
  return severities[levelOf(finding)];
}

function leftOut(left: readonly Finding[], { command }: FindingsDocument): readonly JsonObject[] {
  const [first] = left;
  if (first === undefined) return [];
  return [
    {
      description: `${counted(left.length, "more finding")}: lineagectl ${command} lists all`,
      check_name: "lineagectl",
      fingerprint: first.diagnostic.fingerprint,
      severity: severityOf(first),
      location: { path: first.diagnostic.place.path, lines: { begin: 1 } },
    },
  ];
}
