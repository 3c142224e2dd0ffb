import type { ReadTree } from "../base/ports.ts";
import { readConfig, type ReadConfig } from "../workspace/config.ts";
import { cacheFingerprint, loadKnown, storeKnown } from "../workspace/known.ts";
import { readingKey, type FileReading, type KnownReadings } from "../workspace/readings.ts";
import { snapshotOf, type TreeSnapshot } from "../workspace/snapshot.ts";
import type { Host } from "./host.ts";

/** One tree with its own configuration and what it says. */
export interface ReadState extends TreeSnapshot {
  readonly tree: ReadTree;
  readonly settings: ReadConfig;
}

/** Reads trees of one repository in one run; equal files are read once. */
export interface Reader {
  read(tree: ReadTree): Promise<ReadState>;
  /** Keeps for the next run what this one read. */
  close(): Promise<void>;
}

export async function openReader({ cache, tool }: Pick<Host, "cache" | "tool">): Promise<Reader> {
  const fingerprint = cacheFingerprint(tool.sha256);
  const before: KnownReadings =
    cache === undefined ? new Map() : await loadKnown(cache, fingerprint);
  const read: FileReading[] = [];
  const known = new Map(before);
  return {
    read: async (tree) => {
      const settings = await readConfig(tree);
      const state = await snapshotOf(tree, settings, known);
      for (const reading of state.readings) known.set(readingKey(reading), reading);
      read.push(...state.readings);
      return { ...state, tree, settings };
    },
    close: async () => {
      if (cache !== undefined) await storeKnown(cache, fingerprint, { before, now: read });
    },
  };
}
