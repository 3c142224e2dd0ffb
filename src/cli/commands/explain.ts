import { declarationsIn } from "../../app/declarations.ts";
import { explain } from "../../app/explain.ts";
import { explainJsonReporter } from "../../report/explain-json.ts";
import { explainTextReporter } from "../../report/explain-text.ts";
import { exit, type ExitStatus } from "../exit.ts";
import { reporterOf, type Invocation } from "../options.ts";
import { openSessionIfAny, paintOf } from "../session.ts";

/** Works anywhere; inside a repository its own policies are known too, and read when they are asked for. */
export async function run(invocation: Invocation): Promise<ExitStatus> {
  const { io, options, args } = invocation;
  const reporter = reporterOf(options, [explainTextReporter, explainJsonReporter]);
  const { version } = await io.tool();
  const own: Parameters<typeof explain>[1] = async () => {
    const session = await openSessionIfAny(invocation);
    return session === undefined ? [] : declarationsIn(session.host);
  };
  const rule = await explain(args[0] ?? "", own, version);
  io.out(reporter.render(rule, paintOf(io, options)));
  return exit.ok;
}
