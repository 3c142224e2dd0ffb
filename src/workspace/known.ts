import { sha256, type Sha256 } from "../base/digest.ts";
import { isObject, listAt, type Json } from "../base/json.ts";
import type { SnapshotCache } from "../base/ports.ts";
import { compact, expanded, type CompactReading } from "./compact.ts";
import { readingKey, type FileReading, type KnownReadings } from "./readings.ts";

/**
 * The name of the cache that a build of the tool may use: readings of another build may rest on
 * other adapters or schemas.
 */
export function cacheFingerprint(toolDigest: Sha256): Sha256 {
  return sha256(`readings/2\n${toolDigest}\n`);
}

/** The readings of earlier runs. What the cache holds was checked for damage, not for malice. */
export async function loadKnown(cache: SnapshotCache, fingerprint: Sha256): Promise<KnownReadings> {
  const value = await cache.load(fingerprint);
  const known = new Map<string, FileReading>();
  for (const item of listAt(value, "readings")) {
    if (isReading(item)) known.set(readingKey(item), expanded(item));
  }
  return known;
}

/** Keeps what this run read; nothing is written when nothing was new. */
export async function storeKnown(
  cache: SnapshotCache,
  fingerprint: Sha256,
  { before, now }: { readonly before: KnownReadings; readonly now: readonly FileReading[] },
): Promise<void> {
  const readings = new Map(now.map((reading) => [readingKey(reading), reading]));
  if ([...readings.keys()].every((key) => before.has(key))) return;
  await cache.store(fingerprint, { readings: plain([...readings.values()].map(compact)) });
}

/** A reading is plain data; its interface only lacks the index signature. */
function plain(readings: readonly CompactReading[]): Json {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return readings as unknown as Json;
}

/** Written by `storeKnown` of the same build, so the outline tells it from a foreign file. */
function isReading(value: unknown): value is CompactReading {
  if (!isObject(value)) return false;
  const lists = [value["claims"], value["declarations"], value["diagnostics"]];
  return (
    typeof value["path"] === "string" &&
    typeof value["blob"] === "string" &&
    lists.every(Array.isArray)
  );
}
