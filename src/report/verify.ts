import type { JsonObject } from "../base/json.ts";
import { counted, visible } from "../base/text.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Finding } from "../model/review.ts";
import { titleMax, type Answer } from "./answer.ts";
import type { Reporter, ReviewDocument, RuleBook } from "./document.ts";
import { findingsText } from "./findings-text.ts";
import { diagnosticJson, jsonText, schemaOf } from "./json.ts";
import { pagePaint, type Paint, type Tone } from "./paint.ts";
import type { Sources } from "./sources.ts";
import { cut, hanging } from "./wrap.ts";

/** What `verify` shows of a verification. */
export interface VerifyDocument {
  readonly label: string;
  readonly report: {
    readonly verdict: "pass" | "unanchored" | "fail";
    readonly trust?: {
      readonly version: number;
      readonly sha256: string;
      readonly origin: string;
      readonly mode: "set" | "log";
      readonly anchored: boolean;
    };
    readonly entries: readonly VerifiedEntry[];
    readonly paths: readonly {
      readonly path: string;
      readonly state: string;
      readonly covered: boolean;
    }[];
    readonly counts: {
      readonly entries: Readonly<Record<"current" | "historical" | "stale" | "invalid", number>>;
      readonly paths: Readonly<
        Record<"attested" | "removed" | "stale" | "missing" | "uncovered", number>
      >;
      readonly covered: number;
      readonly pending: number;
      readonly rebuilt: Readonly<Record<"match" | "differs" | "not checked", number>>;
    };
    readonly diagnostics: readonly Diagnostic[];
  };
  readonly sources: Sources;
  readonly exitCode: number;
  readonly tool: ReviewDocument["tool"];
  readonly rules: RuleBook;
}

interface VerifiedEntry {
  readonly path: string;
  readonly state: string;
  readonly code?: string;
  readonly payload?: string;
  readonly keyId?: string;
  readonly signer?: string;
  readonly rebuild?: {
    readonly state: "match" | "differs" | "not checked";
    readonly detail: string;
  };
}

export const verifyTextReporter: Reporter<VerifyDocument> = {
  name: "text",
  mediaType: "text/plain",
  render: (document, paint) => {
    const { report, sources } = document;
    const findings = report.diagnostics
      .filter(({ severity }) => severity !== "info")
      .map((diagnostic): Finding => ({ diagnostic, verdict: "fail", fresh: true }));
    return [...findingsText(findings, sources, paint), verdictText(document, paint)].join("\n");
  },
};

/** The answer in one line of plain text, without names of the repository. */
export function verifyTitle({ report, tool }: VerifyDocument): string {
  const sign = pagePaint.signs[verdictSigns[report.verdict]];
  return cut(`${tool.name}: ${sign} ${factsOf(report).join(", ")}`, titleMax, pagePaint);
}

/** The same facts one by one, the first with the sign of the verdict. */
export function verifyAnswers(report: VerifyDocument["report"]): readonly Answer[] {
  const sign = pagePaint.signs[verdictSigns[report.verdict]];
  return factsOf(report).map((text, index) =>
    index === 0
      ? { text: `${sign} ${text}`, tone: verdictTones[report.verdict] }
      : { text, tone: "plain" },
  );
}

const verdictSigns = { pass: "good", unanchored: "unknown", fail: "error" } as const;
const verdictTones = { pass: "good", unanchored: "warning", fail: "error" } as const;

/** What was counted, in words: how many files are attested, and what is not as it should be. */
function factsOf({ verdict, counts }: VerifyDocument["report"]): readonly string[] {
  const entries = Object.values(counts.entries).reduce((sum, count) => sum + count, 0);
  return [
    ...(verdict === "unanchored" ? ["unanchored"] : []),
    counted(entries, "entry", "entries"),
    `${counts.paths.attested} of ${counted(counts.covered, "covered file")} attested`,
    ...(counts.paths.stale + counts.paths.missing > 0
      ? [`${counts.paths.stale + counts.paths.missing} not as signed`]
      : []),
    ...(counts.paths.uncovered > 0 ? [`${counts.paths.uncovered} never attested`] : []),
    ...(counts.pending > 0 ? [`${counts.pending} pending without signature`] : []),
  ];
}

function verdictText({ report, label }: VerifyDocument, paint: Paint): string {
  const { verdict, counts, trust } = report;
  const sign = paint.as(verdictTones[verdict], paint.signs[verdictSigns[verdict]]);
  const facts = factsOf(report);
  const answer = `${visible(label)}: ${facts.join(", ")}`;
  const lines = [...hanging({ lead: `${sign} `, indent: 2, text: answer }, paint.width)];
  const say = (tone: Tone, text: string): void => {
    lines.push(
      ...hanging(
        { lead: "  ", indent: 2, text, tone: (line) => paint.as(tone, line) },
        paint.width,
      ),
    );
  };
  if (trust !== undefined) {
    const root = `trust root ${trust.version} (sha256 ${trust.sha256.slice(0, 12)}${paint.signs.range})`;
    say("dim", `checked: signatures, ${root}, subjects, coverage${rebuiltText(counts.rebuilt)}`);
  }
  if (verdict === "unanchored") {
    say(
      "plain",
      "nothing is wrong, but this repository vouches for its own keys: name the trust root with --trust-root or --base",
    );
  }
  if (trust?.mode === "set" && verdict !== "fail") {
    say(
      "dim",
      "mode set: shows who signed what; order, time and removals by an administrator are not shown",
    );
  }
  return `${lines.join("\n")}\n`;
}

function rebuiltText(rebuilt: VerifyDocument["report"]["counts"]["rebuilt"]): string {
  const total = rebuilt.match + rebuilt.differs + rebuilt["not checked"];
  if (total === 0) return "";
  const open = rebuilt["not checked"] > 0 ? `, ${rebuilt["not checked"]} not checked` : "";
  return `; rebuilt ${rebuilt.match} of ${counted(total, "statement")}${open}`;
}

export const verifyJsonReporter: Reporter<VerifyDocument> = {
  name: "json",
  mediaType: "application/json",
  render: ({ label, report, sources, exitCode }) =>
    jsonText({
      schema: schemaOf("verify"),
      label,
      verdict: report.verdict,
      exitCode,
      ...(report.trust !== undefined && { trust: trustJson(report.trust) }),
      entries: report.entries.map(entryJson),
      paths: report.paths.map(({ path, state, covered }) => ({ path, state, covered })),
      counts: {
        entries: { ...report.counts.entries },
        paths: { ...report.counts.paths },
        covered: report.counts.covered,
        pending: report.counts.pending,
        rebuilt: { ...report.counts.rebuilt },
      },
      diagnostics: report.diagnostics.map((diagnostic) => diagnosticJson(diagnostic, sources)),
    }),
};

function entryJson({
  path,
  state,
  code,
  payload,
  keyId,
  signer,
  rebuild,
}: VerifiedEntry): JsonObject {
  return {
    path,
    state,
    ...(code !== undefined && { code }),
    ...(payload !== undefined && { payload }),
    ...(keyId !== undefined && { keyId }),
    ...(signer !== undefined && { signer }),
    ...(rebuild !== undefined && { rebuild: { ...rebuild } }),
  };
}

function trustJson({
  version,
  sha256,
  origin,
  mode,
  anchored,
}: NonNullable<VerifyDocument["report"]["trust"]>): JsonObject {
  return { version, sha256, origin, mode, anchored };
}
