import { costFindings, costOutcome } from "../../app/outcome.ts";
import { review } from "../../app/review.ts";
import { placesIn } from "../../app/review-places.ts";
import { textsFor } from "../../app/texts.ts";
import type { CostDiffDocument } from "../../report/cost-text.ts";
import type { Reporter } from "../../report/document.ts";
import { sourcesOf } from "../../report/sources.ts";
import { deliver, destinationsOf } from "../deliver.ts";
import { statusOf, type ExitStatus } from "../exit.ts";
import { askedOf, failOnOf, type Formats, type Invocation } from "../options.ts";
import { openSession, sideOptions } from "../session.ts";
import { requireSoundConfig, showOnStderr } from "../sound.ts";

const formats: Formats<Reporter<CostDiffDocument>> = {
  text: async () => (await import("../../report/cost-text.ts")).costDiffTextReporter,
  json: async () => (await import("../../report/cost-json.ts")).costDiffJsonReporter,
  markdown: async () => (await import("../../report/cost-page.ts")).costDiffMarkdownReporter,
  html: async () => (await import("../../report/cost-page.ts")).costDiffHtmlReporter,
};

/** Findings that bear on the cost go to standard error: the result stays a table, or one JSON value. */
export async function run(invocation: Invocation): Promise<ExitStatus> {
  const asked = await askedOf(invocation.options, formats);
  const failOn = failOnOf(invocation.options);
  const session = await openSession(invocation);
  const { host, asOf } = session;
  const { review: made, head, base } = await review(host, sideOptions(session));
  await requireSoundConfig(session, head);
  const destinations = await destinationsOf(session, asked, head.snapshot.covered);
  const sources = sourcesOf(await textsFor(placesIn(made), [head, base]));
  const found = costFindings(made.findings.map(({ diagnostic }) => diagnostic));
  showOnStderr(session, found, sources);
  const document = { cost: made.cost, sources, base: made.base, head: made.head, asOf };
  await deliver(session, document, { ...asked, destinations });
  return statusOf(costOutcome(found, head.snapshot, made.cost.after), failOn);
}
