import { costFindings, costOutcome } from "../../app/outcome.ts";
import { review } from "../../app/review.ts";
import { placesIn } from "../../app/review-places.ts";
import { textsFor } from "../../app/texts.ts";
import { costDiffJsonReporter } from "../../report/cost-json.ts";
import { costDiffTextReporter } from "../../report/cost-text.ts";
import { sourcesOf } from "../../report/sources.ts";
import { statusOf, type ExitStatus } from "../exit.ts";
import { failOnOf, reporterOf, type Invocation } from "../options.ts";
import { openSession, sideOptions } from "../session.ts";
import { requireSoundConfig, showOnStderr } from "../sound.ts";

/** Findings that bear on the cost go to standard error: the result stays a table, or one JSON value. */
export async function run(invocation: Invocation): Promise<ExitStatus> {
  const reporter = reporterOf(invocation.options, [costDiffTextReporter, costDiffJsonReporter]);
  const failOn = failOnOf(invocation.options);
  const session = await openSession(invocation);
  const { host, io, paint, asOf } = session;
  const { review: made, head, base } = await review(host, sideOptions(session));
  await requireSoundConfig(session, head);
  const sources = sourcesOf(await textsFor(placesIn(made), [head, base]));
  const found = costFindings(made.findings.map(({ diagnostic }) => diagnostic));
  showOnStderr(session, found, sources);
  io.out(
    reporter.render({ cost: made.cost, sources, base: made.base, head: made.head, asOf }, paint),
  );
  return statusOf(costOutcome(found, head.snapshot, made.cost.after), failOn);
}
