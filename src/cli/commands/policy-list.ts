import { headOf } from "../../app/head.ts";
import { packOf } from "../../app/policy.ts";
import { policyListJsonReporter, policyListTextReporter } from "../../report/policy-list.ts";
import { exit, type ExitStatus } from "../exit.ts";
import { reporterOf, type Invocation } from "../options.ts";
import { openSession, sideOptions } from "../session.ts";

export async function run(invocation: Invocation): Promise<ExitStatus> {
  const reporter = reporterOf(invocation.options, [policyListTextReporter, policyListJsonReporter]);
  const session = await openSession(invocation);
  const { host, io, paint } = session;
  const { snapshot } = await headOf(host, sideOptions(session));
  const { rules, used } = await packOf(snapshot.declarations, host.tool.version);
  const listed = rules.map(({ id, title, severity, kinds }) => ({ id, title, severity, kinds: [...kinds] }));
  io.out(reporter.render({ packs: used, rules: listed }, paint));
  return exit.ok;
}
