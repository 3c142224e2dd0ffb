import { sha256, type Sha256 } from "../base/digest.ts";
import type { SnapshotCache } from "../base/ports.ts";
import { packedReading } from "./packed-reading.ts";
import { pack, unpack, type Packed } from "./packing.ts";
import { readingKey, type FileReading, type KnownReadings } from "./readings.ts";

/** What earlier runs read. */
export interface Known {
  readonly readings: KnownReadings;
  /** As the cache held it; undefined where it held nothing that is ours. */
  readonly packed?: Packed<FileReading> | undefined;
}

/**
 * The name of the cache that a build of the tool may use: readings of another build may rest on
 * other adapters or schemas.
 */
export function cacheFingerprint(toolDigest: Sha256): Sha256 {
  return sha256(`readings/3\n${toolDigest}\n`);
}

/** The readings of earlier runs; none where the cache holds anything but readings. */
export async function loadKnown(cache: SnapshotCache, fingerprint: Sha256): Promise<Known> {
  const bytes = await cache.load(fingerprint);
  const packed = bytes && unpack(packedReading, bytes);
  const pairs = packed?.values.map((reading) => [readingKey(reading), reading] as const);
  return { readings: new Map(pairs), packed };
}

/** Keeps what this run used; nothing is written when nothing of it was new. */
export async function storeKnown(
  cache: SnapshotCache,
  fingerprint: Sha256,
  { before, used }: { readonly before: Known; readonly used: KnownReadings },
): Promise<void> {
  if ([...used.keys()].every((key) => before.readings.has(key))) return;
  await cache.store(fingerprint, pack(packedReading, [...used.values()], before.packed));
}
