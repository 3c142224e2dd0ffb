import { placesOf, textsFor } from "../../app/texts.ts";
import { verify } from "../../app/verify.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { sourcesOf } from "../../report/sources.ts";
import { verifyJsonReporter, verifyTextReporter } from "../../report/verify.ts";
import { exit, type ExitStatus } from "../exit.ts";
import { flag, given, reporterOf, type Invocation } from "../options.ts";
import { openSession } from "../session.ts";
import { requireSoundConfig } from "../sound.ts";

export async function run(invocation: Invocation): Promise<ExitStatus> {
  const { io, options } = invocation;
  const reporter = reporterOf(options, [verifyTextReporter, verifyJsonReporter]);
  const session = await openSession(invocation);
  const { host, paint } = session;
  const { report, label, state } = await verify(host, {
    at: given(options, "at"),
    base: given(options, "base"),
    trustRoot: given(options, "trustRoot"),
    require: given(options, "require"),
    rebuild: flag(options, "rebuild"),
  });
  // What must be attested is configured: without the configuration nothing may pass.
  if (!report.diagnostics.some(isVerification)) await requireSoundConfig(session, state);
  const status = report.verdict === "fail" ? exit.findings : exit.ok;
  const texts = await textsFor(report.diagnostics.flatMap(placesOf), [state]);
  io.out(reporter.render({ label, report, sources: sourcesOf(texts), exitCode: status }, paint));
  return status;
}

function isVerification({ rule, severity }: Diagnostic): boolean {
  return severity === "error" && rule.startsWith("ATT-");
}
