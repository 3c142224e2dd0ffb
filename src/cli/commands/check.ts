import { basename } from "node:path";
import { attestedCounts } from "../../app/attested.ts";
import { outcomeOf, withoutKnown } from "../../app/outcome.ts";
import { review } from "../../app/review.ts";
import { placesIn } from "../../app/review-places.ts";
import { textsFor } from "../../app/texts.ts";
import { checkJsonReporter } from "../../report/check-json.ts";
import { checkTextReporter } from "../../report/check-text.ts";
import { sourcesOf } from "../../report/sources.ts";
import { statusOf, type ExitStatus } from "../exit.ts";
import { failOnOf, flag, reporterOf, type Invocation } from "../options.ts";
import { openSession, sideOptions } from "../session.ts";
import { requireSoundConfig } from "../sound.ts";

export async function run(invocation: Invocation): Promise<ExitStatus> {
  const { io, options } = invocation;
  const reporter = reporterOf(options, [checkTextReporter, checkJsonReporter]);
  const failOn = failOnOf(options);
  const session = await openSession(invocation);
  const { host, paint } = session;
  const reviewed = await review(host, sideOptions(session));
  await requireSoundConfig(session, reviewed.head);
  const shown = flag(options, "newOnly") ? withoutKnown(reviewed.review) : reviewed.review;
  const status = statusOf(outcomeOf(shown), failOn);
  const places = reporter.placesShown?.(shown) ?? placesIn(shown);
  const texts = await textsFor(places, [reviewed.head, reviewed.base]);
  const document = {
    review: shown,
    sources: sourcesOf(texts),
    title: titleOf(shown.repository, host.repository.root),
    tool: { name: host.tool.name, version: host.tool.version },
    exitCode: status,
    attested: await attestedCounts(reviewed.head),
  };
  io.out(reporter.render(document, paint));
  return status;
}

/** The last part of the declared address; the folder's name where none is declared. */
function titleOf(repository: string, root: string): string {
  const name =
    repository
      .replace(/\/+$/u, "")
      .replace(/\.git$/u, "")
      .split(/[/:]/u)
      .at(-1) ?? "";
  return name === "" ? basename(root) : name;
}
