import type { ObjectId } from "../base/digest.ts";
import type { RepoPath } from "../base/path.ts";
import type { ReadTree, TreeEntry } from "../base/ports.ts";
import { holdsWord, speaksOf, type Words } from "../lineage/mentions.ts";
import { textOf } from "../source/text.ts";
import type { Config } from "./config.ts";
import { candidates, fileBytesMax, readFiles, readingKey, type FileReading } from "./readings.ts";

/** One content of one file. */
export interface Version {
  readonly path: RepoPath;
  readonly blob: ObjectId;
}

/** Files that were read in this run, and those whose text holds none of the words asked for. */
export interface ReadVersions {
  readonly readings: Map<string, FileReading>;
  readonly silent: Set<string>;
}

const batchSize = 1000;

/**
 * The versions that speak of an asset of these words. A text is parsed only if it holds one of them,
 * and no content is read twice.
 */
export async function speakingVersions(
  tree: ReadTree,
  versions: readonly Version[],
  {
    words,
    scan,
    read,
  }: { readonly words: Words; readonly scan: Config["scan"]; readonly read: ReadVersions },
): Promise<ReadonlyMap<string, FileReading>> {
  const wanted = unique(versions);
  const unread = candidates(wanted, scan).filter((entry) => {
    const key = readingKey(entry);
    return !read.readings.has(key) && !read.silent.has(key);
  });
  for (let start = 0; start < unread.length; start += batchSize) {
    const batch = unread.slice(start, start + batchSize);
    // In batches, so that a long history is never in memory as a whole.
    // oxlint-disable-next-line no-await-in-loop
    await readSpeaking(tree, batch, { words, read });
  }
  const speaking = wanted.flatMap((entry): [string, FileReading][] => {
    const key = readingKey(entry);
    const reading = read.readings.get(key);
    return reading !== undefined && speaksOf(reading.claims, words) ? [[key, reading]] : [];
  });
  return new Map(speaking);
}

async function readSpeaking(
  tree: ReadTree,
  entries: readonly TreeEntry[],
  { words, read }: { readonly words: Words; readonly read: ReadVersions },
): Promise<void> {
  const contents = await tree.read(
    entries.map(({ blob }) => blob),
    fileBytesMax,
  );
  const texts = new Map<ObjectId, Uint8Array>();
  const holding = entries.filter((entry, index) => {
    const bytes = contents[index];
    const holds = bytes !== undefined && holdsWord(textOf(bytes), words);
    if (holds) texts.set(entry.blob, bytes);
    else read.silent.add(readingKey(entry));
    return holds;
  });
  const held: ReadTree = {
    ...tree,
    read: (blobs) => Promise.resolve(blobs.map((blob) => texts.get(blob))),
  };
  for (const reading of await readFiles(held, holding, new Map()))
    read.readings.set(readingKey(reading), reading);
}

function unique(versions: readonly Version[]): readonly TreeEntry[] {
  const byKey = new Map(
    versions.map(({ path, blob }): [string, TreeEntry] => [
      readingKey({ path, blob }),
      { path, blob, mode: "100644" },
    ]),
  );
  return [...byKey.values()];
}
