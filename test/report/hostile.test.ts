// What an attacker writes into names, messages and files stays text, in every format.
import fc from "fast-check";
import { expect, test } from "vitest";
import { visible } from "../../src/base/text.ts";
import { titleOf } from "../../src/report/answer.ts";
import { checkHtmlReporter } from "../../src/report/check-html.ts";
import { checkMarkdownReporter } from "../../src/report/check-markdown.ts";
import { checkTextReporter } from "../../src/report/check-text.ts";
import { costDiffHtmlReporter, costDiffMarkdownReporter } from "../../src/report/cost-page.ts";
import { diffHtmlReporter, diffMarkdownReporter } from "../../src/report/diff-page.ts";
import { githubReporter } from "../../src/report/github.ts";
import { gitlabReporter } from "../../src/report/gitlab.ts";
import { htmlStyle } from "../../src/report/html-style.ts";
import { junitReporter } from "../../src/report/junit.ts";
import { markdownBytesMax } from "../../src/report/page-markdown.ts";
import { pagePaint } from "../../src/report/paint.ts";
import { sarifReporter } from "../../src/report/sarif.ts";
import {
  hostileDocument,
  hostileFindings,
  hostilePath,
  hostileTexts,
} from "../support/hostile-reviews.ts";
import { brokenRows, markupIn, tagsIn } from "../support/markdown.ts";
import { sarifProblems } from "../support/sarif.ts";
import { elementsOf, parseXml, textOf } from "../support/xml.ts";

/** Any text, with much of what is special somewhere. */
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom(
      ...Array.from("`|\\[]()<>@#!*_~$&\"'%:,;\n\r\t 1aG/-.\u001b\u202e\u200b"),
      "www.",
      "://",
    ),
    maxLength: 40,
  }),
  fc.constantFrom(...hostileTexts),
);

// Nothing of these may reach a terminal, a browser or a parser.
const unsafe =
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;

/** Each hostile text first, then others. */
function runs(numRuns: number): fc.Parameters<[string]> {
  return { numRuns, examples: hostileTexts.map((text): [string] => [text]) };
}

function everyFormat(text: string): readonly string[] {
  const document = hostileDocument(text);
  const { review, sources } = document;
  const findings = hostileFindings(text);
  const cost = { ...review, sources };
  return [
    checkTextReporter.render(document, pagePaint),
    checkMarkdownReporter.render(document, pagePaint),
    checkHtmlReporter.render(document, pagePaint),
    costDiffMarkdownReporter.render(cost, pagePaint),
    costDiffHtmlReporter.render(cost, pagePaint),
    diffMarkdownReporter.render(document, pagePaint),
    diffHtmlReporter.render(document, pagePaint),
    ...[sarifReporter, githubReporter, gitlabReporter, junitReporter].map((reporter) =>
      reporter.render(findings, pagePaint),
    ),
  ];
}

function isSafe(text: string): void {
  for (const output of everyFormat(text)) expect(unsafe.exec(output)).toBeNull();
}

test("no control and no reordering character leaves as it is, whatever the text", () => {
  fc.assert(fc.property(anyText, isSafe), runs(60));
});

test.each(hostileTexts)("the title is one line without any of it: %j", (text) => {
  const title = titleOf(hostileDocument(text));
  expect(title).toBe(titleOf(hostileDocument("harmless")));
  expect(title).not.toContain("\n");
});

function markdownIsText(text: string): void {
  const document = hostileDocument(text);
  const outputs = [
    checkMarkdownReporter.render(document, pagePaint),
    costDiffMarkdownReporter.render({ ...document.review, sources: document.sources }, pagePaint),
    diffMarkdownReporter.render(document, pagePaint),
  ];
  for (const markdown of outputs) {
    expect(markupIn(markdown)).toEqual([]);
    expect(brokenRows(markdown)).toEqual([]);
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(markdownBytesMax);
    const found = tagsIn(markdown);
    const count = (wanted: string): number => found.filter((tag) => tag === wanted).length;
    expect(count("<details>")).toBe(count("</details>"));
  }
}

test("Markdown: no link, image, tag, mention, reference or command, whatever the text", () => {
  fc.assert(fc.property(anyText, markdownIsText), runs(150));
});

test("what would be more than text in a comment is noticed", () => {
  const bad = [
    "@acme/owners",
    "see #12",
    "[a](b)",
    "<b>",
    "https://evil.example",
    "/close",
    "a $x$ b",
  ];
  expect(bad.filter((line) => markupIn(line).length === 0)).toEqual([]);
  expect(markupIn("`@acme <b>` \\[a\\] @&#8203;acme &lt;b&gt;<br>")).toEqual([]);
  expect(brokenRows("| a | b |\n|---|---|\n| c |\n")).toEqual(["| c |"]);
});

const htmlTags = new Set(
  "html head meta title style body main header p h1 ul li section h2 small article h3 pre i mark dl dt dd div table thead tbody tr th td br code b span details summary".split(
    " ",
  ),
);

function htmlIsText(text: string): void {
  const html = checkHtmlReporter.render(hostileDocument(text), pagePaint);
  const root = parseXml(html);
  const elements = elementsOf(root);
  const attributes = new Set(elements.flatMap((element) => Object.keys(element.attributes)));
  expect(elements.filter(({ name }) => !htmlTags.has(name))).toEqual([]);
  expect([...attributes].toSorted()).toEqual(
    ["charset", "class", "colspan", "content", "http-equiv", "lang", "name"].filter((name) =>
      attributes.has(name),
    ),
  );
  expect(elements.filter(({ name }) => name === "style").map(textOf)).toEqual([htmlStyle]);
  const shown = visible(text)
    .replaceAll("\ufffe", String.raw`\ufffe`)
    .replaceAll("\uffff", String.raw`\uffff`);
  expect(elements.filter(({ name }) => name === "h1").map(textOf)).toEqual([shown]);
}

test("HTML: only our tags, the text as text, whatever it is", () => {
  fc.assert(fc.property(anyText, htmlIsText), runs(100));
});

function annotationsAreOurs(text: string): void {
  const output = githubReporter.render(hostileFindings(text), pagePaint);
  const [title, ...lines] = output.trimEnd().split("\n");
  expect(title).toBe("lineagectl: ✗ 1 error, 1 warning");
  expect(lines).toHaveLength(2);
  for (const line of lines) {
    const found = /^::(?:error|warning|notice) ([^:]*)::(.*)$/u.exec(line);
    const pairs = found?.[1]?.split(",").map((pair) => pair.split("=")[0]);
    expect(pairs?.slice(0, 2)).toEqual(["file", "line"]);
    expect(pairs?.at(-1)).toBe("title");
    expect(unescaped(found?.[2] ?? "").split("\n")[0]).toBe(visible(text));
  }
}

/** As the runner reads a message. */
function unescaped(text: string): string {
  return text.replaceAll("%0A", "\n").replaceAll("%0D", "\r").replaceAll("%25", "%");
}

test("annotations: one line each, no other command, the message as it was, whatever the text", () => {
  fc.assert(fc.property(anyText, annotationsAreOurs), runs(100));
});

test("annotations: percent signs and separators survive in properties", () => {
  const output = githubReporter.render(hostileFindings("50%,a:b"), pagePaint);
  expect(output).toContain("title=PRIV-019 50%25%2Ca%3Ab::50%25,a:b%0A");
});

function sarifIsValid(text: string): void {
  const output = sarifReporter.render(hostileFindings(text), pagePaint);
  expect(sarifProblems(output)).toEqual([]);
  const [result] = JSON.parse(output).runs[0].results;
  expect(result.message.text).not.toContain("](");
  const { uri } = result.locations[0].physicalLocation.artifactLocation;
  expect(uri).toMatch(/^[\w\-.!~*'()%/]*$/u);
  expect(decodeURIComponent(uri)).toBe(hostilePath(text));
}

test("SARIF: valid, no link in a message, a path that is one, whatever the text", () => {
  fc.assert(fc.property(anyText, sarifIsValid), runs(60));
});

function junitIsWellFormed(text: string): void {
  const root = parseXml(junitReporter.render(hostileFindings(text), pagePaint));
  const cases = elementsOf(root).filter(({ name }) => name === "testcase");
  expect(cases).toHaveLength(3);
  expect(cases[0]?.attributes["classname"]).toBe("lineagectl.PRIV-019");
}

test("JUnit: well-formed XML, a case for each finding, whatever the text", () => {
  fc.assert(fc.property(anyText, junitIsWellFormed), runs(100));
});

function gitlabIsJson(text: string): void {
  const issues = JSON.parse(gitlabReporter.render(hostileFindings(text), pagePaint));
  expect(issues).toHaveLength(2);
  expect(issues[0]).toMatchObject({ check_name: "PRIV-019", severity: "critical" });
  expect(issues[0].location.path).toBe(hostilePath(text));
}

test("code quality: JSON with the path as it is, whatever the text", () => {
  fc.assert(fc.property(anyText, gitlabIsJson), runs(100));
});

test("a reader of XML that is not strict would not notice", () => {
  for (const bad of ["<a>", "<a></b>", "<a>&x;</a>", '<a b="<"/>', "<a>\u0001</a>", "<a/><b/>"])
    expect(() => parseXml(bad), bad).toThrow(/^(?:no |<|XML|\d)/u);
  expect(textOf(parseXml('<a b="1">x&lt;<c/></a>'))).toBe("x<");
});
