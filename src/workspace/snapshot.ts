import { joined } from "../base/group.ts";
import type { RepoPath } from "../base/path.ts";
import { isRegular } from "../base/git-tree.ts";
import type { ReadTree, TreeEntry } from "../base/ports.ts";
import { diagnose, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { CFG_003 } from "../diagnostic/rules/cfg.ts";
import { foldMemo, type FoldMemo } from "../lineage/memo.ts";
import { buildSnapshot, type SnapshotInput } from "../lineage/snapshot.ts";
import type { CoveredFile, Snapshot } from "../model/snapshot.ts";
import { isConfig, type ReadConfig } from "./config.ts";
import { expansionOf } from "./expansion.ts";
import { lineagePath } from "./ledger-paths.ts";
import { candidates, readFiles, type FileReading, type KnownReadings } from "./readings.ts";

export interface TreeSnapshot {
  readonly snapshot: Snapshot;
  /** The readings it was made of, for the next run. */
  readonly readings: readonly FileReading[];
  readonly entries: readonly TreeEntry[];
}

/**
 * The linked graph of a tree under its configuration: read → expand → resolve → merge → fold.
 * A function of the tree's bytes and the configuration alone; `known` and `memo` only save work.
 */
export async function snapshotOf(
  tree: ReadTree,
  { config, diagnostics }: ReadConfig,
  known: KnownReadings,
  memo: FoldMemo = foldMemo(),
): Promise<TreeSnapshot> {
  const entries = await tree.list();
  const readings = await readFiles(tree, candidates(entries, config.scan), known);
  const claims = joined(readings.map((reading) => reading.claims));
  const parts = joined(readings.map((reading) => reading.parts ?? []));
  const expanded = await expansionOf(tree, { claims, parts }, { entries, config, memo });
  const input: SnapshotInput = {
    claims: joined([claims, expanded.claims]),
    declarations: joined(readings.map((reading) => reading.declarations)),
    diagnostics: joined([
      diagnostics,
      unknownPaths(entries),
      ...readings.map((reading) => reading.diagnostics),
      expanded.diagnostics,
    ]),
    covered: coveredFiles(entries, readings, expanded.files),
    documents: readings.reduce((total, reading) => total + reading.documents, 0),
    aliases: config.aliases,
  };
  return { snapshot: buildSnapshot(input, memo), readings, entries };
}

/** Files that say something about lineage, alone or joined with others, and gate files; the rest of the tree is not our business. */
function coveredFiles(
  entries: readonly TreeEntry[],
  readings: readonly FileReading[],
  joinedFiles: ReadonlySet<RepoPath>,
): readonly Omit<CoveredFile, "kinds">[] {
  const speaking = new Map<RepoPath, CoveredFile["why"]>();
  for (const path of joinedFiles) speaking.set(path, "claims");
  for (const { path, claims, gate } of readings) {
    if (gate) speaking.set(path, "gate");
    else if (claims.length > 0) speaking.set(path, "claims");
  }
  return entries.flatMap(({ path, blob, mode }) => {
    const decides = isRegular(mode) && (isConfig(path) || lineagePath(path) === "gate");
    const why = decides ? "gate" : speaking.get(path);
    return why === undefined ? [] : [{ path, blob, mode, why }];
  });
}

function unknownPaths(entries: readonly TreeEntry[]): readonly Diagnostic[] {
  return entries
    .filter(({ path }) => lineagePath(path) === "unknown")
    .map(({ path }) =>
      diagnose(CFG_003, {
        message: `${path} is not a file that lineagectl knows`,
        place: { in: "file", path },
        help: "below .lineage lie entries, pending, tombstones, trust, pins, profiles, prices.lock and baseline.json",
      }),
    );
}
