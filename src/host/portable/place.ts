import { dirname, join, resolve } from "node:path";
import type * as isomorphicGit from "isomorphic-git";
import { Failure } from "../../base/failure.ts";
import { visible } from "../../base/text.ts";
import { diskOn, type Disk, type FileFacts, type PortableFs } from "./disk.ts";

type IsomorphicGit = typeof isomorphicGit.default;

/** A repository that can be read without the program git, and with what to read it. */
export interface PortablePlace {
  readonly fs: PortableFs;
  readonly disk: Disk;
  readonly git: IsomorphicGit;
  /** Of isomorphic-git: indexes of packs that were read. */
  readonly cache: object;
  readonly root: string;
  readonly gitDirectory: string;
  /** A setting of the repository's own configuration, as text. */
  config(name: string): Promise<string | undefined>;
  readonly userFiles: readonly string[];
  readonly isPartial: boolean;
  /** Commits at which the history of a shallow clone ends. */
  readonly cut: ReadonlySet<string>;
}

export interface PortableOptions {
  /**
   * Where settings of the user and of the machine may lie: files of configuration, and files named
   * `ignore` or `attributes`. A working tree to which they matter is refused.
   */
  readonly userFiles?: readonly string[];
}

/**
 * Finds the repository that holds the directory.
 *
 * @throws Failure `NOT_A_REPOSITORY`, `BARE_REPOSITORY`; `UNSUPPORTED` for a form of repository that
 *   would be read wrongly
 */
export async function portablePlace(
  fs: PortableFs,
  directory: string,
  { userFiles = [] }: PortableOptions = {},
): Promise<PortablePlace> {
  const disk = diskOn(fs);
  const asked = resolve(directory);
  const root = await rootAbove(disk, asked);
  const gitDirectory = await gitDirectoryOf(disk, root);
  const { default: git } = await import("isomorphic-git");
  const get = async (from: PortableFs, name: string): Promise<string | undefined> => {
    const value: unknown = await git.getConfig({ fs: from, gitdir: gitDirectory, path: name });
    // Of a few settings isomorphic-git makes booleans and numbers.
    if (typeof value === "boolean" || typeof value === "number") return value.toString();
    return typeof value === "string" ? value : undefined;
  };
  const hasOwn = (await get(fs, "extensions.worktreeconfig")) === "true";
  const config = async (name: string): Promise<string | undefined> =>
    (hasOwn ? await get(worktreeConfigOf(fs, gitDirectory), name) : undefined) ?? get(fs, name);
  const place = { fs, disk, git, cache: {}, root, gitDirectory, config };
  await refuseForms(place);
  const shallow = (await disk.text(join(gitDirectory, "shallow"))) ?? "";
  return {
    ...place,
    userFiles,
    isPartial: await isPartial(place),
    cut: new Set(shallow.match(/^[0-9a-f]{40}$/gmu)),
  };
}

/** The same files with `config.worktree` in the place of `config`, the only one that isomorphic-git reads. */
function worktreeConfigOf(fs: PortableFs, gitDirectory: string): PortableFs {
  const shared = resolve(gitDirectory, "config");
  const { promises } = fs;
  const readFile: PortableFs["promises"]["readFile"] = async (path, ...rest) =>
    promises.readFile(resolve(path) === shared ? `${shared}.worktree` : path, ...rest);
  const stat: PortableFs["promises"]["stat"] = (path) => promises.stat(path);
  const others = { readdir: refused, lstat: refused, readlink: refused, symlink: refused };
  const writes = { writeFile: refused, unlink: refused, mkdir: refused, rmdir: refused };
  return { promises: { readFile, stat, ...others, ...writes } };
}

function refused(): Promise<never> {
  return Promise.reject(new Error("only settings are read"));
}

async function rootAbove(disk: Disk, asked: string): Promise<string> {
  if ((await disk.target(asked))?.isDirectory() !== true)
    throw new Failure("NOT_A_REPOSITORY", `there is no directory ${visible(asked)}`);
  for (let at = asked; ; at = dirname(at)) {
    // Each folder decides whether the next one is asked.
    // oxlint-disable-next-line no-await-in-loop
    if ((await disk.target(join(at, ".git"))) !== undefined) return at;
    // oxlint-disable-next-line no-await-in-loop
    if (await isGitDirectory(disk, at)) {
      const message = `${visible(asked)} lies in a Git directory without a working tree`;
      throw new Failure("BARE_REPOSITORY", message, "name the folder that holds the files");
    }
    if (at === dirname(at)) break;
  }
  throw new Failure(
    "NOT_A_REPOSITORY",
    `${visible(asked)} is not in a Git repository`,
    "name another directory with -C",
  );
}

async function isGitDirectory(disk: Disk, folder: string): Promise<boolean> {
  const parts = ["HEAD", "objects", "refs"].map((name) => disk.target(join(folder, name)));
  return (await Promise.all(parts)).every((facts: FileFacts | undefined) => facts !== undefined);
}

/** `.git` itself, or where a file of that name points. */
export async function gitDirectoryOf(disk: Disk, root: string): Promise<string> {
  const path = join(root, ".git");
  if ((await disk.target(path))?.isDirectory() === true) return path;
  const [, named] = /^gitdir: (.+?)\r?\n?$/u.exec((await disk.text(path)) ?? "") ?? [];
  if (named !== undefined) return resolve(root, named);
  throw new Failure("GIT", `${visible(path)} names no Git directory`);
}

type Found = Omit<PortablePlace, "isPartial" | "cut" | "userFiles">;

async function refuseForms(place: Found): Promise<void> {
  const { disk, gitDirectory, root } = place;
  if ((await place.config("core.bare")) === "true")
    throw new Failure("BARE_REPOSITORY", `${visible(root)} has no working tree`);
  const has = async (path: string): Promise<boolean> =>
    ((await disk.text(join(gitDirectory, path))) ?? "").trim() !== "";
  if (await has("commondir")) throw unsupported("a linked worktree");
  if (await has("objects/info/alternates"))
    throw unsupported("a repository whose objects another one holds");
  const worktree = await place.config("core.worktree");
  if (worktree !== undefined && resolve(gitDirectory, worktree) !== root)
    throw unsupported("a repository whose core.worktree leads elsewhere");
  const text = (await disk.text(join(gitDirectory, "config"))) ?? "";
  const unknown = extensionsIn(text).find((name) => !extensions.has(name));
  if (unknown !== undefined)
    throw unsupported(`a repository with the extension ${visible(unknown)}`);
}

/** Extensions that change nothing about how files and refs are read here. */
const extensions: ReadonlySet<string> = new Set([
  "noop",
  "partialclone",
  "preciousobjects",
  "worktreeconfig",
]);

/** Names in the section `extensions`, in lower case. */
function extensionsIn(config: string): readonly string[] {
  const sections = config.split(/^[ \t]*(?=\[)/mu);
  const bodies = sections.flatMap(
    (section) => /^\[\s*extensions\s*\]([^]*)$/iu.exec(section)?.[1] ?? [],
  );
  return bodies.flatMap((body) =>
    [...body.matchAll(/^[ \t]*([a-z][a-z0-9-]*)/gimu)].map(([, name = ""]) => name.toLowerCase()),
  );
}

async function isPartial({ config, git, fs, gitDirectory }: Found): Promise<boolean> {
  if ((await config("extensions.partialclone")) !== undefined) return true;
  const remotes = await git.listRemotes({ fs, gitdir: gitDirectory });
  const promisors = remotes.map(({ remote }) => config(`remote.${remote}.promisor`));
  return (await Promise.all(promisors)).includes("true");
}

/** The failure of meeting what only the program git can read rightly. */
export function unsupported(what: string): Failure {
  return new Failure(
    "UNSUPPORTED",
    `${what} cannot be read without the program git`,
    "install Git 2.31 or newer and put it on the PATH",
  );
}
