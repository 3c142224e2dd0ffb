import { explain } from "../../app/explain.ts";
import { declarationsIn } from "../../app/declarations.ts";
import { explainJsonReporter } from "../../report/explain-json.ts";
import { explainTextReporter } from "../../report/explain-text.ts";
import { exit, type ExitStatus } from "../exit.ts";
import { reporterOf, type Invocation } from "../options.ts";
import { openSessionIfAny, paintOf } from "../session.ts";

/** Works anywhere; inside a repository its own policies are known too. */
export async function run(invocation: Invocation): Promise<ExitStatus> {
  const { io, options, args } = invocation;
  const reporter = reporterOf(options, [explainTextReporter, explainJsonReporter]);
  const session = await openSessionIfAny(invocation);
  const declarations = session === undefined ? [] : await declarationsIn(session.host);
  const { version } = await io.tool();
  const rule = await explain(args[0] ?? "", declarations, version);
  io.out(reporter.render(rule, paintOf(io, options)));
  return exit.ok;
}
