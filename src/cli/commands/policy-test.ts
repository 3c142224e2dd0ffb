import { headOf } from "../../app/head.ts";
import { packIn } from "../../app/policy.ts";
import { testPolicies } from "../../app/policy-test.ts";
import { placesOf, textsFor } from "../../app/texts.ts";
import { policyTestJsonReporter, policyTestTextReporter } from "../../report/policy-test.ts";
import { sourcesOf } from "../../report/sources.ts";
import { statusOf, type ExitStatus } from "../exit.ts";
import { failOnOf, reporterOf, type Invocation } from "../options.ts";
import { openSession, sideOptions } from "../session.ts";
import { requireSoundConfig } from "../sound.ts";

/** A policy that is broken cannot be tested: it is shown, and nothing is called proved. */
export async function run(invocation: Invocation): Promise<ExitStatus> {
  const { options, args } = invocation;
  const reporter = reporterOf(options, [policyTestTextReporter, policyTestJsonReporter]);
  const failOn = failOnOf(options);
  const session = await openSession(invocation);
  const { host, io, paint, asOf } = session;
  const state = await headOf(host, sideOptions(session));
  await requireSoundConfig(session, state);
  const pack = await packIn(state, host.tool.version);
  const asked = args.filter((name) => typeof name === "string");
  const tested = pack.diagnostics.length > 0 ? [] : testPolicies(pack, { asked, asOf });
  const diagnostics = [...pack.diagnostics, ...tested.flatMap((one) => one.diagnostics)];
  const status = statusOf(
    {
      severities: new Set(diagnostics.map(({ severity }) => severity)),
      ownInputInvalid: pack.diagnostics.some(({ severity }) => severity === "error"),
      policyErrors: 0,
      unknown: 0,
      undecided: 0,
    },
    failOn,
  );
  const sources = sourcesOf(await textsFor(diagnostics.flatMap(placesOf), [state]));
  io.out(reporter.render({ tested, diagnostics, sources, exitCode: status }, paint));
  return status;
}
