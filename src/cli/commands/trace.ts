import { headOf } from "../../app/head.ts";
import type { ReadState } from "../../app/snapshots.ts";
import { textsFor } from "../../app/texts.ts";
import { erasureIn, erasurePlaces, traceIn, tracePlaces } from "../../app/trace.ts";
import { erasureJsonReporter } from "../../report/erasure-json.ts";
import { erasureTextReporter } from "../../report/erasure-text.ts";
import { sourcesOf } from "../../report/sources.ts";
import { traceJsonReporter } from "../../report/trace-json.ts";
import { traceMermaidReporter } from "../../report/trace-mermaid.ts";
import { traceTextReporter } from "../../report/trace-text.ts";
import { exit, type ExitStatus } from "../exit.ts";
import { flag, given, reporterOf, type Invocation } from "../options.ts";
import { openSession, sideOptions, type Session } from "../session.ts";
import { requireSoundConfig } from "../sound.ts";

/** One question about one asset; the answer is no verdict, so the status is 0 whatever it is. */
export async function run(invocation: Invocation): Promise<ExitStatus> {
  const { options } = invocation;
  const column = given(options, "erasure");
  const answer = column === undefined ? traceAnswer(invocation) : erasureAnswer(invocation, column);
  const session = await openSession(invocation);
  const state = await headOf(session.host, sideOptions(session));
  await requireSoundConfig(session, state);
  session.io.out(await answer(session, state));
  return exit.ok;
}

type Answer = (session: Session, state: ReadState) => Promise<string>;

function traceAnswer({ options, args }: Invocation): Answer {
  const reporter = reporterOf(options, [
    traceTextReporter,
    traceJsonReporter,
    traceMermaidReporter,
  ]);
  return async ({ paint }, state) => {
    const trace = traceIn(state, {
      asset: args[0] ?? "",
      direction: flag(options, "down") ? "down" : "up",
      to: given(options, "to"),
      why: given(options, "why"),
      paths: given(options, "paths"),
    });
    const sources = sourcesOf(await textsFor(tracePlaces(trace), [state]));
    return reporter.render({ trace, sources }, paint);
  };
}

function erasureAnswer({ options, args }: Invocation, column: string): Answer {
  const reporter = reporterOf(options, [erasureTextReporter, erasureJsonReporter]);
  return async ({ paint }, state) => {
    const erasure = erasureIn(state, { asset: args[0] ?? "", column });
    const sources = sourcesOf(await textsFor(erasurePlaces(erasure), [state]));
    return reporter.render({ erasure, sources }, paint);
  };
}
