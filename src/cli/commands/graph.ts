import { graphView } from "../../app/graph.ts";
import { graphJsonReporter } from "../../report/graph-json.ts";
import { graphMermaidReporter } from "../../report/graph-mermaid.ts";
import { graphTextReporter } from "../../report/graph-text.ts";
import { exit, type ExitStatus } from "../exit.ts";
import { given, reporterOf, type Invocation } from "../options.ts";
import { openSession, sideOptions } from "../session.ts";

export async function run(invocation: Invocation): Promise<ExitStatus> {
  const { options, args } = invocation;
  const reporter = reporterOf(options, [graphTextReporter, graphJsonReporter, graphMermaidReporter]);
  const session = await openSession(invocation);
  const { host, io, paint } = session;
  const view = await graphView(host, { ...sideOptions(session), asset: args[0], depth: given(options, "depth") });
  io.out(reporter.render(view, paint));
  return exit.ok;
}
