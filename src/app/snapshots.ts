import type { ReadTree } from "../base/ports.ts";
import { foldMemo } from "../lineage/memo.ts";
import { readConfig, type ReadConfig } from "../workspace/config.ts";
import { cacheFingerprint, loadKnown, storeKnown, type Known } from "../workspace/known.ts";
import { readingKey, type FileReading } from "../workspace/readings.ts";
import { snapshotOf, type TreeSnapshot } from "../workspace/snapshot.ts";
import type { Host } from "./host.ts";

/** One tree with its own configuration and what it says; the claims behind it are not kept. */
export interface ReadState extends Omit<TreeSnapshot, "readings"> {
  readonly tree: ReadTree;
  readonly settings: ReadConfig;
}

/** Reads trees of one repository in one run; equal files are read, and what they say folded, once. */
export interface Reader {
  read(tree: ReadTree): Promise<ReadState>;
  /** Keeps for the next run what this one read. */
  close(): Promise<void>;
}

export async function openReader({ cache, tool }: Pick<Host, "cache" | "tool">): Promise<Reader> {
  const fingerprint = cacheFingerprint(tool.sha256);
  const before: Known =
    cache === undefined ? { readings: new Map() } : await loadKnown(cache, fingerprint);
  const known = new Map(before.readings);
  const used = new Map<string, FileReading>();
  const memo = foldMemo();
  return {
    read: async (tree) => {
      const settings = await readConfig(tree);
      const { readings, ...state } = await snapshotOf(tree, settings, known, memo);
      for (const reading of readings) {
        const key = readingKey(reading);
        known.set(key, reading);
        used.set(key, reading);
      }
      return { ...state, tree, settings };
    },
    close: async () => {
      if (cache !== undefined) await storeKnown(cache, fingerprint, { before, used });
    },
  };
}
