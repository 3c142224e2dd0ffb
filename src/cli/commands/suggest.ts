import { headOf } from "../../app/head.ts";
import { suggest } from "../../app/suggest.ts";
import { textsFor } from "../../app/texts.ts";
import { sourcesOf } from "../../report/sources.ts";
import {
  suggestJsonReporter,
  suggestPatchReporter,
  suggestTextReporter,
} from "../../report/suggest.ts";
import { exit, type ExitStatus } from "../exit.ts";
import { reporterOf, type Invocation } from "../options.ts";
import { openSession, sideOptions } from "../session.ts";
import { requireSoundConfig } from "../sound.ts";

/** What evidence in the working tree speaks for; a person applies it. */
export async function run(invocation: Invocation): Promise<ExitStatus> {
  const reporter = reporterOf(invocation.options, [
    suggestTextReporter,
    suggestJsonReporter,
    suggestPatchReporter,
  ]);
  const session = await openSession(invocation);
  const state = await headOf(session.host, sideOptions(session));
  await requireSoundConfig(session, state);
  const found = await suggest(state);
  const places = found.suggestions.map(({ evidence }) => evidence.place);
  const sources = sourcesOf(await textsFor(places, [state]));
  session.io.out(reporter.render({ ...found, sources }, session.paint));
  return exit.ok;
}
