import { realpath, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { isObjectId, type ObjectId } from "../base/digest.ts";
import { Failure, type FailureCode } from "../base/failure.ts";
import type { ReadTree, Repository } from "../base/ports.ts";
import { openCommit, readCommit } from "./commit.ts";
import { ambientProcess, contains, type Ambient } from "./environment.ts";
import { tryGit, type Git } from "./git.ts";
import { locate, type Place } from "./locate.ts";
import { branches, currentBranch, defaultBranch, isClean, mergeBase, remoteUrl } from "./refs.ts";
import { emptyTree, treeOf } from "./tree.ts";
import { changedPaths, storeIndex, storeWorkingTree } from "./worktree.ts";

/**
 * The repository whose working tree holds `directory`, read through native Git. Nothing is ever
 * written to it, and no network is used.
 *
 * @throws Failure `NOT_A_REPOSITORY`, `BARE_REPOSITORY`, or `GIT` where Git is missing or refuses.
 */
export async function openRepository(
  directory: string,
  ambient: Ambient = ambientProcess(),
): Promise<Repository> {
  const place = await locate(directory, ambient);
  const { git, root, format } = place;
  return {
    root,
    format,
    cacheDirectory: join(place.commonDirectory, "lineagectl"),
    head: () => resolveCommit(git, "HEAD"),
    branch: () => currentBranch(git),
    branches: () => branches(git),
    resolve: (revision) => resolveCommit(git, revision),
    commit: async (id) => (await readCommit(git, id)).info,
    mergeBase: (a, b) => mergeBase(git, a, b),
    defaultBranch: () => defaultBranch(git),
    remoteUrl: () => remoteUrl(git),
    isDirty: async () => !(await isClean(git)),
    openCommit: (id) => openCommit(git, id, format),
    openWorkingTree: () => openWorkingTree(place),
    openIndex: async () => {
      const stored = await storeIndex(place);
      return treeOf(stored.git, { label: "index", tree: stored.tree, format });
    },
    openEmpty: () => emptyTree(format),
    wouldTrack: (path) => isTrackable(path, ambient),
  };
}

async function resolveCommit(git: Git, revision: string): Promise<ObjectId | undefined> {
  // A leading dash would be an option to an older Git; no revision holds control characters.
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (revision === "" || /^-|[\0-\x1f]/u.test(revision)) return undefined;
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`];
  const { code, stdout } = await tryGit(git, args);
  const id = stdout.toString("latin1").trim();
  return code === 0 && isObjectId(id) ? id : undefined;
}

async function openWorkingTree(place: Place): Promise<ReadTree> {
  const { git, format } = place;
  const [changed, head] = await Promise.all([changedPaths(git), resolveCommit(git, "HEAD")]);
  const label = "working tree";
  if (changed.length === 0) {
    const tree = head === undefined ? emptyTree(format) : await openCommit(git, head, format);
    return { ...tree, label };
  }
  const stored = await storeWorkingTree(place, changed);
  return treeOf(stored.git, { label, tree: stored.tree, format });
}

/**
 * Whether the repository that holds the path, whichever it is, tracks it or would: a home directory
 * may be one as well.
 */
export async function isTrackable(
  path: string,
  ambient: Ambient = ambientProcess(),
): Promise<boolean> {
  const real = await realPath(resolve(ambient.directory, path));
  const place = await locate(await existing(dirname(real)), ambient).catch((error: unknown) => {
    if (error instanceof Failure && outside.has(error.code)) return undefined;
    throw error;
  });
  return place !== undefined && wouldTrack(place, real);
}

const outside: ReadonlySet<FailureCode> = new Set(["NOT_A_REPOSITORY", "BARE_REPOSITORY"]);

async function existing(folder: string): Promise<string> {
  const parent = dirname(folder);
  const facts = await stat(folder).catch(() => undefined);
  return facts?.isDirectory() === true || parent === folder ? folder : existing(parent);
}

/** Ignored paths and those of Git's own folder are the only ones in the root that stay out. */
async function wouldTrack(place: Place, real: string): Promise<boolean> {
  if (!contains(place.root, real)) return false;
  const steps = relative(place.root, real).split(/[/\\]/u);
  if (steps.some((step) => step.toLowerCase() === ".git")) return false;
  if (contains(place.gitDirectory, real) || contains(place.commonDirectory, real)) return false;
  // Exit 0 means ignored and not tracked. What Git refuses to judge, a path in a submodule say,
  // counts as tracked: this guards keys.
  const { code } = await tryGit(place.git, ["check-ignore", "--quiet", "--", real]);
  return code !== 0;
}

/** The path with symbolic links resolved, as far as it exists. */
export async function realPath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    if (parent === path) throw new Failure("PATH", `${path} cannot be resolved`);
    return join(await realPath(parent), basename(path));
  }
}
