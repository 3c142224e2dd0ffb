import { createHash } from "node:crypto";
import { isObjectId, type ObjectId } from "../../base/digest.ts";
import { Failure } from "../../base/failure.ts";
import type { FileMode } from "../../base/ports.ts";
import { visible } from "../../base/text.ts";
import { modeOf, pathText, treePath } from "../tree.ts";
import type { RepoPath } from "../../base/path.ts";
import { unsupported } from "./place.ts";

export interface StageEntry {
  readonly path: RepoPath;
  readonly mode: FileMode;
  readonly blob: ObjectId;
  /** 0, or 1 to 3 for the versions of a path in conflict. */
  readonly stage: number;
  /** As `git update-index --assume-unchanged` marks it. */
  readonly assumedUnchanged: boolean;
  /** Left out by a sparse checkout. */
  readonly skipWorktree: boolean;
  readonly intentToAdd: boolean;
  /** Of the file when it was last seen to be equal to the blob. */
  readonly size: number;
  readonly mtimeSeconds: number;
  readonly ctimeSeconds: number;
}

const headerBytes = 12;
const checksumBytes = 20;
const factsBytes = 62;

/**
 * The entries of an index file of version 2, 3 or 4, in its order.
 *
 * @see https://git-scm.com/docs/index-format
 * @throws Failure `UNSUPPORTED` for a split or a sparse index, `GIT` for a damaged one
 */
export function stageEntries(index: Buffer): readonly StageEntry[] {
  const end = index.length - checksumBytes;
  const version = index.length > headerBytes + checksumBytes ? index.readUInt32BE(4) : 0;
  if (index.toString("latin1", 0, 4) !== "DIRC" || version < 2 || version > 4) throw damaged();
  const sum = index.subarray(end);
  const made = createHash("sha1").update(index.subarray(0, end)).digest();
  // A checksum of zeros is what `index.skipHash` leaves.
  if (!sum.equals(made) && sum.some((byte) => byte !== 0)) throw damaged();
  const entries: RawEntry[] = [];
  let at = headerBytes;
  let before: Buffer = Buffer.alloc(0);
  for (let left = index.readUInt32BE(8); left > 0; left -= 1) {
    const read = entryAt(index.subarray(0, end), { at, version, before });
    entries.push(read);
    at = read.next;
    before = read.name;
  }
  // Before the names: in a split or a sparse index not all of them are names of files.
  refuseExtensions(index.subarray(at, end));
  return entries.map(({ entry, name }) => ({ ...entry, path: treePath(pathText(name)) }));
}

interface RawEntry {
  readonly entry: Omit<StageEntry, "path">;
  readonly name: Buffer;
  readonly next: number;
}

interface Cursor {
  readonly at: number;
  readonly version: number;
  /** The name of the entry before, of which version 4 keeps a part. */
  readonly before: Buffer;
}

function entryAt(index: Buffer, { at, version, before }: Cursor): RawEntry {
  if (at + factsBytes > index.length) throw damaged();
  const flags = index.readUInt16BE(at + 60);
  const isExtended = (flags & 0x4000) !== 0;
  const more = isExtended ? index.readUInt16BE(at + factsBytes) : 0;
  const start = at + factsBytes + (isExtended ? 2 : 0);
  const kept = version === 4 ? keptBytes(index, start) : { strip: before.length, next: start };
  const nul = index.indexOf(0, kept.next);
  if (nul < 0 || kept.strip > before.length) throw damaged();
  const prefix = before.subarray(0, before.length - kept.strip);
  const name = Buffer.concat([prefix, index.subarray(kept.next, nul)]);
  const length = nul - at;
  return {
    name,
    // Up to version 3, one to eight NULs fill each entry to a multiple of eight bytes.
    next: version === 4 ? nul + 1 : at + length + 8 - (length % 8),
    entry: {
      mode: modeOf(index.readUInt32BE(at + 24).toString(8)),
      blob: idAt(index, at + 40),
      stage: (flags >> 12) & 3,
      assumedUnchanged: (flags & 0x8000) !== 0,
      skipWorktree: (more & 0x4000) !== 0,
      intentToAdd: (more & 0x2000) !== 0,
      ctimeSeconds: index.readUInt32BE(at),
      mtimeSeconds: index.readUInt32BE(at + 8),
      size: index.readUInt32BE(at + 36),
    },
  };
}

function idAt(index: Buffer, at: number): ObjectId {
  const id = index.toString("hex", at, at + checksumBytes);
  if (isObjectId(id)) return id;
  throw damaged();
}

/** How many bytes of the name before fall away, as a variable-width number of offset encoding. */
function keptBytes(
  index: Buffer,
  start: number,
): { readonly strip: number; readonly next: number } {
  let at = start;
  let byte = index[at] ?? 0;
  let strip = byte & 127;
  while ((byte & 128) !== 0 && at - start < 4) {
    at += 1;
    byte = index[at] ?? 0;
    strip = (strip + 1) * 128 + (byte & 127);
  }
  return { strip, next: at + 1 };
}

/** An extension whose name begins with a small letter must be understood. */
function refuseExtensions(rest: Buffer): void {
  for (let at = 0; at + 8 <= rest.length; at += 8 + rest.readUInt32BE(at + 4)) {
    const name = rest.toString("latin1", at, at + 4);
    if (name === "link") throw unsupported("a split index");
    if (name === "sdir") throw unsupported("a sparse index");
    if (!/^[A-Z]/u.test(name)) throw unsupported(`an index with the extension ${visible(name)}`);
  }
}

function damaged(): Failure {
  return new Failure("GIT", "the index is damaged", "git reset makes it anew from HEAD");
}
