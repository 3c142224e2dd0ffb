import { review } from "../../app/review.ts";
import { placesIn } from "../../app/review-places.ts";
import { textsFor } from "../../app/texts.ts";
import type { DiffDocument } from "../../report/diff.ts";
import type { Reporter } from "../../report/document.ts";
import { sourcesOf } from "../../report/sources.ts";
import { deliver, destinationsOf } from "../deliver.ts";
import { exit, type ExitStatus } from "../exit.ts";
import { askedOf, type Formats, type Invocation } from "../options.ts";
import { openSession, sideOptions } from "../session.ts";
import { requireSoundConfig } from "../sound.ts";

const formats: Formats<Reporter<DiffDocument>> = {
  text: async () => (await import("../../report/diff.ts")).diffTextReporter,
  json: async () => (await import("../../report/diff.ts")).diffJsonReporter,
  markdown: async () => (await import("../../report/diff-page.ts")).diffMarkdownReporter,
  html: async () => (await import("../../report/diff-page.ts")).diffHtmlReporter,
};

export async function run(invocation: Invocation): Promise<ExitStatus> {
  const asked = await askedOf(invocation.options, formats);
  const session = await openSession(invocation);
  const { review: made, head, base } = await review(session.host, sideOptions(session));
  await requireSoundConfig(session, head);
  const destinations = await destinationsOf(session, asked, head.snapshot.covered);
  const sources = sourcesOf(await textsFor(placesIn(made), [head, base]));
  await deliver(session, { review: made, sources }, { ...asked, destinations });
  return exit.ok;
}
