import type { ReadState } from "../app/snapshots.ts";
import { placesOf, textsFor } from "../app/texts.ts";
import { Failure } from "../base/failure.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { findingsText } from "../report/findings-text.ts";
import { sourcesOf, type Sources } from "../report/sources.ts";
import type { Session } from "./session.ts";

/**
 * Shows what is wrong with the configuration of the tree and refuses to go on: a verdict under
 * defaults that nobody chose would look like one under the configuration.
 */
export async function requireSoundConfig(session: Session, state: ReadState): Promise<void> {
  const { path, diagnostics } = state.settings;
  if (diagnostics.every(({ severity }) => severity !== "error")) return;
  const texts = await textsFor(diagnostics.flatMap(placesOf), [state]);
  showOnStderr(session, diagnostics, sourcesOf(texts));
  throw new Failure(
    "CONFIG",
    `nothing was judged: the configuration${path === undefined ? "" : ` ${path}`} is broken`,
  );
}

/** Findings beside a result that is a table or one JSON value. */
export function showOnStderr(
  { io, paint }: Pick<Session, "io" | "paint">,
  diagnostics: readonly Diagnostic[],
  sources: Sources,
): void {
  if (diagnostics.length === 0) return;
  const findings = diagnostics.map(
    (diagnostic) => ({ diagnostic, verdict: "fail", fresh: true }) as const,
  );
  io.err(`${findingsText(findings, sources, paint).join("\n")}\n`);
}
