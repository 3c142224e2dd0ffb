import { priceTree } from "../../app/cost.ts";
import { headOf } from "../../app/head.ts";
import { costFindings, costOutcome } from "../../app/outcome.ts";
import { costLinePlaces } from "../../app/review-places.ts";
import { placesOf, textsFor } from "../../app/texts.ts";
import { ordered } from "../../diagnostic/diagnostic.ts";
import { costEstimateJsonReporter } from "../../report/cost-json.ts";
import { costEstimateTextReporter } from "../../report/cost-text.ts";
import { sourcesOf } from "../../report/sources.ts";
import { statusOf, type ExitStatus } from "../exit.ts";
import { failOnOf, reporterOf, type Invocation } from "../options.ts";
import { openSession, sideOptions } from "../session.ts";
import { requireSoundConfig, showOnStderr } from "../sound.ts";

/** Findings that bear on the cost go to standard error: the result stays a table, or one JSON value. */
export async function run(invocation: Invocation): Promise<ExitStatus> {
  const reporter = reporterOf(invocation.options, [
    costEstimateTextReporter,
    costEstimateJsonReporter,
  ]);
  const failOn = failOnOf(invocation.options);
  const session = await openSession(invocation);
  const { host, io, paint, asOf } = session;
  const state = await headOf(host, sideOptions(session));
  await requireSoundConfig(session, state);
  const { estimate, diagnostics } = priceTree(state, asOf);
  const found = costFindings(ordered([...state.snapshot.diagnostics, ...diagnostics]));
  const places = [...estimate.lines.flatMap(costLinePlaces), ...found.flatMap(placesOf)];
  const sources = sourcesOf(await textsFor(places, [state]));
  showOnStderr(session, found, sources);
  const { label, tree } = state.tree;
  io.out(reporter.render({ estimate, sources, head: { label, tree }, asOf }, paint));
  return statusOf(costOutcome(found, state.snapshot, estimate.total), failOn);
}
