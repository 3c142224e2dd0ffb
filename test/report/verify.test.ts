import { expect, test } from "vitest";
import { sha256 } from "../../src/base/digest.ts";
import { diagnose } from "../../src/diagnostic/diagnostic.ts";
import {
  verifyJsonReporter,
  verifyTextReporter,
  type VerifyDocument,
} from "../../src/report/verify.ts";
import { findingsOfVerification } from "../../src/report/findings.ts";
import { githubReporter } from "../../src/report/github.ts";
import { sarifReporter } from "../../src/report/sarif.ts";
import { verifyHtmlReporter, verifyMarkdownReporter } from "../../src/report/verify-page.ts";
import { golden } from "../support/goldens.ts";
import { filePlace, sources } from "../support/review-places.ts";
import { plain } from "../support/reviews.ts";
import { sarifProblems } from "../support/sarif.ts";
import { parseXml, textOf } from "../support/xml.ts";

const entries = { current: 12, historical: 2, stale: 0, invalid: 0 };
const paths = { attested: 27, removed: 1, stale: 0, missing: 0, uncovered: 0 };
const sound: VerifyDocument = {
  label: "working tree",
  sources,
  exitCode: 0,
  tool: { name: "lineagectl", version: "0.1.0" },
  rules: new Map(),
  report: {
    verdict: "pass",
    trust: {
      version: 3,
      sha256: sha256("root"),
      origin: "git.example.com/acme/shop/lineage",
      mode: "set",
      anchored: true,
    },
    entries: [
      {
        path: ".lineage/entries/8c/8c41.sigstore.json",
        state: "current",
        payload: sha256("payload"),
        keyId: "q1xYb0mJ9cT2m0Q1bCwqv2gE2o5n7h3sT8dK4rLZp0U=",
        signer: "ci@acme",
        rebuild: { state: "match", detail: "" },
      },
    ],
    paths: [{ path: "lineage/model.yaml", state: "attested", covered: true }],
    counts: {
      entries,
      paths,
      covered: 27,
      pending: 0,
      rebuilt: { match: 14, differs: 0, "not checked": 0 },
    },
    diagnostics: [],
  },
};

const tampered: VerifyDocument = {
  ...sound,
  exitCode: 1,
  report: {
    ...sound.report,
    verdict: "fail",
    entries: [{ path: ".lineage/entries/8c/8c41.sigstore.json", state: "stale", code: "subject" }],
    paths: [{ path: "lineage/model.yaml", state: "stale", covered: true }],
    counts: {
      ...sound.report.counts,
      entries: { ...entries, current: 11, stale: 1 },
      paths: { ...paths, attested: 26, stale: 1, uncovered: 2 },
      pending: 1,
      rebuilt: { match: 0, differs: 0, "not checked": 0 },
    },
    diagnostics: [
      diagnose(
        { id: "ATT-006", severity: "error" },
        {
          message: "lineage/model.yaml is not what was signed",
          place: filePlace("lineage/model.yaml"),
          help: "if the change is meant: lineagectl attest",
          related: [
            {
              message: `signed sha256 ${sha256("a")} by ci@acme`,
              place: filePlace(".lineage/entries/8c/8c41.sigstore.json"),
            },
            { message: `found sha256 ${sha256("b")}`, place: filePlace("lineage/model.yaml") },
          ],
        },
      ),
    ],
  },
};

test("a sound tree in three lines: what was checked, and what that cannot show", async () => {
  await expect(verifyTextReporter.render(sound, plain)).toMatchFileSnapshot(
    golden("verify/pass.txt"),
  );
});

test("a repository that vouches for itself never gets a plain tick", async () => {
  const report = { ...sound.report, verdict: "unanchored" as const };
  const text = verifyTextReporter.render({ ...sound, report }, plain);
  await expect(text).toMatchFileSnapshot(golden("verify/unanchored.txt"));
  expect(text).not.toContain("✓");
});

test("a tampered file is named with what was signed and what was found", async () => {
  await expect(verifyTextReporter.render(tampered, plain)).toMatchFileSnapshot(
    golden("verify/fail.txt"),
  );
});

test("the verification as JSON", async () => {
  await expect(verifyJsonReporter.render(sound, plain)).toMatchFileSnapshot(
    golden("verify/pass.json"),
  );
  await expect(verifyJsonReporter.render(tampered, plain)).toMatchFileSnapshot(
    golden("verify/fail.json"),
  );
});

test("the verification as a comment: what is wrong in full, then what nobody attested", async () => {
  const text = verifyMarkdownReporter.render(tampered, plain);
  await expect(text).toMatchFileSnapshot(golden("verify-page/fail.md"));
  expect(verifyMarkdownReporter.render(sound, plain)).toContain(
    "### lineagectl: ✓ 14 entries, 27 of 27 covered files attested\n",
  );
});

test("the verification as a page, and unanchored never with a tick", () => {
  const html = verifyHtmlReporter.render(tampered, plain);
  expect(textOf(parseXml(html))).toContain("lineage/model.yaml is not what was signed");
  const report = { ...sound.report, verdict: "unanchored" as const };
  const unanchored = verifyHtmlReporter.render({ ...sound, report }, plain);
  expect(unanchored).toContain('<li class="warning">? unanchored</li>');
  expect(unanchored).not.toContain("✓");
});

test("the findings of a verification in the formats of findings", () => {
  const document = findingsOfVerification(tampered);
  expect(sarifProblems(sarifReporter.render(document, plain))).toEqual([]);
  expect(githubReporter.render(document, plain)).toBe(
    "lineagectl: ✗ 14 entries, 26 of 27 covered files attested, 1 not as signed, 2 never attested, 1 pending without signature\n" +
      "::error file=lineage/model.yaml,title=ATT-006::lineage/model.yaml is not what was signed%0Afix: if the change is meant: lineagectl attest%0Awhy: lineagectl explain ATT-006\n",
  );
});
