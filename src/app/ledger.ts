import type { LedgerFile } from "../attest/entry.ts";
import { trustVersion } from "../attest/ledger-path.ts";
import type { TrustFile } from "../attest/trust-chain.ts";
import { isRegular } from "../base/git-tree.ts";
import type { ReadTree, TreeEntry } from "../base/ports.ts";
import type { RepoPath } from "../base/path.ts";
import { lineagePath } from "../workspace/ledger-paths.ts";

/** The files of a tree's `.lineage` that signatures are made of. */
export interface Ledger {
  readonly entries: readonly LedgerFile[];
  /** By version, the newest last. */
  readonly trust: readonly TrustFile[];
  /** Everything else in the four ledger folders, and what has no business below `.lineage`. */
  readonly others: readonly RepoPath[];
}

const entryBytesMax = 12 * 1024 * 1024;

/** Reads the ledger of a tree. A blob that is absent or too large stays without bytes: a finding. */
export async function readLedger(tree: ReadTree, files: readonly TreeEntry[]): Promise<Ledger> {
  const below = files.filter(({ path }) => {
    const kind = lineagePath(path);
    return kind === "ledger" || kind === "unknown";
  });
  const entries = below.filter(({ path }) => path.startsWith(".lineage/entries/"));
  const roots = below
    .filter(({ path }) => trustVersion(path) !== undefined)
    .toSorted((a, b) => (trustVersion(a.path) ?? 0) - (trustVersion(b.path) ?? 0));
  const known = new Set([...entries, ...roots]);
  const [entryBytes, rootBytes] = await Promise.all([bytesOf(tree, entries), bytesOf(tree, roots)]);
  return {
    entries: entries.map(({ path, mode }, index) => ({ path, mode, bytes: entryBytes[index] })),
    trust: roots.map(({ path }, index) => ({ path, bytes: rootBytes[index] ?? new Uint8Array() })),
    others: below.filter((entry) => !known.has(entry)).map(({ path }) => path),
  };
}

/** A link or a submodule has no bytes that could be verified. */
async function bytesOf(
  tree: ReadTree,
  entries: readonly TreeEntry[],
): Promise<readonly (Uint8Array | undefined)[]> {
  const regular = entries.filter(({ mode }) => isRegular(mode));
  const blobs = regular.map(({ blob }) => blob);
  const contents = await tree.read(blobs, entryBytesMax);
  const bytes = new Map(regular.map((entry, index) => [entry, contents[index]]));
  return entries.map((entry) => bytes.get(entry));
}
