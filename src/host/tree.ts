import { isUtf8 } from "node:buffer";
import { byCodeUnit } from "../base/compare.ts";
import { isObjectId, objectId, type ObjectFormat, type ObjectId } from "../base/digest.ts";
import { Failure } from "../base/failure.ts";
import { repoPath, type RepoPath } from "../base/path.ts";
import type { FileMode, ReadTree, TreeEntry } from "../base/ports.ts";
import { visible } from "../base/text.ts";
import { readListedBlobs } from "./blobs.ts";
import { runGit, type Git } from "./git.ts";

/** The tree object of that id, listed once and read through `git`. */
export function treeOf(
  git: Git,
  facts: { readonly label: string; readonly tree: ObjectId; readonly format: ObjectFormat },
): ReadTree {
  let listing: Promise<readonly TreeEntry[]> | undefined;
  const list = (): Promise<readonly TreeEntry[]> => (listing ??= listTree(git, facts.tree));
  return {
    ...facts,
    list,
    read: async (blobs, limit) => readFiles(git, blobs, { limit, entries: await list() }),
  };
}

/** A submodule's commit is no blob of this repository: it has no bytes, and nothing is missing. */
async function readFiles(
  git: Git,
  blobs: readonly ObjectId[],
  {
    limit,
    entries,
  }: { readonly limit: number | undefined; readonly entries: readonly TreeEntry[] },
): Promise<readonly (Uint8Array | undefined)[]> {
  const submodules = entries.filter(({ mode }) => mode === "160000");
  const commits = new Set(submodules.map(({ blob }) => blob));
  const wanted = blobs.filter((blob) => !commits.has(blob));
  const pathOf = (id: ObjectId): string | undefined =>
    entries.find(({ blob }) => blob === id)?.path;
  const read = await readListedBlobs(git, wanted, { limit, pathOf });
  if (wanted.length === blobs.length) return read;
  const bytes = new Map(wanted.map((blob, index) => [blob, read[index]]));
  return blobs.map((blob) => bytes.get(blob));
}

/** The tree without any file. */
export function emptyTree(format: ObjectFormat): ReadTree {
  return {
    label: "empty tree",
    tree: objectId("tree", new Uint8Array(), format),
    format,
    list: () => Promise.resolve([]),
    read: (blobs) => Promise.resolve(blobs.map(() => undefined)),
  };
}

async function listTree(git: Git, tree: ObjectId): Promise<readonly TreeEntry[]> {
  const args = ["ls-tree", "-r", "-z", "--full-tree", "--end-of-options", tree];
  return parseListing(await runGit(git, args));
}

/**
 * The entries of `git ls-tree -r -z` output, sorted by path (code unit).
 *
 * @throws Failure `PATH` for a path that is not UTF-8 or that no work tree can hold (DESIGN 9.5).
 */
export function parseListing(output: Uint8Array): readonly TreeEntry[] {
  const bytes = Buffer.from(output.buffer, output.byteOffset, output.byteLength);
  if (!isUtf8(bytes)) throw pathFailure(firstBroken(bytes), "is not valid UTF-8");
  const records = bytes.toString("utf8").split("\0");
  return records
    .slice(0, -1)
    .map(entryOf)
    .toSorted((a, b) => byCodeUnit(a.path, b.path));
}

function entryOf(record: string): TreeEntry {
  const tab = record.indexOf("\t");
  const mode = record.slice(0, record.indexOf(" "));
  const blob = record.slice(record.lastIndexOf(" ", tab) + 1, tab);
  const text = record.slice(tab + 1);
  if (!isObjectId(blob)) throw new Failure("GIT", `git ls-tree listed ${visible(record)}`);
  return { path: treePath(text), mode: modeOf(mode), blob };
}

/** @throws Failure `PATH` for what no work tree can hold */
export function treePath(text: string): RepoPath {
  const path = repoPath(text);
  if (path === undefined) throw pathFailure(visible(text), "is no path that a work tree can hold");
  return path;
}

/** The text of these bytes. @throws Failure `PATH` where they are not UTF-8 */
export function pathText(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw pathFailure(escaped(Buffer.from(bytes)), "is not valid UTF-8");
  return Buffer.from(bytes).toString("utf8");
}

/** Trees of old tools hold other permissions, 100664 say; Git knows only whether one may execute. */
export function modeOf(octal: string): FileMode {
  if (octal === "100644" || octal === "120000" || octal === "160000") return octal;
  return (Number.parseInt(octal, 8) & 0o100) === 0 ? "100644" : "100755";
}

function firstBroken(bytes: Buffer): string {
  let start = 0;
  for (let end = bytes.indexOf(0); end !== -1; end = bytes.indexOf(0, start)) {
    const record = bytes.subarray(start, end);
    if (!isUtf8(record)) return escaped(record.subarray(record.indexOf(9) + 1));
    start = end + 1;
  }
  return escaped(bytes.subarray(start));
}

/** The path with each byte that is not printable ASCII as `\xNN`. */
function escaped(path: Buffer): string {
  return path
    .toString("latin1")
    .replaceAll(/[^ -~]/gu, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

function pathFailure(shown: string, problem: string): Failure {
  return new Failure("PATH", `the path ${shown} ${problem}`, "rename the file with git mv");
}
