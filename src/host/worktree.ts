import { mkdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { isObjectId, type ObjectId } from "../base/digest.ts";
import { Failure, messageOf } from "../base/failure.ts";
import { visible } from "../base/text.ts";
import { gitFailure, runGit, tryGit, type Git, type GitOutput } from "./git.ts";
import type { Place } from "./locate.ts";
import { temporaryFolder } from "./temporary.ts";
import { refuseUnmerged } from "./unmerged.ts";

/** A tree object and the Git that can read it: new objects lie outside the repository. */
export interface StoredTree {
  readonly tree: ObjectId;
  readonly git: Git;
}

/** Above this, matching each index entry against each path costs more than a full scan. */
const pathsMax = 100;

/**
 * A split index would put its shared part into the repository; the other two would refuse or leave
 * out what `git add` is asked to store.
 */
const sideSettings = ["core.splitIndex=false", "core.safecrlf=false", "add.ignoreErrors=false"];

/**
 * Paths whose working tree or index entry differs from HEAD, as bytes, untracked ones included (a
 * folder of only untracked files as the folder).
 */
export async function changedPaths(git: Git): Promise<readonly Buffer[]> {
  const args = ["status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=normal"];
  // `git add` stores the commit of a submodule, never what is dirty inside it.
  const output = await runGit(git, [...args, "--ignore-submodules=dirty"]);
  const paths: Buffer[] = [];
  for (let start = 0, end = 0; start < output.length; start = end + 1) {
    end = output.indexOf(0, start);
    paths.push(output.subarray(start + "XY ".length, end));
  }
  return paths;
}

/**
 * Writes the tree that `git add -A` would make: filters, line ends, modes, submodules and ignored
 * files are Git's own. Index and new objects are in a temporary folder; the repository is only read.
 *
 * @param changed  what `changedPaths` found
 */
export async function storeWorkingTree(
  place: Place,
  changed: readonly Buffer[],
): Promise<StoredTree> {
  const git = await sideStore(place);
  const limited = changed.length <= pathsMax && (await addPaths(git, changed)).code === 0;
  // A path that came or went since the scan fails the first way; the second is the definition.
  if (!limited) await addAll(git, changed);
  return { tree: await writeTree(git), git };
}

/** Writes the tree of the index without touching index or objects of the repository. */
export async function storeIndex(place: Place): Promise<StoredTree> {
  refuseUnmerged(await unmergedPaths(place.git));
  const git = await sideStore(place);
  return { tree: await writeTree(git), git };
}

async function addPaths(git: Git, paths: readonly Buffer[]): Promise<GitOutput> {
  const input = Buffer.concat(paths.flatMap((path) => [path, Buffer.of(0)]));
  const args = [
    "--literal-pathspecs",
    "add",
    "-A",
    "--pathspec-from-file=-",
    "--pathspec-file-nul",
  ];
  return tryGit(git, args, { settings: sideSettings, input });
}

async function addAll(git: Git, changed: readonly Buffer[]): Promise<void> {
  await closeSubmodules(git, changed);
  const { code, stderr } = await tryGit(git, ["add", "-A"], { settings: sideSettings });
  // Files outside the sparse checkout are left out by `git add` too; the rest is stored.
  const sparse = code === 1 && stderr.includes("outside of your sparse-checkout");
  if (code !== 0 && !sparse) throw gitFailure(["add"], stderr);
}

/**
 * Keeps `git add -A` out of the submodules whose commit is as before: it would run `git status` in
 * each, with the programs that the submodule's own configuration names, and drop the answer.
 */
async function closeSubmodules(git: Git, changed: readonly Buffer[]): Promise<void> {
  const listed = await runGit(git, ["ls-files", "--stage", "-z"], { settings: sideSettings });
  const open = new Set(changed.map((path) => path.toString("latin1")));
  const closed = listed
    .toString("latin1")
    .split("\0")
    .filter((record) => record.startsWith("160000 "))
    .map((record) => record.slice(record.indexOf("\t") + 1))
    .filter((path) => !open.has(path));
  if (closed.length === 0) return;
  const input = Buffer.from(closed.map((path) => `${path}\0`).join(""), "latin1");
  const args = ["update-index", "--assume-unchanged", "-z", "--stdin"];
  await runGit(git, args, { settings: sideSettings, input });
}

async function writeTree(git: Git): Promise<ObjectId> {
  // Blobs that a partial clone lacks are named by the index all the same.
  const output = await runGit(git, ["write-tree", "--missing-ok"], {
    settings: sideSettings,
  });
  const id = output.toString("latin1").trim();
  if (!isObjectId(id)) throw new Failure("GIT", `git write-tree answered ${visible(id)}`);
  return id;
}

async function unmergedPaths(git: Git): Promise<readonly string[]> {
  const output = await runGit(git, ["ls-files", "--unmerged", "-z"]);
  const records = output.toString("utf8").split("\0").slice(0, -1);
  return records.map((text) => text.slice(text.indexOf("\t") + 1));
}

/** Git with an index of its own, equal to the real one, that writes objects elsewhere. */
async function sideStore({ git, index, objects }: Place): Promise<Git> {
  const folder = await temporaryFolder();
  const copy = join(folder, "index");
  const written = join(folder, "objects");
  try {
    await mkdir(written);
    await copyIndex(index, copy);
  } catch (error) {
    throw new Failure("IO", `the index could not be copied: ${visible(messageOf(error))}`);
  }
  const more = git.environment["GIT_ALTERNATE_OBJECT_DIRECTORIES"];
  const alternates = [alternate(objects), ...(more ? [more] : [])].join(delimiter);
  return {
    ...git,
    environment: {
      ...git.environment,
      GIT_INDEX_FILE: copy,
      GIT_OBJECT_DIRECTORY: written,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: alternates,
    },
  };
}

async function copyIndex(from: string, to: string): Promise<void> {
  // Taken before the bytes: Git compares by content what is not older than the index ("racy"
  // entries), so an older time is safe and a newer one would hide a change.
  const facts = await stat(from).catch(() => undefined);
  if (facts === undefined) return;
  await writeFile(to, await readFile(from));
  const seconds = (Math.floor(facts.mtimeMs) - 1) / 1000;
  await utimes(to, seconds, seconds);
}

/** The list is split at the delimiter unless the path is quoted as Git quotes. */
function alternate(path: string): string {
  if (!path.includes(delimiter) && !path.startsWith('"')) return path;
  return `"${path.replaceAll(/["\\]/gu, String.raw`\$&`)}"`;
}
