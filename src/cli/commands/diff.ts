import { review } from "../../app/review.ts";
import { placesIn } from "../../app/review-places.ts";
import { textsFor } from "../../app/texts.ts";
import { diffJsonReporter, diffTextReporter } from "../../report/diff.ts";
import { sourcesOf } from "../../report/sources.ts";
import { exit, type ExitStatus } from "../exit.ts";
import { reporterOf, type Invocation } from "../options.ts";
import { openSession, sideOptions } from "../session.ts";
import { requireSoundConfig } from "../sound.ts";

export async function run(invocation: Invocation): Promise<ExitStatus> {
  const reporter = reporterOf(invocation.options, [diffTextReporter, diffJsonReporter]);
  const session = await openSession(invocation);
  const { host, io, paint } = session;
  const { review: made, head, base } = await review(host, sideOptions(session));
  await requireSoundConfig(session, head);
  const sources = sourcesOf(await textsFor(placesIn(made), [head, base]));
  io.out(reporter.render({ review: made, sources }, paint));
  return exit.ok;
}
