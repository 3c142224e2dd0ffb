import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pid } from "node:process";
import { by } from "../base/compare.ts";
import { sha256, type Sha256 } from "../base/digest.ts";
import type { SnapshotCache } from "../base/ports.ts";

export interface CacheLimits {
  /** Most files kept; the longest unused go first. */
  readonly files: number;
  /** Most bytes of all files together. */
  readonly bytes: number;
}

const defaultLimits: CacheLimits = { files: 6, bytes: 512 * 1024 * 1024 };
/** Magic and version of the format: another version is a foreign file. */
const magic = "lineagectl-cache 2";
const hour = 3_600_000;

/**
 * A cache of one file per fingerprint. Nothing about it fails a run: a file that is broken,
 * foreign, cut short or too large counts as absent, and a directory that cannot be written to is
 * no cache. The digest in each file finds accidents, not forgery (DESIGN 9.16).
 */
export function cacheIn(directory: string, limits: CacheLimits = defaultLimits): SnapshotCache {
  return {
    load: async (fingerprint) => {
      const path = join(directory, `${fingerprint}.cache`);
      const bytes = await orUndefined(load(path, fingerprint, limits));
      if (bytes !== undefined) await orUndefined(markUsed(path));
      return bytes;
    },
    store: async (fingerprint, bytes) => {
      await orUndefined(store(directory, { fingerprint, bytes, limits }));
    },
  };
}

async function orUndefined<T>(attempt: Promise<T>): Promise<T | undefined> {
  try {
    return await attempt;
  } catch {
    return undefined;
  }
}

async function load(
  path: string,
  fingerprint: Sha256,
  limits: CacheLimits,
): Promise<Uint8Array | undefined> {
  const facts = await stat(path);
  if (!facts.isFile() || facts.size > limits.bytes) return undefined;
  const bytes = await readFile(path);
  const start = header(fingerprint, fingerprint).length;
  const payload = bytes.subarray(start);
  const expected = header(fingerprint, sha256(payload));
  if (bytes.subarray(0, start).toString("latin1") !== expected) return undefined;
  return payload;
}

/** Three lines of a fixed length, so that the payload starts at a known place. */
function header(fingerprint: Sha256, digest: Sha256): string {
  return `${magic}\n${fingerprint}\n${digest}\n`;
}

/** The time of a file is when it was last used. */
async function markUsed(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now);
}

async function store(
  directory: string,
  entry: { readonly fingerprint: Sha256; readonly bytes: Uint8Array; readonly limits: CacheLimits },
): Promise<void> {
  const { bytes, fingerprint, limits } = entry;
  const start = Buffer.from(header(fingerprint, sha256(bytes)), "latin1");
  if (start.length + bytes.length > limits.bytes) return;
  await mkdir(directory, { recursive: true });
  const temporary = join(directory, `${pid}-${randomBytes(8).toString("hex")}.tmp`);
  try {
    // Not synced: what a crash of the machine leaves is found by its digest.
    await writeFile(temporary, [start, bytes], { flag: "wx", mode: 0o600 });
    await rename(temporary, join(directory, `${fingerprint}.cache`));
  } finally {
    await rm(temporary, { force: true });
  }
  await prune(directory, limits);
}

interface Stored {
  readonly path: string;
  readonly bytes: number;
  readonly used: number;
}

/** Removes what is beyond the limits, and what killed processes left; touches nothing else. */
async function prune(directory: string, limits: CacheLimits): Promise<void> {
  const names = await readdir(directory);
  const caches = await factsOf(directory, names, /^[0-9a-f]{64}\.cache$/u);
  const left = await factsOf(directory, names, /^\d+-[0-9a-f]{16}\.tmp$/u);
  const old = left.filter(({ used }) => Date.now() - used > hour);
  await Promise.all(
    [...beyond(caches, limits), ...old].map(({ path }) => rm(path, { force: true })),
  );
}

async function factsOf(
  directory: string,
  names: readonly string[],
  pattern: RegExp,
): Promise<readonly Stored[]> {
  const matching = names.filter((name) => pattern.test(name)).map((name) => join(directory, name));
  const facts = matching.map(async (path): Promise<readonly Stored[]> => {
    const found = await orUndefined(stat(path));
    return found === undefined ? [] : [{ path, bytes: found.size, used: found.mtimeMs }];
  });
  return (await Promise.all(facts)).flat();
}

function beyond(caches: readonly Stored[], limits: CacheLimits): readonly Stored[] {
  const paths = by<Stored>((file) => file.path);
  let bytes = 0;
  return caches
    .toSorted((a, b) => b.used - a.used || paths(a, b))
    .filter((file, index) => {
      bytes += file.bytes;
      return index >= limits.files || bytes > limits.bytes;
    });
}
