import { randomBytes } from "node:crypto";
import * as promises from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pid } from "node:process";
import { Failure, messageOf } from "../base/failure.ts";
import { repoPath, type RepoPath } from "../base/path.ts";
import type { Files, Target } from "../base/ports.ts";
import { visible } from "../base/text.ts";
import { contains } from "./environment.ts";

/** What writing needs of the file system; an argument, so that tests can let it fail. */
export type FileSystem = Pick<
  typeof promises,
  "link" | "lstat" | "mkdir" | "open" | "readdir" | "readFile" | "realpath" | "rename" | "unlink"
>;

/** Where new bytes lie until they are whole: out of a working tree, whose every file counts. */
export interface Staging {
  /** Applies to files below this folder. */
  readonly root: string;
  /** On the same file system, if possible; where it cannot be used, the file's own folder is. */
  readonly folder: string;
}

const fileMode = 0o644;
const hour = 3_600_000;

/** Files of this machine. A killed process leaves the old state or the new one, never a part. */
export function filesOn(system: FileSystem = promises, staging?: Staging): Files {
  const stagingOf = (path: string): string | undefined =>
    staging && contains(staging.root, path) ? staging.folder : undefined;
  return {
    read: (path) => onDisk("read", path, () => readOptional(system, path)),
    create: (path, bytes, mode = fileMode) =>
      onDisk("write", path, () => create(system, { path, bytes, mode, staging: stagingOf(path) })),
    replace: (path, bytes) =>
      onDisk("write", path, () => replace(system, { path, bytes, staging: stagingOf(path) })),
    inside: (root, path) => onDisk("reach", path, () => inside(system, root, path)),
    target: (root, path) => onDisk("write", path, () => target(system, root, path)),
  };
}

interface Writing {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly mode: number;
  readonly staging: string | undefined;
}

async function create(system: FileSystem, file: Writing): Promise<void> {
  await withTemporary(system, file, async (temporary) => {
    try {
      await system.link(temporary, file.path);
    } catch (error) {
      if (codeOf(error) === "EEXIST") await requireEqual(system, file);
      else if (noLinks.has(codeOf(error))) await moveIfAbsent(system, temporary, file);
      else throw error;
    }
  });
}

/** For file systems without hard links: two creations at the same moment can race here. */
async function moveIfAbsent(system: FileSystem, temporary: string, file: Writing): Promise<void> {
  if (await exists(system, file.path)) await requireEqual(system, file);
  else await system.rename(temporary, file.path);
}

async function requireEqual(system: FileSystem, { path, bytes }: Writing): Promise<void> {
  const regular = (await system.lstat(path)).isFile();
  if (regular && (await system.readFile(path)).equals(bytes)) return;
  throw new Failure("CONFLICT", `${visible(path)} exists with other content`);
}

async function replace(system: FileSystem, file: Omit<Writing, "mode">): Promise<void> {
  const before = await absentAsUndefined(system.lstat(file.path));
  const mode = before?.isFile() === true ? before.mode & 0o777 : fileMode;
  await withTemporary(system, { ...file, mode }, (temporary) =>
    system.rename(temporary, file.path),
  );
}

/** Writes the bytes elsewhere, lets `publish` put them in their place, makes both durable. */
async function withTemporary(
  system: FileSystem,
  file: Writing,
  publish: (temporary: string) => Promise<void>,
): Promise<void> {
  const folder = dirname(file.path);
  const created = await system.mkdir(folder, { recursive: true });
  await publishFrom(system, { ...file, staging: file.staging ?? folder }, publish).catch(
    async (error: unknown) => {
      if (file.staging === undefined || !noStaging.has(codeOf(error))) throw error;
      await publishFrom(system, { ...file, staging: folder }, publish);
    },
  );
  await syncFolders(system, folder, created);
}

async function publishFrom(
  system: FileSystem,
  file: Writing & { readonly staging: string },
  publish: (temporary: string) => Promise<void>,
): Promise<void> {
  await system.mkdir(file.staging, { recursive: true });
  await sweep(system, file.staging);
  const name = `.lineagectl-${pid}-${randomBytes(8).toString("hex")}.tmp`;
  const temporary = join(file.staging, name);
  try {
    await writeDurably(system, { ...file, path: temporary });
    await publish(temporary);
  } finally {
    // What cannot be removed now is swept an hour later.
    await system.unlink(temporary).catch(() => undefined);
  }
}

async function writeDurably(system: FileSystem, { path, bytes, mode }: Writing): Promise<void> {
  const handle = await system.open(path, "wx", mode);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Removes what processes left that were killed while writing. */
async function sweep(system: FileSystem, folder: string): Promise<void> {
  const names = await system.readdir(folder);
  const left = names.filter((name) => /^\.lineagectl-.*\.tmp$/u.test(name));
  const old = async (path: string): Promise<void> => {
    const { mtimeMs } = await system.lstat(path);
    if (Date.now() - mtimeMs > hour) await system.unlink(path);
  };
  await Promise.allSettled(left.map((name) => old(join(folder, name))));
}

/** A new name is durable only once its folder is, and a new folder once its parent is. */
async function syncFolders(
  system: FileSystem,
  folder: string,
  firstCreated: string | undefined,
): Promise<void> {
  const top = firstCreated === undefined ? folder : dirname(firstCreated);
  for (let at = folder; ; at = dirname(at)) {
    // Ordered on purpose, the innermost first.
    // oxlint-disable-next-line no-await-in-loop
    await syncFolder(system, at);
    if (at === top || at === dirname(at)) return;
  }
}

async function syncFolder(system: FileSystem, folder: string): Promise<void> {
  try {
    const handle = await system.open(folder, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    // Windows and some network file systems cannot sync a folder.
    if (!noFolderSync.has(codeOf(error))) throw error;
  }
}

async function readOptional(system: FileSystem, path: string): Promise<Uint8Array | undefined> {
  return absentAsUndefined(system.readFile(path));
}

async function exists(system: FileSystem, path: string): Promise<boolean> {
  return (await absentAsUndefined(system.lstat(path))) !== undefined;
}

async function inside(system: FileSystem, root: string, path: RepoPath): Promise<string> {
  const steps = path.split("/");
  if (steps.some((step) => step.toLowerCase() === ".git")) {
    throw new Failure("PATH", `${visible(path)} lies in Git's own directory`);
  }
  let at = root;
  for (const step of steps) {
    at = join(at, step);
    // Each step decides whether there is a next one.
    // oxlint-disable-next-line no-await-in-loop
    const facts = await absentAsUndefined(system.lstat(at));
    if (facts === undefined) break;
    if (facts.isSymbolicLink()) throw linked(path, at);
  }
  return join(root, ...steps);
}

async function target(system: FileSystem, root: string, path: string): Promise<Target> {
  const steps = await stepsBelow(system, root, path);
  const within = steps === undefined ? undefined : repoPath(steps.join("/"));
  if (steps !== undefined && within === undefined) throw noFile(path);
  if (within !== undefined) await inside(system, root, within);
  const facts = await absentAsUndefined(system.lstat(path));
  if (facts !== undefined && !facts.isFile()) throw noFile(path);
  return { path, within };
}

/** The names from the root down to the path; undefined where no folder above it is the root. */
async function stepsBelow(
  system: FileSystem,
  root: string,
  path: string,
): Promise<readonly string[] | undefined> {
  const steps: string[] = [];
  for (let at = path; ; at = dirname(at)) {
    // Each folder decides whether to go on.
    // oxlint-disable-next-line no-await-in-loop
    if ((await absentAsUndefined(system.realpath(at))) === root) return steps;
    if (at === dirname(at)) return undefined;
    steps.unshift(basename(at));
  }
}

function noFile(path: string): Failure {
  const help = "name a regular file, or one that does not exist yet";
  return new Failure("PATH", `${visible(path)} is no file that can be replaced`, help);
}

function linked(path: RepoPath, at: string): Failure {
  const help = "replace the link by a folder or file of its own";
  return new Failure("PATH", `${visible(path)} crosses the symbolic link ${visible(at)}`, help);
}

async function absentAsUndefined<T>(result: Promise<T>): Promise<T | undefined> {
  try {
    return await result;
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}

/** Another file system, or a folder that nobody may write to: the file's own folder will do. */
const noStaging = new Set(["EXDEV", "EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST", "ENOENT"]);
const noLinks = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);
const noFolderSync = new Set(["EPERM", "EISDIR", "EINVAL", "EACCES", "ENOTSUP"]);

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission is denied",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file is larger than this system allows",
  EISDIR: "a directory is in its place",
  ENAMETOOLONG: "the name is too long for this file system",
  ENOSPC: "no space is left on the device",
  ENOTDIR: "a file is where a directory is needed",
  EPERM: "the operation is not permitted",
  EROFS: "the file system is read-only",
};

/** Runs one operation; its system errors become `IO` failures that say what and why. */
async function onDisk<T>(verb: string, path: string, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    if (error instanceof Failure) throw error;
    const reason = reasons[codeOf(error)] ?? visible(messageOf(error));
    throw new Failure("IO", `cannot ${verb} ${visible(path)}: ${reason}`);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
