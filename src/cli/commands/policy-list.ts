import { headOf } from "../../app/head.ts";
import { packIn } from "../../app/policy.ts";
import { placesOf, textsFor } from "../../app/texts.ts";
import { policyListJsonReporter, policyListTextReporter } from "../../report/policy-list.ts";
import { sourcesOf } from "../../report/sources.ts";
import { exit, type ExitStatus } from "../exit.ts";
import { reporterOf, type Invocation } from "../options.ts";
import { openSession, sideOptions } from "../session.ts";
import { requireSoundConfig, showOnStderr } from "../sound.ts";

/** Policies of the tree that are broken are no rules: they are shown on standard error. */
export async function run(invocation: Invocation): Promise<ExitStatus> {
  const reporter = reporterOf(invocation.options, [policyListTextReporter, policyListJsonReporter]);
  const session = await openSession(invocation);
  const { host, io, paint } = session;
  const state = await headOf(host, sideOptions(session));
  await requireSoundConfig(session, state);
  const { rules, used, diagnostics } = await packIn(state, host.tool.version);
  showOnStderr(
    session,
    diagnostics,
    sourcesOf(await textsFor(diagnostics.flatMap(placesOf), [state])),
  );
  const listed = rules.map(({ id, title, severity, kinds }) => ({
    id,
    title,
    severity,
    kinds: [...kinds],
  }));
  io.out(reporter.render({ packs: used, rules: listed }, paint));
  return diagnostics.some(({ severity }) => severity === "error") ? exit.cannot : exit.ok;
}
