import { priceTree } from "../../app/cost.ts";
import { headOf } from "../../app/head.ts";
import { costOutcome } from "../../app/outcome.ts";
import { placesOf, textsFor } from "../../app/texts.ts";
import { costEstimateJsonReporter } from "../../report/cost-json.ts";
import { costEstimateTextReporter } from "../../report/cost-text.ts";
import { findingText } from "../../report/finding-text.ts";
import { sourcesOf } from "../../report/sources.ts";
import { statusOf, type ExitStatus } from "../exit.ts";
import { failOnOf, reporterOf, type Invocation } from "../options.ts";
import { openSession, sideOptions } from "../session.ts";

/** Findings about prices and usage go to standard error: the result stays a table, or one JSON value. */
export async function run(invocation: Invocation): Promise<ExitStatus> {
  const reporter = reporterOf(invocation.options, [costEstimateTextReporter, costEstimateJsonReporter]);
  const failOn = failOnOf(invocation.options);
  const session = await openSession(invocation);
  const { host, io, paint, asOf } = session;
  const state = await headOf(host, sideOptions(session));
  const { estimate, diagnostics } = priceTree(state, asOf);
  const found = diagnostics.filter(({ severity }) => severity !== "info");
  const places = [...estimate.lines.map(({ place }) => place), ...found.flatMap(placesOf)];
  const sources = sourcesOf(await textsFor(places, [state]));
  for (const diagnostic of found) {
    io.err(findingText({ diagnostic, verdict: "fail", fresh: true }, sources, paint));
  }
  io.out(reporter.render({ estimate, sources, head: state.tree.label }, paint));
  return statusOf(costOutcome(found, estimate.total), failOn);
}
