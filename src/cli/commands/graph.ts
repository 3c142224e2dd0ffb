import { drawableOf, graphView, type GraphOptions } from "../../app/graph.ts";
import { graphJsonReporter } from "../../report/graph-json.ts";
import { graphMermaidReporter } from "../../report/graph-mermaid.ts";
import { graphSvgReporter } from "../../report/graph-svg.ts";
import { graphTextReporter } from "../../report/graph-text.ts";
import { exit, type ExitStatus } from "../exit.ts";
import { flag, given, reporterOf, type Invocation, type Options } from "../options.ts";
import { openSession, sideOptions } from "../session.ts";
import { requireSoundConfig } from "../sound.ts";

export async function run(invocation: Invocation): Promise<ExitStatus> {
  const { options, args } = invocation;
  const reporter = reporterOf(options, [
    graphTextReporter,
    graphJsonReporter,
    graphMermaidReporter,
    graphSvgReporter,
  ]);
  const session = await openSession(invocation);
  const { host, io, paint } = session;
  const asked = graphOptions(options, args[0]);
  const { head, drawable } = await drawableOf(host, { ...sideOptions(session), change: asked.change });
  await requireSoundConfig(session, head);
  io.out(reporter.render(graphView(drawable, asked), paint));
  return exit.ok;
}

function graphOptions(options: Options, asset: string | undefined): GraphOptions {
  return {
    asset,
    depth: given(options, "depth"),
    up: flag(options, "up"),
    down: flag(options, "down"),
    kind: given(options, "kind"),
    tag: given(options, "tag"),
    columns: flag(options, "columns"),
    change: flag(options, "change"),
  };
}
