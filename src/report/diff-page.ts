import { counted } from "../base/text.ts";
import { changesSection, impactSection } from "./changes-page.ts";
import type { DiffDocument } from "./diff.ts";
import type { Reporter } from "./document.ts";
import { htmlOf } from "./page-html.ts";
import { markdownOf } from "./page-markdown.ts";
import { dim, name, plain, spoken, type Page } from "./page.ts";
import { pagePaint } from "./paint.ts";

/** What changes in meaning and whom it hits: as Markdown for a comment. */
export const diffMarkdownReporter: Reporter<DiffDocument> = {
  name: "markdown",
  mediaType: "text/markdown",
  render: (document) => markdownOf(diffPage(document, 60)),
};

export const diffHtmlReporter: Reporter<DiffDocument> = {
  name: "html",
  mediaType: "text/html",
  render: (document) => htmlOf(diffPage(document, 2000)),
};

function diffPage({ review }: DiffDocument, rows: number): Page {
  const { base, head, why, changes, impact } = review;
  const answers = [
    changes.length === 0 ? "nothing changes in meaning" : counted(changes.length, "changed asset"),
    impact.length === 0 ? "nothing downstream" : `${counted(impact.length, "asset")} downstream`,
  ];
  return {
    title: `lineagectl: ${answers.join(" · ")}`,
    subject: "What changes",
    about: [
      name(base.label),
      plain(` ${pagePaint.signs.arrow} `),
      name(head.label),
      dim(`, ${why}`),
    ],
    answers: answers.map((text) => ({ text, tone: "plain" })),
    sections: spoken(changesSection(review, { rows, fields: 20 }), impactSection(review, rows)),
  };
}
