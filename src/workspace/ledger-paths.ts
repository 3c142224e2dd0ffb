import type { RepoPath } from "../base/path.ts";

/** The four folders that hold signatures about the tree and therefore are no part of it (DESIGN 9.5). */
export const ledgerFolders: readonly string[] = [
  ".lineage/entries/",
  ".lineage/pending/",
  ".lineage/tombstones/",
  ".lineage/trust/",
];

const gateFiles: readonly RegExp[] = [
  /^\.lineage\/pins\/[0-9a-f]{16}-[a-z0-9-]+\.json$/u,
  /^\.lineage\/profiles\/[^/]+\/[^/]+\.json$/u,
  /^\.lineage\/prices\.lock$/u,
  /^\.lineage\/baseline\.json$/u,
];

/** What a path below `.lineage` is; undefined for a path elsewhere. */
export function lineagePath(
  path: RepoPath,
): "ledger" | "gate" | "attributes" | "unknown" | undefined {
  if (!path.startsWith(".lineage/")) return undefined;
  if (ledgerFolders.some((folder) => path.startsWith(folder))) return "ledger";
  if (path === ".lineage/.gitattributes") return "attributes";
  return gateFiles.some((pattern) => pattern.test(path)) ? "gate" : "unknown";
}
