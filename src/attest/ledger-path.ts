import type { Sha256 } from "../base/digest.ts";
import { repoPath, type RepoPath } from "../base/path.ts";

const folders = /^\.lineage\/(?:entries|pending|tombstones|trust)\//u;
const entryPattern = /^\.lineage\/entries\/([0-9a-f]{2})\/(\1[0-9a-f]{62})\.sigstore\.json$/u;
const trustPattern = /^\.lineage\/trust\/([1-9][0-9]{0,3})\.root\.json$/u;
const pendingPattern = /^\.lineage\/pending\/([0-9a-f]{2})\/\1[0-9a-f]{62}\.json$/u;
const tombstonePattern = /^\.lineage\/tombstones\/([0-9a-f]{2})\/\1[0-9a-f]{62}\.sigstore\.json$/u;
const policyPath = ".lineage/trust/policy";

/** Whether the path lies in one of the folders that hold signatures about the tree (DESIGN 9.5). */
export function isLedgerPath(path: string): boolean {
  return folders.test(path);
}

export function entryPath(sha256: Sha256): RepoPath {
  return written(`.lineage/entries/${sha256.slice(0, 2)}/${sha256}.sigstore.json`);
}

/** The digest that an entry's path promises; undefined if the path is not of that shape. */
export function entryDigest(path: string): string | undefined {
  return entryPattern.exec(path)?.[2];
}

export function trustPath(version: number): RepoPath {
  return written(`.lineage/trust/${version}.root.json`);
}

/** The version that a trust root's path promises. */
export function trustVersion(path: string): number | undefined {
  const digits = trustPattern.exec(path)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** What a path of the ledger is, apart from entries and trust roots. */
export function otherLedgerPath(path: string): "pending" | "tombstone" | "policy" | "unknown" {
  if (pendingPattern.test(path)) return "pending";
  if (tombstonePattern.test(path)) return "tombstone";
  return path === policyPath ? "policy" : "unknown";
}

function written(path: string): RepoPath {
  const checked = repoPath(path);
  if (checked === undefined) throw new RangeError(`not a path: ${path}`);
  return checked;
}
