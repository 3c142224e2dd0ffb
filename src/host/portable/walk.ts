import { join } from "node:path";
import type { RepoPath } from "../../base/path.ts";
import { Failure } from "../../base/failure.ts";
import { visible } from "../../base/text.ts";
import { pathText, treePath } from "../tree.ts";
import type { FileFacts } from "./disk.ts";
import { unsupported, type PortablePlace } from "./place.ts";
import type { TreeRules } from "./rules.ts";
import { foldersAbove } from "./rules.ts";

/** A file, a link or a repository of its own that `git add -A` would look at. */
export interface Found {
  readonly path: RepoPath;
  readonly kind: "file" | "link" | "repository" | "empty repository";
  readonly facts: FileFacts;
}

/** What the index says of paths. */
export interface Tracked {
  readonly has: (path: string) => boolean;
  /** Whether it is the commit of a submodule. */
  readonly isSubmodule: (path: string) => boolean;
  /** Whether some file below the folder (`a/b/`) is tracked. */
  readonly hasBelow: (folder: string) => boolean;
}

/** Paths of an index, and the folders that they lie in. */
export function trackedOf(
  entries: readonly { readonly path: RepoPath; readonly mode: string }[],
): Tracked {
  const modes = new Map<string, string>(entries.map(({ path, mode }) => [path, mode]));
  const folders = new Set(entries.flatMap(({ path }) => foldersAbove(path)));
  return {
    has: (path) => modes.has(path),
    isSubmodule: (path) => modes.get(path) === "160000",
    hasBelow: (folder) => folders.has(folder),
  };
}

/** Everything in the working tree that is tracked or not ignored, in no order. */
export async function walk(
  place: PortablePlace,
  rules: TreeRules,
  tracked: Tracked,
): Promise<readonly Found[]> {
  const folder = async (below: string, isIgnored: boolean): Promise<readonly Found[]> => {
    const names = await place.disk.names(join(place.root, below));
    const paths = names.map((name) => pathText(Buffer.concat([Buffer.from(below), name])));
    const found = paths
      .filter((path) => path !== `${below}.git`)
      .map((path) => entry(path, isIgnored));
    return (await Promise.all(found)).flat();
  };
  const entry = async (path: string, isIgnored: boolean): Promise<readonly Found[]> => {
    const facts = await place.disk.facts(join(place.root, path));
    if (facts === undefined) return [];
    const isFolder = facts.isDirectory();
    const ignored = isIgnored || (await rules.isIgnored(path, isFolder));
    if (!isFolder) return ignored && !tracked.has(path) ? [] : fileOf(path, facts, tracked);
    if (await isRepository(place, path)) return repositoryOf(path, facts, { tracked, ignored });
    if (tracked.isSubmodule(path))
      return [{ path: treePath(path), kind: "empty repository", facts }];
    return ignored && !tracked.hasBelow(`${path}/`) ? [] : folder(`${path}/`, ignored);
  };
  return folder("", false);
}

function fileOf(path: string, facts: FileFacts, tracked: Tracked): readonly Found[] {
  const kind = facts.isSymbolicLink() ? "link" : "file";
  if (kind === "link" || facts.isFile()) return [{ path: treePath(path), kind, facts }];
  // Git passes by sockets and pipes, unless they took the place of a file.
  if (!tracked.has(path)) return [];
  throw new Failure("IO", `${visible(path)} is neither a file nor a link`);
}

async function isRepository({ disk, root }: PortablePlace, path: string): Promise<boolean> {
  return (await disk.target(join(root, path, ".git"))) !== undefined;
}

function repositoryOf(
  path: string,
  facts: FileFacts,
  { tracked, ignored }: { readonly tracked: Tracked; readonly ignored: boolean },
): readonly Found[] {
  if (tracked.hasBelow(`${path}/`))
    throw unsupported(`a repository in the place of the folder ${visible(path)}`);
  if (ignored && !tracked.has(path)) return [];
  return [{ path: treePath(path), kind: "repository", facts }];
}
