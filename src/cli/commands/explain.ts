import { declarationsIn } from "../../app/declarations.ts";
import { explain, explainAll } from "../../app/explain.ts";
import { explainJsonReporter } from "../../report/explain-json.ts";
import { explainListJsonReporter, explainListTextReporter } from "../../report/explain-list.ts";
import { explainMarkdownReporter } from "../../report/explain-markdown.ts";
import { explainTextReporter } from "../../report/explain-text.ts";
import { exit, type ExitStatus } from "../exit.ts";
import { reporterOf, type Invocation } from "../options.ts";
import { openSessionIfAny, paintOf } from "../session.ts";

/**
 * Works anywhere; inside a repository its own policies are known too, and read when they are asked
 * for. Without a rule every rule is listed.
 */
export async function run(invocation: Invocation): Promise<ExitStatus> {
  const { io, options, args } = invocation;
  const [id] = args;
  if (id === undefined) return listed(invocation);
  const reporter = reporterOf(options, [explainTextReporter, explainJsonReporter]);
  const { version } = await io.tool();
  const rule = await explain(id, () => ownPolicies(invocation), version);
  io.out(reporter.render(rule, paintOf(io, options)));
  return exit.ok;
}

async function listed(invocation: Invocation): Promise<ExitStatus> {
  const { io, options } = invocation;
  const reporter = reporterOf(options, [
    explainListTextReporter,
    explainListJsonReporter,
    explainMarkdownReporter,
  ]);
  const { version } = await io.tool();
  const families = await explainAll(await ownPolicies(invocation), version);
  io.out(reporter.render(families, paintOf(io, options)));
  return exit.ok;
}

async function ownPolicies(invocation: Invocation): ReturnType<typeof declarationsIn> {
  const session = await openSessionIfAny(invocation);
  return session === undefined ? [] : declarationsIn(session.host);
}
