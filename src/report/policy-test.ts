import { counted } from "../base/text.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Reporter } from "./document.ts";
import { findingText } from "./finding-text.ts";
import { diagnosticJson, jsonText, schemaOf } from "./json.ts";
import type { Paint } from "./paint.ts";
import type { Sources } from "./sources.ts";

export interface PolicyTestDocument {
  readonly tested: readonly RuleResult[];
  /** Of all of them, and of policies that could not be tested. */
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: Sources;
  readonly exitCode: number;
}

interface RuleResult {
  readonly rule: string;
  readonly cases: number;
  readonly mutants: number;
  readonly caught: number;
  readonly diagnostics: readonly Diagnostic[];
}

export const policyTestTextReporter: Reporter<PolicyTestDocument> = {
  name: "text",
  mediaType: "text/plain",
  render: ({ tested, diagnostics, sources }, paint) => {
    const found = diagnostics.map((diagnostic) =>
      findingText({ diagnostic, verdict: "fail", fresh: true }, sources, paint),
    );
    if (tested.length === 0 && found.length === 0)
      return "no policy of this repository to test; the built-in ones were tested when they were built\n";
    return [...found, tested.map((one) => lineOf(one, paint)).join("")]
      .filter((part) => part !== "")
      .join("\n");
  },
};

function lineOf({ rule, cases, mutants, caught, diagnostics }: RuleResult, paint: Paint): string {
  const { signs } = paint;
  const worst = diagnostics.some(({ severity }) => severity === "error") ? "error" : "warning";
  const [sign, tone] =
    diagnostics.length === 0 ? ([signs.good, "good"] as const) : ([signs[worst], worst] as const);
  const noticed = mutants === 0 ? "" : `, ${caught} of ${mutants} exchanged operators noticed`;
  return `${paint.as(tone, `${sign} ${rule}`)}  ${counted(cases, "case")}${noticed}\n`;
}

export const policyTestJsonReporter: Reporter<PolicyTestDocument> = {
  name: "json",
  mediaType: "application/json",
  render: ({ tested, diagnostics, sources, exitCode }) =>
    jsonText({
      schema: schemaOf("policy-test"),
      rules: tested.map(({ rule, cases, mutants, caught }) => ({ rule, cases, mutants, caught })),
      diagnostics: diagnostics.map((one) => diagnosticJson(one, sources)),
      exitCode,
    }),
};
