import { resolve } from "node:path";
import { Failure } from "../base/failure.ts";
import type { Reporter } from "../report/document.ts";
import { pagePaint } from "../report/paint.ts";
import type { Asked } from "./options.ts";
import type { Session } from "./session.ts";

/** A file that a report goes to, found to be one that may be written. */
export interface Destination<T> {
  readonly path: string;
  readonly reporter: Reporter<T>;
}

/**
 * The files that `--output` names, relative to where the person stands. What a check reads or signs
 * is no place for its result, and neither is a link that a repository put in the way.
 *
 * @throws Failure PATH for a path that must not be written
 */
export async function destinationsOf<T>(
  { host, io }: Session,
  { files }: Asked<Reporter<T>>,
  inputs: readonly { readonly path: string }[],
): Promise<readonly Destination<T>[]> {
  const read = new Set<string>(inputs.map(({ path }) => path));
  const named = new Set<string>();
  return Promise.all(
    files.map(async ({ path, reporter }) => {
      const asked = resolve(io.cwd, path);
      if (named.has(asked)) throw new Failure("USAGE", `--output names ${path} twice`);
      named.add(asked);
      const { path: found, within } = await host.files.target(host.repository.root, asked);
      if (within !== undefined && (read.has(within) || /^\.lineage\//iu.test(within)))
        throw new Failure("PATH", `--output would replace ${within}, which is an input`);
      return { path: found, reporter };
    }),
  );
}

/** Prints the result, then writes each file as a whole: text without colours, lines of a page's width. */
export async function deliver<T>(
  { host, io, paint }: Session,
  document: T,
  reports: { readonly shown: Reporter<T>; readonly destinations: readonly Destination<T>[] },
): Promise<void> {
  io.out(reports.shown.render(document, paint));
  const encoder = new TextEncoder();
  await Promise.all(
    reports.destinations.map(({ path, reporter }) =>
      host.files.replace(path, encoder.encode(reporter.render(document, pagePaint))),
    ),
  );
}
