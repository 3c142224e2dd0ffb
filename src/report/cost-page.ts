import type { CostDiff } from "../model/estimate.ts";
import type { Row } from "./columns.ts";
import { changeRows } from "./cost-rows.ts";
import type { CostDiffDocument } from "./cost-text.ts";
import type { Reporter } from "./document.ts";
import { changeText, costTitle, leftOutText, moneyText, noCurrency, rangeText } from "./money.ts";
import { htmlOf } from "./page-html.ts";
import { markdownOf } from "./page-markdown.ts";
import {
  dim,
  lineBlock,
  name,
  plain,
  strong,
  type Line,
  type Page,
  type Section,
  type Table,
  type TableRow,
} from "./page.ts";
import { pagePaint } from "./paint.ts";
import { sidesLine } from "./reproduce.ts";

/** What a change does to the monthly cost, line by line: as Markdown for a comment. */
export const costDiffMarkdownReporter: Reporter<CostDiffDocument> = {
  name: "markdown",
  mediaType: "text/markdown",
  render: (document) => markdownOf(costPage(document, 60)),
};

export const costDiffHtmlReporter: Reporter<CostDiffDocument> = {
  name: "html",
  mediaType: "text/html",
  render: (document) => htmlOf(costPage(document, 2000)),
};

function costPage({ cost, base, head, asOf }: CostDiffDocument, rows: number): Page {
  const { heading, blocks } = costSection(cost);
  const table = costTable(cost, rows);
  const answers = [costAnswer(cost), leftOutText(cost.after)].filter((text) => text !== undefined);
  return {
    title: `lineagectl: ${answers.join(", ")}`,
    subject: "Cost of a change",
    about: sidesLine({ base, head, asOf }),
    answers: answers.map((text) => ({ text, tone: "plain" })),
    sections: [
      { heading, folded: false, blocks: [...blocks, ...(table.rows.length > 0 ? [table] : [])] },
    ],
  };
}

function costAnswer({ currency, change }: CostDiff): string {
  return currency === noCurrency
    ? "cost unknown without prices"
    : `${changeText(change.expected, pagePaint)} ${currency}/month`;
}

/** Before and after in one sentence, with the range, what is unknown, and what caused it. */
export function costSection(cost: CostDiff): Section {
  const changed = cost.changes.some(({ how }) => how !== "same");
  return {
    heading: costTitle(cost.currency),
    folded: false,
    blocks: [lineBlock(...sumLine(cost)), ...(changed ? [lineBlock(...causeLine(cost))] : [])],
  };
}

function sumLine({ before, after, change }: CostDiff): Line {
  const facts = [rangeText(after), leftOutText(after)].filter((text) => text !== undefined);
  return [
    plain(`${moneyText(before.expected)} ${pagePaint.signs.arrow} `),
    strong(moneyText(after.expected)),
    plain(` (${changeText(change.expected, pagePaint)})`),
    ...(facts.length === 0 ? [] : [plain(`, ${facts.join("; ")}`)]),
  ];
}

function causeLine({ code, price }: CostDiff): Line {
  const [own, prices] = [code, price].map(({ expected }) => changeText(expected, pagePaint));
  return [dim(`of it by the change itself ${own}, by new prices ${prices}`)];
}

/** The lines that differ, asset by asset; no rows where none does. */
export function costTable(cost: CostDiff, max: number): Table {
  const changed = cost.changes.filter(({ how }) => how !== "same");
  const [, ...rows] =
    changed.length === 0 ? [] : changeRows(cost, changed.slice(0, max), pagePaint);
  return {
    is: "table",
    columns: [
      { title: "cost of" },
      { title: "before", align: "right" },
      { title: "after", align: "right" },
      { title: "change", align: "right" },
      { title: "how" },
    ],
    rows: rows.map(tableRow),
    hidden: Math.max(0, changed.length - max),
    what: "lines: lineagectl cost diff lists all",
  };
}

function tableRow(row: Row): TableRow {
  if ("heading" in row) return { cells: [[[name(row.heading)]]], heading: true };
  const cells = row.cells.map(({ text }) => [[plain(text.trim())]]);
  return { cells: [...cells, [row.note === undefined ? [] : [dim(row.note.text)]]] };
}
