import { branded, type Brand } from "./brand.ts";

/** A path of a Git tree: relative to its root, with `/`, never climbing, never empty. */
export type RepoPath = Brand<string, "RepoPath">;

/**
 * The path, when it is one that a Git tree can hold; undefined for absolute, climbing, empty or
 * NUL-bearing text. Backslashes are ordinary characters, as they are for Git.
 */
export function repoPath(text: string): RepoPath | undefined {
  // A step that is empty, "." or "..": as one pattern, since large trees ask for each of their paths.
  const climbs = /(?:^|\/)\.{0,2}(?:\/|$)/u.test(text);
  return climbs || text.includes("\0") ? undefined : branded(text);
}

/** A directory of the tree as text without trailing `/` (`""` is the root); undefined if it climbs out. */
export function directoryOf(text: string): string | undefined {
  const parts = text.split("/").filter((part) => part !== "" && part !== ".");
  if (text.startsWith("/") || parts.includes("..") || text.includes("\0")) return undefined;
  return parts.join("/");
}

/** Whether the path lies below the directory, at any depth (`""` is the root). */
export function isBelow(path: RepoPath, directory: string): boolean {
  return directory === "" || path.startsWith(`${directory}/`);
}

/** The directory that holds the path; `""` for a path at the root. */
export function parentOf(path: RepoPath): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
