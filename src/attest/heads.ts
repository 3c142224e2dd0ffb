import { by, byCodeUnit } from "../base/compare.ts";
import type { Sha256 } from "../base/digest.ts";
import type { RepoPath } from "../base/path.ts";
import type { Replaced, Statement } from "./statement.ts";

/** A statement under the digest of its payload: several entries may carry the same one. */
export interface KnownStatement {
  readonly payload: Sha256;
  readonly statement: Statement;
}

/** A statement that no other one replaces for a path, with what it says of that path. */
export interface Head extends KnownStatement {
  readonly says: Sha256 | "gone";
}

/** Per path that any statement names: its heads by payload digest; empty if they are all replaced. */
export type Heads = ReadonlyMap<RepoPath, readonly Head[]>;

/**
 * - `attested`: a head names the present content
 * - `removed`: the file is gone, and a head says so
 * - `stale`: there are heads, none of which names the present content
 * - `missing`: the file is gone, and no head says so
 * - `uncovered`: no statement ever named the path
 */
export type PathState = "attested" | "removed" | "stale" | "missing" | "uncovered";

/**
 * The heads of every path (DESIGN 9.6): valid statements that name it as subject or as removed, and
 * that no other valid statement replaces for it. The order of the statements does not matter.
 */
export function headsOf(statements: readonly KnownStatement[]): Heads {
  const unique = [...new Map(statements.map((known) => [known.payload, known])).values()];
  const replaced = new Set(unique.flatMap(({ statement }) => replacementsOf(statement)));
  const heads = new Map<RepoPath, Head[]>();
  for (const { payload, statement } of unique.toSorted(by((known) => known.payload))) {
    for (const [path, says] of saidBy(statement)) {
      const at = heads.get(path) ?? [];
      if (!replaced.has(`${path}\0${payload}`)) at.push({ payload, statement, says });
      heads.set(path, at);
    }
  }
  return heads;
}

/** What the statement says of each of its paths; a removed file is gone even as a subject. */
function saidBy({ subject, predicate }: Statement): ReadonlyMap<RepoPath, Sha256 | "gone"> {
  return new Map<RepoPath, Sha256 | "gone">([
    ...subject.map(({ name, digest }) => [name, digest.sha256] as const),
    ...predicate.removed.map(({ path }) => [path, "gone"] as const),
  ]);
}

/** The state of a path whose present content has this digest (undefined: there is no such file). */
export function pathState(heads: Heads, path: RepoPath, present: Sha256 | undefined): PathState {
  const at = heads.get(path);
  if (at === undefined) return "uncovered";
  const isSaid = at.some(({ says }) => says === (present ?? "gone"));
  if (present === undefined) return isSaid ? "removed" : "missing";
  return isSaid ? "attested" : "stale";
}

/** The `replaces` of a new statement about these paths: all that is head of each of them now. */
export function replacesFor(heads: Heads, paths: readonly RepoPath[]): readonly Replaced[] {
  return [...new Set(paths)].toSorted(byCodeUnit).flatMap((path) => {
    const payloads = (heads.get(path) ?? []).map(({ payload }) => payload);
    return payloads.length === 0 ? [] : [{ path, payloads }];
  });
}

function replacementsOf({ predicate }: Statement): readonly string[] {
  return predicate.replaces.flatMap(({ path, payloads }) =>
    payloads.map((payload) => `${path}\0${payload}`),
  );
}
