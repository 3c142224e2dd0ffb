import { pathState } from "../attest/heads.ts";
import { currentHeads } from "../attest/verify.ts";
import type { RepoPath } from "../base/path.ts";
import { readLedger } from "./ledger.ts";
import type { ReadState } from "./snapshots.ts";
import { digestsOf, repositoryName } from "./statement.ts";

/** How much of a tree is attested. */
export interface AttestedCounts {
  readonly attested: number;
  readonly covered: number;
  /** Files that were attested with other content. */
  readonly stale: readonly RepoPath[];
}

/** The state of the covered files against the ledger; undefined where there is no ledger yet. */
export async function attestedCounts(state: ReadState): Promise<AttestedCounts | undefined> {
  const ledger = await readLedger(state.tree, state.entries);
  if (ledger.entries.length === 0) return undefined;
  const repository = repositoryName(state);
  const heads = currentHeads({ ...ledger, anchor: undefined, repository });
  const digests = await digestsOf(state, state.snapshot.covered);
  const states = digests.map(({ path, sha256 }) => ({ path, is: pathState(heads, path, sha256) }));
  return {
    attested: states.filter(({ is }) => is === "attested").length,
    covered: states.length,
    stale: states.filter(({ is }) => is === "stale").map(({ path }) => path),
  };
}
