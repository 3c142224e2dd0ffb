import { expect, test } from "vitest";
import type { ReviewDocument, ReviewReporter } from "../../src/report/document.ts";
import { titleOf } from "../../src/report/answer.ts";
import { checkHtmlReporter } from "../../src/report/check-html.ts";
import { checkMarkdownReporter } from "../../src/report/check-markdown.ts";
import { costDiffHtmlReporter, costDiffMarkdownReporter } from "../../src/report/cost-page.ts";
import { diffHtmlReporter, diffMarkdownReporter } from "../../src/report/diff-page.ts";
import { findingsOfReview, type FindingsDocument } from "../../src/report/findings.ts";
import { githubReporter } from "../../src/report/github.ts";
import { gitlabReporter } from "../../src/report/gitlab.ts";
import { junitReporter } from "../../src/report/junit.ts";
import { pagePaint } from "../../src/report/paint.ts";
import { sarifReporter } from "../../src/report/sarif.ts";
import { golden } from "../support/goldens.ts";
import type { WaiverUsed } from "../../src/model/judgement.ts";
import { placeAt } from "../support/claims.ts";
import { cleanReview, crowdedReview, day, documentOf, failingReview } from "../support/reviews.ts";
import { sarifProblems } from "../support/sarif.ts";
import { elementsOf, parseXml, textOf } from "../support/xml.ts";

const failing = documentOf(failingReview, 1, { attested: 4, covered: 6, stale: [] });
const clean = documentOf(cleanReview, 0);
const waiver: WaiverUsed = {
  id: "WVR-2026-014",
  expires: "2027-01-31",
  reason: "the source is replaced in January",
  approvedBy: ["team/dpo"],
  place: placeAt("waivers/014.yaml"),
};
const waived: ReviewDocument = {
  ...failing,
  review: {
    ...failingReview,
    findings: failingReview.findings.map((one, index) => (index === 0 ? { ...one, waiver } : one)),
  },
};

function page(reporter: ReviewReporter, document: ReviewDocument): string {
  return reporter.render(document, pagePaint);
}

test("the comment answers first and folds the details", async () => {
  const text = page(checkMarkdownReporter, failing);
  await expect(text).toMatchFileSnapshot(golden("check-markdown/failing.md"));
  expect(text.split("\n")[0]).toBe(`### ${titleOf(failing)}`);
});

test("a crowd in a comment is a page, and the rest is counted", async () => {
  const text = page(checkMarkdownReporter, documentOf(crowdedReview, 1));
  await expect(text).toMatchFileSnapshot(golden("check-markdown/crowded.md"));
  expect(text).toContain("and 16 more findings");
});

test("where nothing is found and nothing changes, the comment is its title", async () => {
  const text = page(checkMarkdownReporter, clean);
  await expect(text).toMatchFileSnapshot(golden("check-markdown/clean.md"));
  expect(text.trim().split("\n")).toHaveLength(1);
});

test.each([
  [
    failing,
    "lineagectl: ✗ 1 error, 1 warning, 1 undecided · +412.20 EUR/month, 1 unknown · 2 assets downstream",
  ],
  [clean, "lineagectl: ✓ no findings · ±0.00 EUR/month · nothing downstream changes"],
  [
    { ...clean, exitCode: 3 },
    "lineagectl: ? incomplete · ±0.00 EUR/month · nothing downstream changes",
  ],
  [
    { ...clean, exitCode: 5 },
    "lineagectl: ✗ no verdict · ±0.00 EUR/month · nothing downstream changes",
  ],
])(
  "the title is one line of at most 140 characters, and never green without a pass",
  (document, title) => {
    expect(titleOf(document)).toBe(title);
    expect(title.length).toBeLessThanOrEqual(140);
  },
);

test("the report in HTML holds everything, new findings first", async () => {
  const html = page(checkHtmlReporter, failing);
  await expect(html).toMatchFileSnapshot(golden("check-html/failing.html"));
  const text = textOf(parseXml(html));
  expect(text.indexOf("New findings")).toBeLessThan(text.indexOf("Also in the base"));
  expect(text).toContain("lineagectl explain PRIV-008");
  expect(text).toContain("A model can give away what it was trained on.");
});

test("the report in HTML loads nothing, runs nothing, and is as good without its styles", () => {
  const elements = elementsOf(parseXml(page(checkHtmlReporter, failing)));
  const policy = elements.find(
    ({ attributes }) => attributes["http-equiv"] === "Content-Security-Policy",
  );
  expect(policy?.attributes["content"]).toMatch(
    /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'none'$/u,
  );
  const names = new Set(elements.map(({ name }) => name));
  expect(
    ["script", "img", "link", "iframe", "a", "form"].filter((name) => names.has(name)),
  ).toEqual([]);
  const attributes = new Set(elements.flatMap((element) => Object.keys(element.attributes)));
  expect([...attributes].filter((name) => /^(?:on|style|src|href)/u.test(name))).toEqual([]);
});

const findings = findingsOfReview(failing);

test("SARIF is what the official schema wants, with rules, paths and fingerprints", async () => {
  const text = sarifReporter.render(findings, pagePaint);
  await expect(text).toMatchFileSnapshot(golden("sarif/failing.sarif"));
  expect(sarifProblems(text)).toEqual([]);
  const [run] = JSON.parse(text).runs;
  const [result] = run.results;
  expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
  expect(result.codeFlows[0].threadFlows[0].locations).toHaveLength(2);
  expect(result.relatedLocations[0].id).toBe(1);
  expect(result.partialFingerprints.primaryLocationLineHash).toBe(
    `${failingReview.findings[0]?.diagnostic.fingerprint}:1`,
  );
});

test("a text that is no SARIF is told apart", () => {
  expect(sarifProblems('{"version": "2.1.0"}')).toEqual([" must have required property 'runs'"]);
});

test("an undecided verdict is a warning everywhere, never a pass", () => {
  const results = JSON.parse(sarifReporter.render(findings, pagePaint)).runs[0].results;
  const open = results.find(({ ruleId }: { ruleId: string }) => ruleId === "PRIV-008");
  expect(open).toMatchObject({ level: "warning", baselineState: "unchanged" });
  expect(githubReporter.render(findings, pagePaint)).toContain("::warning file=lineage/dataset");
  expect(junitReporter.render(findings, pagePaint)).toContain('skipped="1"');
});

test("a waived finding is suppressed in SARIF, skipped in JUnit, said in the comment, and no annotation", () => {
  const document = findingsOfReview(waived);
  const [run] = JSON.parse(sarifReporter.render(document, pagePaint)).runs;
  expect(run.results.at(-1)).toMatchObject({
    ruleId: "PRIV-019",
    suppressions: [
      { kind: "external", justification: "WVR-2026-014: the source is replaced in January" },
    ],
  });
  expect(junitReporter.render(document, pagePaint)).toContain("waived by WVR-2026-014");
  expect(githubReporter.render(document, pagePaint)).not.toContain("PRIV-019");
  expect(gitlabReporter.render(document, pagePaint)).not.toContain("PRIV-019");
  expect(page(checkMarkdownReporter, waived)).toContain("waived by `WVR-2026-014`");
  expect(page(checkHtmlReporter, waived)).toContain("<h2>Waived<small>1 finding</small></h2>");
});

test("annotations name file, line, column and rule", async () => {
  await expect(githubReporter.render(findings, pagePaint)).toMatchFileSnapshot(
    golden("github/failing.txt"),
  );
});

test("the code quality report names severity, fingerprint and line", async () => {
  const text = gitlabReporter.render(findings, pagePaint);
  await expect(text).toMatchFileSnapshot(golden("gitlab/failing.json"));
  const issues: readonly Record<string, unknown>[] = JSON.parse(text);
  expect(issues.map(({ severity }) => severity)).toEqual(["critical", "minor", "minor", "info"]);
});

test("JUnit fails what gates, and nothing else", async () => {
  const text = junitReporter.render(findings, pagePaint);
  await expect(text).toMatchFileSnapshot(golden("junit/failing.xml"));
  expect(suite(text)).toMatchObject({ tests: "4", failures: "1", errors: "0", skipped: "1" });
  const strict: FindingsDocument = { ...findings, failOn: ["error", "warning", "undecided"] };
  expect(suite(junitReporter.render(strict, pagePaint))).toMatchObject({
    failures: "3",
    skipped: "0",
  });
});

test("a rule that broke is an error of JUnit and blocks in GitLab", () => {
  const broken: FindingsDocument = {
    ...findings,
    findings: findings.findings.map((one) => ({ ...one, verdict: "error" })),
  };
  expect(suite(junitReporter.render(broken, pagePaint))).toMatchObject({ errors: "4" });
  expect(JSON.parse(gitlabReporter.render(broken, pagePaint))[0].severity).toBe("blocker");
});

test("without findings each format says so, and JUnit has a case all the same", () => {
  const none = findingsOfReview(clean);
  expect(JSON.parse(sarifReporter.render(none, pagePaint)).runs[0].results).toEqual([]);
  expect(sarifProblems(sarifReporter.render(none, pagePaint))).toEqual([]);
  expect(githubReporter.render(none, pagePaint)).toBe("lineagectl: ✓ no findings\n");
  expect(gitlabReporter.render(none, pagePaint)).toBe("[]\n");
  expect(suite(junitReporter.render(none, pagePaint))).toMatchObject({ tests: "1", failures: "0" });
  const failed = junitReporter.render({ ...none, exitCode: 5 }, pagePaint);
  expect(suite(failed)).toMatchObject({ tests: "1", failures: "1" });
});

test("a cost difference and a diff as Markdown and HTML", async () => {
  const { base, head, cost } = failingReview;
  const costs = { cost, base, head, asOf: day, sources: failing.sources };
  const changes = { review: failingReview, sources: failing.sources };
  await expect(costDiffMarkdownReporter.render(costs, pagePaint)).toMatchFileSnapshot(
    golden("cost-page/diff.md"),
  );
  await expect(diffMarkdownReporter.render(changes, pagePaint)).toMatchFileSnapshot(
    golden("diff-page/changes.md"),
  );
  expect(textOf(parseXml(costDiffHtmlReporter.render(costs, pagePaint)))).toContain("1,650.40");
  expect(textOf(parseXml(diffHtmlReporter.render(changes, pagePaint)))).toContain("Who is hit");
});

function suite(xml: string): Readonly<Record<string, string>> {
  return elementsOf(parseXml(xml)).find(({ name }) => name === "testsuite")!.attributes;
}
