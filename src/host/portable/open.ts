import { dirname, join, relative, resolve } from "node:path";
import { byCodeUnit } from "../../base/compare.ts";
import type { ObjectId } from "../../base/digest.ts";
import { Failure, type FailureCode } from "../../base/failure.ts";
import { treeId } from "../../base/git-tree.ts";
import type { ReadTree, Repository, TreeEntry } from "../../base/ports.ts";
import { labelOf } from "../commit.ts";
import { contains } from "../environment.ts";
import { emptyTree } from "../tree.ts";
import { refuseUnmerged } from "../unmerged.ts";
import { diskOn, type PortableFs } from "./disk.ts";
import { mergeBase } from "./history.ts";
import { listTree, readBlob, readCommit } from "./objects.ts";
import { portablePlace, type PortableOptions, type PortablePlace } from "./place.ts";
import { branches, currentBranch, defaultBranch, remoteUrl, resolveCommit } from "./refs.ts";
import { foldersAbove, rulesOf } from "./rules.ts";
import { readStage, readWorkingTree } from "./worktree.ts";

const format = "sha1";

/**
 * The repository whose working tree holds `directory`, read without the program git: on a machine
 * that has none, or in a file system that lies in memory. Nothing is ever written to it.
 *
 * What would be read otherwise than Git reads it is refused, never guessed: `UNSUPPORTED` for a form
 * of repository (SHA-256, reftable, linked worktree, alternates, split and sparse index), `FILTER`
 * for a changed file whose stored bytes take a program.
 *
 * @throws Failure `NOT_A_REPOSITORY`, `BARE_REPOSITORY`, `UNSUPPORTED`, `GIT`, `IO`
 */
export async function openPortableRepository(
  fs: PortableFs,
  directory: string,
  options: PortableOptions = {},
): Promise<Repository> {
  const place = await portablePlace(fs, directory, options);
  const head = (): Promise<ObjectId | undefined> => resolveCommit(place, "HEAD");
  return {
    root: place.root,
    format,
    cacheDirectory: join(place.gitDirectory, "lineagectl"),
    head,
    branch: () => currentBranch(place),
    branches: () => branches(place),
    resolve: (revision) => resolveCommit(place, revision),
    commit: async (id) => (await readCommit(place, id)).info,
    mergeBase: (a, b) => mergeBase(place, a, b),
    defaultBranch: () => defaultBranch(place),
    remoteUrl: () => remoteUrl(place),
    isDirty: async () => isDirty(place, await head()),
    openCommit: (id) => openCommit(place, id),
    openWorkingTree: () => openWorkingTree(place),
    openIndex: () => openIndex(place),
    openEmpty: () => emptyTree(format),
    wouldTrack: (path) => isPortablyTrackable(fs, resolve(place.root, path)),
  };
}

async function openCommit(place: PortablePlace, id: ObjectId): Promise<ReadTree> {
  const { tree } = await readCommit(place, id);
  let listing: Promise<readonly TreeEntry[]> | undefined;
  const list = async (): Promise<readonly TreeEntry[]> => {
    listing ??= listTree(place, tree);
    return (await listing).toSorted((a, b) => byCodeUnit(a.path, b.path));
  };
  const read = readerOf(place, list);
  return { label: labelOf(id), tree, format, list, read };
}

async function openWorkingTree(place: PortablePlace): Promise<ReadTree> {
  const { entries, read } = await readWorkingTree(place, await readStage(place));
  return listed(place, { label: "working tree", entries, changed: read });
}

async function openIndex(place: PortablePlace): Promise<ReadTree> {
  const { entries } = await readStage(place);
  refuseUnmerged(entries.filter(({ stage }) => stage > 0).map(({ path }) => path));
  const held = entries.filter(({ intentToAdd }) => !intentToAdd);
  const plain = held.map(({ path, mode, blob }) => ({ path, mode, blob }));
  const sorted = plain.toSorted((a, b) => byCodeUnit(a.path, b.path));
  return listed(place, { label: "index", entries: sorted });
}

/** A tree that no object holds yet. */
function listed(place: PortablePlace, { label, entries, changed }: Listed): ReadTree {
  const list = (): Promise<readonly TreeEntry[]> => Promise.resolve(entries);
  return {
    label,
    tree: treeId(entries, format),
    format,
    list,
    read: readerOf(place, list, changed),
  };
}

interface Listed {
  readonly label: string;
  readonly entries: readonly TreeEntry[];
  readonly changed?: Changed;
}

/** The bytes of a blob that the repository does not hold. */
type Changed = (blob: ObjectId) => Promise<Uint8Array> | undefined;

/** A submodule's commit is no blob of this repository: it has no bytes. */
function readerOf(
  place: PortablePlace,
  list: ReadTree["list"],
  changed: Changed = () => undefined,
): ReadTree["read"] {
  return async (blobs, limit = Number.MAX_SAFE_INTEGER) => {
    const entries = new Map((await list()).map((entry) => [entry.blob, entry]));
    const read = blobs.map(async (blob) => {
      const entry = entries.get(blob);
      if (entry?.mode === "160000") return undefined;
      const bytes = await (changed(blob) ?? readBlob(place, blob, entry?.path));
      return bytes !== undefined && bytes.length <= limit ? bytes : undefined;
    });
    return Promise.all(read);
  };
}

async function isDirty(place: PortablePlace, head: ObjectId | undefined): Promise<boolean> {
  const stage = await readStage(place);
  if (stage.entries.some((entry) => entry.stage > 0)) return true;
  const committed =
    head === undefined ? emptyTree(format).tree : (await readCommit(place, head)).tree;
  const held = stage.entries.filter(({ intentToAdd }) => !intentToAdd);
  if (treeId(held, format) !== committed) return true;
  return treeId((await readWorkingTree(place, stage)).entries, format) !== committed;
}

/** Whether `git add` would take what lies at the absolute path. */
async function wouldTrack(place: PortablePlace, path: string): Promise<boolean> {
  const { root, gitDirectory } = place;
  if (!contains(root, path) || contains(gitDirectory, path)) return false;
  const way = relative(root, path).split(/[/\\]/u);
  if (way.some((step) => step.toLowerCase() === ".git")) return false;
  const { entries } = await readStage(place);
  const below = way.join("/");
  if (entries.some((entry) => entry.path === below)) return true;
  const rules = rulesOf(place, () => Promise.resolve(undefined));
  for (const folder of foldersAbove(below).slice(1)) {
    // oxlint-disable-next-line no-await-in-loop -- what lies in an ignored folder is ignored
    if (await rules.isIgnored(folder.slice(0, -1), true)) return false;
  }
  return !(await rules.isIgnored(below, false));
}

/**
 * Whether the repository that holds the path, if one does, would track it: for keys, where no
 * program git can be asked.
 *
 * @param path  absolute, with links resolved; it and its folders need not exist
 */
export async function isPortablyTrackable(fs: PortableFs, path: string): Promise<boolean> {
  const disk = diskOn(fs);
  let folder = dirname(path);
  // oxlint-disable-next-line no-await-in-loop -- each folder decides whether the next one is asked
  while ((await disk.target(folder))?.isDirectory() !== true && folder !== dirname(folder))
    folder = dirname(folder);
  try {
    return await wouldTrack(await portablePlace(fs, folder), path);
  } catch (error) {
    if (error instanceof Failure && outside.has(error.code)) return false;
    throw error;
  }
}

const outside: ReadonlySet<FailureCode> = new Set(["NOT_A_REPOSITORY", "BARE_REPOSITORY"]);
