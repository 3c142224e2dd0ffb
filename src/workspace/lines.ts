import type { ObjectId } from "../base/digest.ts";
import type { LoggedCommit } from "../base/ports.ts";

/** A history as one line of first parents, with what merges brought in. */
export interface Mainline {
  /** Newest first. */
  readonly commits: readonly LoggedCommit[];
  /** The commits that a merge brought in, in the order of the log. */
  readonly broughtBy: (merge: ObjectId) => readonly LoggedCommit[];
}

/** The line of a log whose first commit is its head: each commit belongs to it or to one merge. */
export function mainlineOf(log: readonly LoggedCommit[]): Mainline {
  const byId = new Map(log.map((commit) => [commit.id, commit]));
  const commits: LoggedCommit[] = [];
  for (let at = log[0]; at !== undefined;) {
    commits.push(at);
    const [first] = at.parents;
    at = first === undefined ? undefined : byId.get(first);
  }
  const merges = mergesOf(commits, byId);
  const order = new Map(log.map(({ id }, index) => [id, index]));
  return {
    commits,
    broughtBy: (merge) =>
      (merges.get(merge) ?? []).toSorted((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0)),
  };
}

/** The oldest merge takes what it brings; what is older than it belongs to nobody later. */
function mergesOf(
  commits: readonly LoggedCommit[],
  byId: ReadonlyMap<ObjectId, LoggedCommit>,
): ReadonlyMap<ObjectId, readonly LoggedCommit[]> {
  const taken = new Set<ObjectId>();
  const merges = new Map<ObjectId, readonly LoggedCommit[]>();
  for (const { id, parents } of commits.toReversed()) {
    taken.add(id);
    const brought: LoggedCommit[] = [];
    const waiting = parents.slice(1);
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const commit = taken.has(next) ? undefined : byId.get(next);
      if (commit === undefined) continue;
      taken.add(next);
      brought.push(commit);
      waiting.push(...commit.parents);
    }
    if (brought.length > 0) merges.set(id, brought);
  }
  return merges;
}
