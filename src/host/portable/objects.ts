import { isObjectId, type ObjectId } from "../../base/digest.ts";
import { Failure, messageOf } from "../../base/failure.ts";
import type { TreeEntry } from "../../base/ports.ts";
import { visible } from "../../base/text.ts";
import { lackingFailure } from "../blobs.ts";
import { beyondDepth, commitFrom, type ReadCommit } from "../commit.ts";
import { modeOf, pathText, treePath } from "../tree.ts";
import type { PortablePlace } from "./place.ts";

export interface StoredObject {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** The object; undefined where the repository does not hold it. */
export async function readStored(
  { fs, git, cache, gitDirectory }: PortablePlace,
  id: ObjectId,
): Promise<StoredObject | undefined> {
  try {
    const options = { fs, gitdir: gitDirectory, oid: id, cache, format: "content" } as const;
    const read = await git.readObject(options);
    // Of the formats, only the parsed one has other values here.
    if (!(read.object instanceof Uint8Array)) throw new TypeError(`unexpected ${read.type}`);
    return { type: read.type, bytes: read.object };
  } catch (error) {
    if (error instanceof git.Errors.NotFoundError) return undefined;
    throw new Failure("GIT", `the object ${id} cannot be read: ${visible(messageOf(error))}`);
  }
}

/** The bytes of a blob. @throws Failure `PARTIAL` or `GIT` where the repository does not hold it */
export async function readBlob(
  place: PortablePlace,
  id: ObjectId,
  path: string | undefined,
): Promise<Uint8Array | undefined> {
  const stored = await readStored(place, id);
  if (stored === undefined) throw missing(place, id, path);
  return stored.type === "blob" ? stored.bytes : undefined;
}

export async function readCommit(place: PortablePlace, id: ObjectId): Promise<ReadCommit> {
  const stored = await readStored(place, id);
  if (stored?.type === "commit") return commitFrom(id, stored.bytes);
  throw place.cut.size > 0 ? beyondDepth(id) : missing(place, id, undefined);
}

/** A tree that names itself in many ways can stand for more files than there is memory. */
const recordsMax = 500_000;
const folderMax = 16_384;

/**
 * The files of a tree and of those below it, in no order.
 *
 * @throws Failure `LIMIT` for more than half a million, or for endless folders
 */
export async function listTree(
  place: PortablePlace,
  tree: ObjectId,
): Promise<readonly TreeEntry[]> {
  const known = new Map<ObjectId, Promise<readonly TreeRecord[]>>();
  let count = 0;
  const list = async (id: ObjectId, folder: string): Promise<readonly TreeEntry[]> => {
    const read = known.get(id) ?? readTree(place, id, folder);
    known.set(id, read);
    const records = await read;
    count += records.length;
    if (count > recordsMax || folder.length > folderMax)
      throw new Failure(
        "LIMIT",
        "the tree holds more files than can be read without the program git",
      );
    const nested = records.map(async ({ mode, name, blob }) => {
      const path = `${folder}${name}`;
      if (mode === "40000") return list(blob, `${path}/`);
      return [{ path: treePath(path), mode: modeOf(mode), blob }];
    });
    return (await Promise.all(nested)).flat();
  };
  return list(tree, "");
}

async function readTree(
  place: PortablePlace,
  id: ObjectId,
  folder: string,
): Promise<readonly TreeRecord[]> {
  const stored = await readStored(place, id);
  if (stored?.type !== "tree") throw missing(place, id, folder);
  return recordsOf(stored.bytes);
}

interface TreeRecord {
  readonly mode: string;
  readonly name: string;
  readonly blob: ObjectId;
}

const idBytes = 20;

/** The lines of a tree object: `<octal mode> <name> NUL <binary id>`. */
function recordsOf(bytes: Uint8Array): readonly TreeRecord[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records: TreeRecord[] = [];
  for (let at = 0; at < buffer.length;) {
    const space = buffer.indexOf(32, at);
    const end = buffer.indexOf(0, space + 1);
    const blob = buffer.toString("hex", end + 1, end + 1 + idBytes);
    if (space < 0 || end < 0 || !isObjectId(blob)) throw new Failure("GIT", "a tree is cut short");
    const name = pathText(buffer.subarray(space + 1, end));
    records.push({ mode: buffer.toString("latin1", at, space).replace(/^0+/u, ""), name, blob });
    at = end + 1 + idBytes;
  }
  return records;
}

function missing(place: PortablePlace, id: ObjectId, path: string | undefined): Failure {
  if (place.isPartial) return lackingFailure([id], () => path);
  return new Failure(
    "GIT",
    `the repository is damaged: the object ${id} is missing`,
    "git fsck lists what is missing; git fetch --refetch may bring it back",
  );
}
