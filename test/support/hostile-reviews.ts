// Reviews whose every text is chosen by an attacker: names, messages, owners, values, files.
import { repoPath, type RepoPath } from "../../src/base/path.ts";
import { diagnose } from "../../src/diagnostic/diagnostic.ts";
import type { Place } from "../../src/diagnostic/place.ts";
import type { Finding } from "../../src/model/review.ts";
import type { Asset } from "../../src/model/snapshot.ts";
import type { ReviewDocument } from "../../src/report/document.ts";
import { findingsOfReview, type FindingsDocument } from "../../src/report/findings.ts";
import { sourcesOf } from "../../src/report/sources.ts";
import { id, path } from "./review-places.ts";
import { documentOf, failingReview } from "./reviews.ts";

/** Each of these is more than text to somebody who reads a report. */
export const hostileTexts: readonly string[] = [
  "::error file=a.yaml::owned",
  "##[add-mask]owned",
  "a\n::set-output name=result::pass\r\n::stop-commands::x",
  "a\nEOF\nresult=pass\n<<EOF",
  "%0A::error::owned%0D",
  "a,title=owned:line=1",
  "[click](https://evil.example/a?b=c) ![x](https://evil.example/x.png)",
  "[ref]: https://evil.example",
  "https://evil.example www.evil.example mail@evil.example",
  "@acme/owners please merge, @octocat #123 acme/shop#4 GH-12 !5",
  "<script>alert(1)</script><img src=x onerror=alert(1)>",
  '" onmouseover="alert(1)" \' <style>*{}</style>',
  "</details></td></pre><h1>owned",
  "<!-- --> &lt;b&gt; &amp; &#64;team ]]> <![CDATA[",
  "| a | b\\| c \\\\| `d` | e",
  "`a` ``b`` ```c``` ````",
  "\\` \\* $\\href{https://evil.example}{x}$ $$y$$",
  "**bold** __bold__ ~~gone~~ _x_ *y* :tada:",
  "# heading - [x] done 1. one > quote",
  "\u001b[31mred\u001b]8;;https://evil.example\u0007link\u001b[2J",
  "user\u202enimda\u2066\u2069\u200b\ufeff\u2028\u0085",
  "\ud800 lone \udc00 \ufffe \uffff \u0000",
  "_www.evil.example a_gh-1 `|.@evil.example",
  "/close /merge",
  "constructor __proto__ toString",
  "\u{1f600}".repeat(50),
];

/** A path that a tree can hold, with the text in it: UTF-8 has no lone surrogates. */
export function hostilePath(text: string): RepoPath {
  const name = text.toWellFormed().replaceAll("\0", "").replaceAll("/", "_");
  return repoPath(`lineage/${name}.yaml`) ?? path("lineage/a.yaml");
}

/** A review that says the text wherever a repository has a say. */
export function hostileDocument(text: string): ReviewDocument {
  const file = hostilePath(text);
  const place: Place = { in: "range", path: file, start: 3, end: 8 };
  const asset = id("dataset", `shop/${text}`);
  const step = { message: text, place };
  const finding = (severity: "error" | "warning", more: Partial<Finding> = {}): Finding => ({
    diagnostic: diagnose(
      { id: "PRIV-019", severity },
      { message: text, place, help: text, asset, related: [step], flow: [step, step] },
    ),
    verdict: "fail",
    fresh: true,
    ...more,
  });
  const owned = { id: asset, facets: { owner: { value: { team: text } } } } as unknown as Asset;
  const line = failingReview.cost.changes[1]!;
  const review: ReviewDocument["review"] = {
    ...failingReview,
    repository: text,
    why: text,
    base: { ...failingReview.base, label: text },
    head: { ...failingReview.head, label: text },
    snapshot: { ...failingReview.snapshot, assets: [owned] },
    files: [
      { path: file, change: "modified", meaning: true },
      { path: file, change: "modified", meaning: false },
    ],
    findings: [
      finding("error"),
      finding("warning", { fresh: false }),
      finding("error", {
        waiver: { id: text, expires: text, reason: text, approvedBy: [text], place },
      }),
    ],
    changes: [
      {
        asset,
        kind: "dataset",
        change: "modified",
        formerly: asset,
        owner: text,
        fields: [
          { field: `columns/${text}`, before: text, after: text },
          { field: text, after: text },
        ],
        reaches: [asset],
      },
    ],
    impact: [asset],
    policy: {
      ...failingReview.policy,
      packs: failingReview.policy.packs.map((pack) => ({ ...pack, name: text, version: text })),
    },
    cost: {
      ...failingReview.cost,
      changes: [
        { ...line, asset, line: text, after: { ...line.after!, asset, line: text, formula: text } },
      ],
    },
  };
  const sources = sourcesOf(new Map([[file, `a: ${text}\nb: ${text}\n`]]));
  const rules: ReviewDocument["rules"] = new Map([
    [
      "PRIV-019",
      {
        id: "PRIV-019",
        severity: "error",
        title: text,
        why: text,
        fix: text,
        passes: text,
        fails: text,
      },
    ],
  ]);
  return { ...documentOf(review, 1), sources, title: text, rules };
}

export function hostileFindings(text: string): FindingsDocument {
  return findingsOfReview(hostileDocument(text));
}

/** A pull request with this many findings, a third of them errors. */
export function manyFindings(count: number): ReviewDocument {
  const findings = Array.from({ length: count }, (_, index): Finding => {
    const severity = (["error", "warning", "info"] as const)[index % 3]!;
    const place: Place = { in: "file", path: path(`lineage/dataset-${index}.yaml`) };
    const message = `growth/dataset-${index} needs an owner with a team and one e-mail address`;
    return {
      diagnostic: diagnose({ id: "OWN-001", severity }, { message, place, help: message }),
      verdict: "fail",
      fresh: index % 2 === 0,
    };
  });
  return documentOf({ ...failingReview, findings }, 1);
}
