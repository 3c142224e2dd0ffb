import { graphView } from "../../app/graph.ts";
import { headOf } from "../../app/head.ts";
import { graphJsonReporter } from "../../report/graph-json.ts";
import { graphMermaidReporter } from "../../report/graph-mermaid.ts";
import { graphTextReporter } from "../../report/graph-text.ts";
import { exit, type ExitStatus } from "../exit.ts";
import { given, reporterOf, type Invocation } from "../options.ts";
import { openSession, sideOptions } from "../session.ts";
import { requireSoundConfig } from "../sound.ts";

export async function run(invocation: Invocation): Promise<ExitStatus> {
  const { options, args } = invocation;
  const reporter = reporterOf(options, [
    graphTextReporter,
    graphJsonReporter,
    graphMermaidReporter,
  ]);
  const session = await openSession(invocation);
  const { host, io, paint } = session;
  const state = await headOf(host, sideOptions(session));
  await requireSoundConfig(session, state);
  const view = graphView(state, { asset: args[0], depth: given(options, "depth") });
  io.out(reporter.render(view, paint));
  return exit.ok;
}
