import { ruleBook } from "../../app/explain.ts";
import { placesOf, textsFor } from "../../app/texts.ts";
import { verify } from "../../app/verify.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Reporter } from "../../report/document.ts";
import type { FindingsDocument } from "../../report/findings.ts";
import { sourcesOf } from "../../report/sources.ts";
import type { VerifyDocument } from "../../report/verify.ts";
import { deliver, destinationsOf } from "../deliver.ts";
import { exit, type ExitStatus } from "../exit.ts";
import { askedOf, flag, given, type Formats, type Invocation } from "../options.ts";
import { openSession } from "../session.ts";
import { requireSoundConfig } from "../sound.ts";

const formats: Formats<Reporter<VerifyDocument>> = {
  text: async () => (await import("../../report/verify.ts")).verifyTextReporter,
  json: async () => (await import("../../report/verify.ts")).verifyJsonReporter,
  markdown: async () => (await import("../../report/verify-page.ts")).verifyMarkdownReporter,
  html: async () => (await import("../../report/verify-page.ts")).verifyHtmlReporter,
  sarif: async () => ofFindings((await import("../../report/sarif.ts")).sarifReporter),
  github: async () => ofFindings((await import("../../report/github.ts")).githubReporter),
  gitlab: async () => ofFindings((await import("../../report/gitlab.ts")).gitlabReporter),
  junit: async () => ofFindings((await import("../../report/junit.ts")).junitReporter),
};

export async function run(invocation: Invocation): Promise<ExitStatus> {
  const { options } = invocation;
  const asked = await askedOf(options, formats);
  const session = await openSession(invocation);
  const { host } = session;
  const { report, label, state } = await verify(host, {
    at: given(options, "at"),
    base: given(options, "base"),
    trustRoot: given(options, "trustRoot"),
    require: given(options, "require"),
    rebuild: flag(options, "rebuild"),
  });
  // What must be attested is configured: without the configuration nothing may pass.
  if (!report.diagnostics.some(isVerification)) await requireSoundConfig(session, state);
  const destinations = await destinationsOf(session, asked, state.snapshot.covered);
  const status = report.verdict === "fail" ? exit.findings : exit.ok;
  const sources = sourcesOf(await textsFor(report.diagnostics.flatMap(placesOf), [state]));
  const { name, version } = host.tool;
  const rules = await ruleBook(state.snapshot.declarations, version);
  const document = { label, report, sources, exitCode: status, tool: { name, version }, rules };
  await deliver(session, document, { ...asked, destinations });
  return status;
}

async function ofFindings(reporter: Reporter<FindingsDocument>): Promise<Reporter<VerifyDocument>> {
  const { findingsOfVerification, showing } = await import("../../report/findings.ts");
  return showing(reporter, findingsOfVerification);
}

function isVerification({ rule, severity }: Diagnostic): boolean {
  return severity === "error" && rule.startsWith("ATT-");
}
