import { constants } from "node:buffer";
import type { ObjectId } from "../base/digest.ts";
import { Failure } from "../base/failure.ts";
import { counted, visible } from "../base/text.ts";
import { gitFailure, partialHelp, runGit, streamGit, type Git } from "./git.ts";

type Blob = Uint8Array | undefined;

/**
 * The bytes of these blobs, in the order asked. Undefined for one that is larger than `limit`
 * bytes, is missing, or is no blob. Memory holds what is returned and one chunk of Git's output.
 *
 * @throws Failure `PARTIAL` where a partial clone lacks one: nothing is fetched
 */
export async function readBlobs(
  git: Git,
  ids: readonly ObjectId[],
  limit: number = constants.MAX_LENGTH,
): Promise<readonly Blob[]> {
  const { reader, code, stderr } = await batch(git, ids, limit);
  // A damaged object is answered as missing too; only the error tells it apart.
  const whole = code === 0 && !/^error: /mu.test(stderr);
  if (whole && reader.blobs.length === ids.length) return reader.blobs;
  throw gitFailure(["cat-file"], stderr);
}

/**
 * The same for blobs that a tree lists.
 *
 * @param pathOf  a path under which the tree lists the blob
 * @throws Failure `PARTIAL` with the number of blobs that are not there, or `GIT` where one is missing
 *   from a clone that is not partial: neither may look like a file that was never there
 */
export async function readListedBlobs(
  git: Git,
  ids: readonly ObjectId[],
  { limit, pathOf }: { readonly limit?: number | undefined; readonly pathOf: PathOf },
): Promise<readonly Blob[]> {
  const blobs = await readBlobs(git, ids, limit).catch(async (error: unknown) => {
    if (error instanceof Failure && error.code === "PARTIAL")
      throw await partialFailure(git, ids, pathOf);
    throw error;
  });
  const absent = ids.filter((_, index) => blobs[index] === undefined);
  if (absent.length > 0) await requirePresent(git, absent);
  return blobs;
}

type PathOf = (id: ObjectId) => string | undefined;

async function requirePresent(git: Git, ids: readonly ObjectId[]): Promise<void> {
  const input = `${ids.join("\n")}\n`;
  const answers = await runGit(git, ["cat-file", "--batch-check"], { input });
  const [, missing] = /^([0-9a-f]+) missing$/mu.exec(answers.toString("latin1")) ?? [];
  if (missing === undefined) return;
  throw new Failure(
    "GIT",
    `the repository is damaged: the object ${missing} is missing`,
    "git fsck lists what is missing; git fetch --refetch may bring it back",
  );
}

/** Git gives up at the first object that it would fetch; people want to know how much there is. */
async function partialFailure(
  git: Git,
  ids: readonly ObjectId[],
  pathOf: PathOf,
): Promise<Failure> {
  const all = ["--batch-all-objects", "--unordered", "--buffer", "--batch-check=%(objectname)"];
  const listed = await runGit(git, ["cat-file", ...all]);
  const present = new Set(listed.toString("latin1").split("\n"));
  return lackingFailure(
    ids.filter((id) => !present.has(id)),
    pathOf,
  );
}

/** The failure of reading what a partial clone has left with its remote. */
export function lackingFailure(lacking: readonly ObjectId[], pathOf: PathOf): Failure {
  const [first] = lacking;
  const path = first && pathOf(first);
  const named = path === undefined ? "" : `, ${visible(path)} first`;
  return new Failure(
    "PARTIAL",
    `the clone is partial and lacks the content of ${counted(lacking.length, "file")} to be read${named}`,
    partialHelp,
  );
}

async function batch(
  git: Git,
  ids: readonly ObjectId[],
  limit: number,
): Promise<{ readonly reader: BatchReader; readonly code: number; readonly stderr: string }> {
  const reader = new BatchReader(Math.min(limit, constants.MAX_LENGTH));
  // An empty line would be answered as missing, so nothing is asked where nothing is wanted.
  if (ids.length === 0) return { reader, code: 0, stderr: "" };
  const ended = await streamGit(git, ["cat-file", "--batch", "--buffer"], {
    input: `${ids.join("\n")}\n`,
    take: (chunk) => {
      reader.push(chunk);
    },
  });
  return { reader, ...ended };
}

/** The object whose bytes are arriving; `bytes` is undefined where they are only skipped. */
interface Arriving {
  readonly bytes: Buffer | undefined;
  readonly size: number;
  taken: number;
}

const headerMax = 4096;

/**
 * Reads the output of `git cat-file --batch`, cut into chunks anywhere:
 * `<id> <type> <size>\n<bytes>\n` for each object, `<id> missing\n` for an absent one.
 *
 * @see https://git-scm.com/docs/git-cat-file#_batch_output
 */
export class BatchReader {
  readonly blobs: Blob[] = [];
  readonly #limit: number;
  #header = "";
  #arriving: Arriving | undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      at = this.#arriving
        ? this.#takeBytes(this.#arriving, chunk, at)
        : this.#takeHeader(chunk, at);
    }
  }

  #takeHeader(chunk: Uint8Array, start: number): number {
    const end = chunk.indexOf(10, start);
    const part = chunk.subarray(start, end === -1 ? chunk.length : end);
    this.#header += Buffer.from(part.subarray(0, headerMax + 1)).toString("latin1");
    if (this.#header.length > headerMax) throw unexpected(this.#header);
    if (end === -1) return chunk.length;
    this.#begin(this.#header);
    this.#header = "";
    return end + 1;
  }

  #begin(header: string): void {
    if (header.endsWith(" missing")) {
      this.blobs.push(undefined);
      return;
    }
    const [, type, digits] = /^[0-9a-f]+ ([a-z]+) (\d+)$/u.exec(header) ?? [];
    if (digits === undefined) throw unexpected(header);
    const size = Number(digits);
    const wanted = type === "blob" && size <= this.#limit;
    this.#arriving = { bytes: wanted ? Buffer.allocUnsafe(size) : undefined, size, taken: 0 };
  }

  /** Takes what the chunk has of the object's bytes and of the line feed behind them. */
  #takeBytes(object: Arriving, chunk: Uint8Array, start: number): number {
    const end = Math.min(chunk.length, start + object.size + 1 - object.taken);
    const bytes = Math.min(end - start, object.size - object.taken);
    object.bytes?.set(chunk.subarray(start, start + bytes), object.taken);
    object.taken += end - start;
    if (object.taken > object.size) {
      this.blobs.push(object.bytes);
      this.#arriving = undefined;
    }
    return end;
  }
}

function unexpected(header: string): Failure {
  return new Failure(
    "GIT",
    `git cat-file gave an unexpected answer: ${visible(header.slice(0, 120))}`,
  );
}
