import { counted } from "../base/text.ts";
import type { Finding } from "../model/review.ts";
import type { Reporter } from "./document.ts";
import { findingEntry, findingsTable } from "./finding-page.ts";
import { verifyFindings, worstFirst } from "./findings.ts";
import { htmlOf } from "./page-html.ts";
import { markdownOf } from "./page-markdown.ts";
import {
  lineBlock,
  name,
  plain,
  spoken,
  tableOf,
  type Block,
  type Page,
  type Section,
} from "./page.ts";
import { verifyAnswers, verifyTitle, type VerifyDocument } from "./verify.ts";

/** Whether everything is what somebody trusted signed: as Markdown for a comment. */
export const verifyMarkdownReporter: Reporter<VerifyDocument> = {
  name: "markdown",
  mediaType: "text/markdown",
  explains: true,
  render: (document) => markdownOf(verifyPage(document, { entries: 8, rows: 25 })),
};

export const verifyHtmlReporter: Reporter<VerifyDocument> = {
  name: "html",
  mediaType: "text/html",
  explains: true,
  render: (document) => htmlOf(verifyPage(document, { entries: 500, rows: 2000 })),
};

interface Room {
  readonly entries: number;
  readonly rows: number;
}

function verifyPage(document: VerifyDocument, room: Room): Page {
  const { report, label } = document;
  const findings = worstFirst(
    verifyFindings(report.diagnostics).filter(({ diagnostic }) => diagnostic.severity !== "info"),
  );
  return {
    title: verifyTitle(document),
    subject: "Verification",
    about: [name(label)],
    answers: verifyAnswers(report),
    sections: spoken(
      findingsSection(findings, document, room),
      pathsSection(report, room.rows),
      checkedSection(report),
    ),
  };
}

/** In full as far as there is room, then a row each. */
function findingsSection(
  findings: readonly Finding[],
  document: VerifyDocument,
  { entries, rows }: Room,
): Section {
  const brief = findings.slice(entries);
  return {
    heading: "What is wrong",
    note: counted(findings.length, "finding"),
    folded: false,
    blocks: [
      ...findings.slice(0, entries).map((finding) => findingEntry(finding, document)),
      ...(brief.length === 0 ? [] : [findingsTable(brief, rows, document.sources)]),
    ],
  };
}

function pathsSection({ paths }: VerifyDocument["report"], max: number): Section {
  const open = paths.filter(({ state }) => state !== "attested" && state !== "removed");
  const table = tableOf(open, {
    columns: [{ title: "file" }, { title: "state" }],
    max,
    what: "files: --format json lists all",
    row: ({ path, state }) => ({ cells: [[[name(path)]], [[plain(state)]]] }),
  });
  return { heading: "Not attested", folded: false, blocks: [table] };
}

function checkedSection({ trust, verdict }: VerifyDocument["report"]): Section {
  const lines: readonly Block[] = [
    ...(trust === undefined
      ? []
      : [
          lineBlock(
            plain(`signatures, subjects and coverage, by trust root ${trust.version} `),
            name(`sha256:${trust.sha256}`),
            plain(" of "),
            name(trust.origin),
            plain(`, mode ${trust.mode}`),
          ),
        ]),
    ...(verdict === "unanchored"
      ? [
          lineBlock(
            plain(
              "this repository vouches for its own keys: nothing outside of it was named to trust",
            ),
          ),
        ]
      : []),
  ];
  return { heading: "Checked", folded: false, blocks: lines };
}
