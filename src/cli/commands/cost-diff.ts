import { costOutcome } from "../../app/outcome.ts";
import { review } from "../../app/review.ts";
import { placesIn } from "../../app/review-places.ts";
import { textsFor } from "../../app/texts.ts";
import { costDiffJsonReporter } from "../../report/cost-json.ts";
import { costDiffTextReporter } from "../../report/cost-text.ts";
import { sourcesOf } from "../../report/sources.ts";
import { statusOf, type ExitStatus } from "../exit.ts";
import { failOnOf, reporterOf, type Invocation } from "../options.ts";
import { openSession, sideOptions } from "../session.ts";

export async function run(invocation: Invocation): Promise<ExitStatus> {
  const reporter = reporterOf(invocation.options, [costDiffTextReporter, costDiffJsonReporter]);
  const failOn = failOnOf(invocation.options);
  const session = await openSession(invocation);
  const { host, io, paint } = session;
  const { review: made, head, base } = await review(host, sideOptions(session));
  const sources = sourcesOf(await textsFor(placesIn(made), [head, base]));
  const document = { cost: made.cost, sources, base: made.base.label, head: made.head.label };
  io.out(reporter.render(document, paint));
  return statusOf(costOutcome(made.findings.map(({ diagnostic }) => diagnostic), made.cost.after), failOn);
}
