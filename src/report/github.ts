import { counted, shortened, visible } from "../base/text.ts";
import type { Finding } from "../model/review.ts";
import type { Reporter } from "./document.ts";
import { findingParagraphs, levelOf, type FindingsDocument } from "./findings.ts";

/** What GitHub keeps of one step, of each weight; more are dropped without a word. */
const perStepMax = 10;
const messageMax = 2000;

const commands = { error: "error", warning: "warning", note: "notice" } as const;

/**
 * Annotations of a workflow run, as commands on standard output: at most ten of each weight, the worst
 * first, then a notice of what was left out. Waived findings are none.
 *
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export const githubReporter: Reporter<FindingsDocument> = {
  name: "github",
  mediaType: "text/plain",
  explains: true,
  render: (document) => {
    const counting = document.findings.filter(({ waiver }) => waiver === undefined);
    const shown = shownOf(counting);
    const hidden = counting.length - shown.length;
    const lines = shown.map((finding) => annotation(finding, document));
    const rest = `${counted(hidden, "more finding")}: lineagectl ${document.command} lists all`;
    return [
      `${document.title}\n`,
      ...lines,
      ...(hidden > 0 ? [command("notice", { title: "lineagectl" }, rest)] : []),
    ].join("");
  },
};

/** The first of each weight; one notice is kept for the sentence on what was left out. */
function shownOf(findings: readonly Finding[]): readonly Finding[] {
  const shown = { error: 0, warning: 0, note: 0 };
  const room = { error: perStepMax, warning: perStepMax, note: perStepMax - 1 };
  return findings.filter((finding) => {
    const level = levelOf(finding);
    shown[level] += 1;
    return shown[level] <= room[level];
  });
}

function annotation(finding: Finding, { sources, rules }: FindingsDocument): string {
  const { rule, place } = finding.diagnostic;
  const position = sources.position(place);
  const title = rules.get(rule)?.title;
  const oneLine = position !== undefined && position.line === position.endLine;
  return command(
    commands[levelOf(finding)],
    {
      file: visible(place.path),
      ...(position !== undefined && {
        line: String(position.line),
        endLine: String(position.endLine),
        col: String(position.column),
      }),
      ...(oneLine && { endColumn: String(Math.max(position.column, position.endColumn)) }),
      title: visible(title === undefined ? rule : `${rule} ${title}`),
    },
    findingParagraphs(finding)
      .map((text) => visible(shortened(text, messageMax)))
      .join("\n"),
  );
}

/** One command: whatever the texts hold, it stays on one line and within its own property. */
function command(
  verb: string,
  properties: Readonly<Record<string, string>>,
  message: string,
): string {
  const pairs = Object.entries(properties).map(([key, value]) => `${key}=${inProperty(value)}`);
  return `::${verb} ${pairs.join(",")}::${inMessage(message)}\n`;
}

function inMessage(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function inProperty(text: string): string {
  return inMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
