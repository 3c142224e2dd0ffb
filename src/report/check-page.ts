import { counted } from "../base/text.ts";
import type { Place } from "../diagnostic/place.ts";
import type { Finding, Review } from "../model/review.ts";
import { answersOf, titleOf } from "./answer.ts";
import { changesSection, impactSection } from "./changes-page.ts";
import { costSection, costTable } from "./cost-page.ts";
import type { ReviewDocument } from "./document.ts";
import { findingEntry, findingsTable } from "./finding-page.ts";
import { worstFirst } from "./findings.ts";
import { lineBlock, plain, spoken, type Block, type Page, type Section } from "./page.ts";
import { pagePaint } from "./paint.ts";
import { reproduceSection, sidesLine } from "./reproduce.ts";

/** Rows and entries of a comment: more is read by nobody there, and a limit cuts it. */
const rowsMax = 25;
const entriesMax = 8;

/**
 * The comment of a pull request: what is wrong, what changes and who is hit, the cost; details wait
 * to be opened. Nothing but the title where nothing is found and nothing changes.
 */
export function commentPage(document: ReviewDocument): Page {
  const { review, sources } = document;
  const findings = shownFindings(review);
  const head = { ...headOf(document), about: [] }; // a comment says under "Reproduce" what was compared
  const costs = review.cost.changes.some(({ how }) => how !== "same");
  if (findings.length + review.changes.length === 0 && !costs && document.exitCode === 0)
    return { ...head, sections: [] };
  return {
    ...head,
    sections: spoken(
      section("", [findingsTable(findings, rowsMax, sources)]),
      changesSection(review, { rows: rowsMax, fields: 6 }),
      ...(costs ? [costSection(review.cost)] : []),
      folded("Cost line by line", [costTable(review.cost, rowsMax)]),
      folded(
        "Where, why, and how to mend it",
        findings.slice(0, entriesMax).map((finding) => findingEntry(finding, document)),
      ),
      reproduceSection(document, true),
      attestedSection(document),
    ),
  };
}

/** The places of which `commentPage` shows lines. */
export function placesInComment(review: Review): readonly Place[] {
  const findings = shownFindings(review);
  return [
    ...findings.slice(0, rowsMax).map(({ diagnostic }) => diagnostic.place),
    ...findings
      .slice(0, entriesMax)
      .flatMap(({ diagnostic: { related, flow } }) =>
        [...related, ...flow].map(({ place }) => place),
      ),
  ];
}

const reportMax = { entries: 500, rows: 2000 } as const;

/** Everything of a review on one page, new findings first. */
export function reportPage(document: ReviewDocument): Page {
  const { review } = document;
  const findings = worstFirst(review.findings);
  const entries = (heading: string, some: readonly Finding[]): Section =>
    section(heading, entriesOf(some, document), counted(some.length, "finding"));
  return {
    ...headOf(document),
    sections: spoken(
      entries(
        "New findings",
        findings.filter((one) => counts(one) && one.fresh),
      ),
      entries(
        "Also in the base",
        findings.filter((one) => counts(one) && !one.fresh),
      ),
      entries(
        "Waived",
        findings.filter((one) => !counts(one)),
      ),
      changesSection(review, { rows: reportMax.rows, fields: 40 }),
      impactSection(review, reportMax.rows),
      withTable(costSection(review.cost), costTable(review.cost, reportMax.rows)),
      attestedSection(document),
      reproduceSection(document, false),
    ),
  };
}

function counts({ waiver }: Finding): boolean {
  return waiver === undefined;
}

function entriesOf(findings: readonly Finding[], document: ReviewDocument): readonly Block[] {
  const hidden = findings.length - reportMax.entries;
  return [
    ...findings.slice(0, reportMax.entries).map((finding) => findingEntry(finding, document)),
    ...(hidden > 0
      ? [lineBlock(plain(`and ${hidden} more findings: --format json lists all`))]
      : []),
  ];
}

function headOf(document: ReviewDocument): Omit<Page, "sections"> {
  const answers = answersOf(document.review, pagePaint);
  const about = sidesLine(document.review);
  return { title: titleOf(document), subject: document.title, about, answers };
}

function shownFindings({ findings }: Review): readonly Finding[] {
  return worstFirst(findings).filter(({ diagnostic }) => diagnostic.severity !== "info");
}

function section(heading: string, blocks: readonly Block[], note?: string): Section {
  return { heading, ...(note !== undefined && { note }), folded: false, blocks };
}

function folded(heading: string, blocks: readonly Block[]): Section {
  return { heading, folded: true, blocks };
}

function withTable(one: Section, table: Block & { readonly is: "table" }): Section {
  return table.rows.length === 0 ? one : { ...one, blocks: [...one.blocks, table] };
}

function attestedSection({ attested }: ReviewDocument): Section {
  if (attested === undefined) return section("", []);
  const count = `${attested.attested} of ${counted(attested.covered, "covered file")}`;
  const stale = attested.stale.length;
  const changed = stale === 0 ? "" : `, ${counted(stale, "file")} changed since`;
  return section("Attested", [lineBlock(plain(`${count}${changed}`))]);
}
