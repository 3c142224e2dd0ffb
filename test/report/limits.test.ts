// What consumers drop or refuse never leaves; what was left out is counted.
import { shortened } from "../../src/base/text.ts";
import { expect, test } from "vitest";
import { checkHtmlReporter } from "../../src/report/check-html.ts";
import { checkMarkdownReporter } from "../../src/report/check-markdown.ts";
import { findingsOfReview } from "../../src/report/findings.ts";
import { githubReporter } from "../../src/report/github.ts";
import { gitlabReporter } from "../../src/report/gitlab.ts";
import { junitReporter } from "../../src/report/junit.ts";
import { markdownOf } from "../../src/report/page-markdown.ts";
import { lineBlock, plain, tableOf, type Page } from "../../src/report/page.ts";
import { pagePaint } from "../../src/report/paint.ts";
import { sarifReporter } from "../../src/report/sarif.ts";
import { hostileTexts, manyFindings } from "../support/hostile-reviews.ts";
import { brokenRows } from "../support/markdown.ts";
import { sarifProblems } from "../support/sarif.ts";
import { elementsOf, parseXml, textOf } from "../support/xml.ts";

const many = manyFindings(10_000);
const findings = findingsOfReview(many);

test("10,000 findings: SARIF keeps the worst 5,000, below 10 MB, and says how many are missing", () => {
  const text = sarifReporter.render(findings, pagePaint);
  expect(sarifProblems(text)).toEqual([]);
  expect(Buffer.byteLength(text)).toBeLessThan(10_000_000);
  const [run] = JSON.parse(text).runs;
  expect(run.results).toHaveLength(5000);
  expect(run.results.filter(({ level }: { level: string }) => level === "error")).toHaveLength(
    3334,
  );
  expect(run.results.filter(({ level }: { level: string }) => level === "note")).toEqual([]);
  expect(run.invocations[0].toolExecutionNotifications[0].message.text).toContain(
    "5000 findings left out",
  );
});

test("SARIF with long messages is cut by its size, and says so", () => {
  const long = findings.findings.map((one) => ({
    ...one,
    diagnostic: { ...one.diagnostic, message: "é".repeat(1900) },
  }));
  const text = sarifReporter.render({ ...findings, findings: long }, pagePaint);
  expect(Buffer.byteLength(text)).toBeLessThan(10_000_000);
  const [run] = JSON.parse(text).runs;
  expect(run.results.length).toBeLessThan(5000);
  expect(run.invocations[0].toolExecutionNotifications[0].message.text).toContain(
    `${10_000 - run.results.length} findings left out`,
  );
});

test("10,000 findings: ten annotations of each weight at most, the last a count of the others", () => {
  const lines = githubReporter.render(findings, pagePaint).trimEnd().split("\n").slice(1);
  const count = (verb: string): number =>
    lines.filter((line) => line.startsWith(`::${verb} `)).length;
  expect([count("error"), count("warning"), count("notice")]).toEqual([10, 10, 10]);
  expect(lines.at(-1)).toBe(
    "::notice title=lineagectl::9971 more findings: lineagectl check lists all",
  );
});

test("10,000 findings: code quality and JUnit list the worst 5,000 and count the others", () => {
  const issues = JSON.parse(gitlabReporter.render(findings, pagePaint));
  expect(issues).toHaveLength(5001);
  expect(issues.at(-1).description).toBe("5000 more findings: lineagectl check lists all");
  const fingerprints = issues.map(({ fingerprint }: { fingerprint: string }) => fingerprint);
  expect(new Set(fingerprints).size).toBe(5001);
  const elements = elementsOf(parseXml(junitReporter.render(findings, pagePaint)));
  expect(elements.filter(({ name }) => name === "testcase")).toHaveLength(5000);
  expect(textOf(elements.at(-1)!)).toContain("5000 more findings");
});

test("10,000 findings: the comment and the page are read by people, and say how many there are", () => {
  const markdown = checkMarkdownReporter.render(many, pagePaint);
  expect(markdown.length).toBeLessThan(65_536);
  // Notes are counted where they are listed; a comment leaves them out.
  expect(markdown).toContain("and 6642 more findings");
  const html = checkHtmlReporter.render(many, pagePaint);
  expect(html.length).toBeLessThan(3_000_000);
  expect(html).toContain("and 4500 more findings");
});

const big: Page = {
  title: "lineagectl: ✗ much",
  subject: "",
  about: [],
  answers: [],
  sections: [
    {
      heading: "Rows",
      folded: false,
      blocks: [
        tableOf(
          Array.from({ length: 300 }, (_, index) => index),
          {
            columns: [{ title: "n" }],
            max: 250,
            what: "rows",
            row: (index) => ({ cells: [[[plain(`${index} ${"x".repeat(400)}`)]]] }),
          },
        ),
      ],
    },
    { heading: "Last", folded: true, blocks: [lineBlock(plain("y".repeat(2000)))] },
    { heading: "Small", folded: true, blocks: [lineBlock(plain("z"))] },
  ],
};

test.each([60_000, 20_000, 5000, 3200])(
  "a comment of %i bytes is cut between rows, and every cut is told",
  (max) => {
    const markdown = markdownOf(big, max);
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(max);
    expect(brokenRows(markdown)).toEqual([]);
    const shown = markdown.split("\n").filter((line) => /^\| \d+ x+ \|$/u.test(line)).length;
    expect(markdown).toContain(`and ${300 - shown} more rows`);
    expect(markdown).toMatch(/left out, because a comment has a limit: Last|<summary>Last/u);
  },
);

test("a comment of hostile names of any length stays below the limit", () => {
  const text = hostileTexts.join("").repeat(40);
  const { review } = many;
  const changes = review.changes.map((change) => ({ ...change, owner: text }));
  const findingsLong = review.findings.slice(0, 100).map((one) => ({
    ...one,
    diagnostic: { ...one.diagnostic, message: text, help: text },
  }));
  const document = { ...many, review: { ...review, changes, findings: findingsLong } };
  expect(checkMarkdownReporter.render(document, pagePaint).length).toBeLessThan(65_536);
});

test("a message is shortened between characters", () => {
  expect(shortened("abc", 3)).toBe("abc");
  expect(shortened("abcd", 3)).toBe("ab…");
  expect(shortened("\u{1f600}\u{1f600}\u{1f600}\u{1f600}", 3)).toBe("\u{1f600}\u{1f600}…");
  expect(shortened("\u{1f600}\u{1f600}", 2)).toBe("\u{1f600}\u{1f600}");
});
