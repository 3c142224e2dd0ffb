import { byCodeUnit } from "../base/compare.ts";
import { grouped } from "../base/group.ts";
import { isBelow, parentOf, type RepoPath } from "../base/path.ts";
import { nearest } from "../base/text.ts";
import type { Claim, DeploysAssertion } from "../model/claim.ts";
import type { Key } from "../model/ids.ts";
import type { AssetKind } from "../model/kinds.ts";
import { matchesDirectoryGlob } from "./argocd-glob.ts";

/** An object that a file declares. */
export interface DeclaredObject {
  readonly key: Key;
  readonly kind: AssetKind;
  readonly path: RepoPath;
}

/** What lies where in the tree. */
export interface Layout {
  hasDirectory(directory: string): boolean;
  hasFile(path: string): boolean;
  /** Directories that may be meant by one that does not exist. */
  nearestTo(directory: string): string | undefined;
  /** Objects in files of the directory, or below it, sorted by path and key. */
  objectsIn(directory: string, depth: "here" | "below"): readonly DeclaredObject[];
}

/** Kinds that Argo CD puts into a cluster. */
const deployable: ReadonlySet<AssetKind> = new Set([
  "workload",
  "service",
  "app",
  "job",
  "dataset",
  "ml_model",
]);

/** Directories compared for did-you-mean. */
const candidatesMax = 5_000;

/** The layout of a tree with what Kubernetes and Argo CD files in it declare. */
export function layoutOf(
  claims: readonly Claim[],
  entries: readonly { readonly path: RepoPath }[],
): Layout {
  const files = new Set<string>(entries.map(({ path }) => path));
  const directories = new Set([""]);
  for (const { path } of entries) {
    for (let at = parentOf(path); at !== "" && !directories.has(at);) {
      directories.add(at);
      at = at.slice(0, Math.max(0, at.lastIndexOf("/")));
    }
  }
  const objects = objectsOf(claims);
  const byDirectory = grouped(objects, ({ path }) => parentOf(path));
  return {
    hasDirectory: (directory) => directories.has(directory),
    hasFile: (path) => files.has(path),
    nearestTo: (directory) => nearestDirectory(directory, [...directories].toSorted(byCodeUnit)),
    objectsIn: (directory, depth) => {
      if (depth === "here" || directory === "") {
        return depth === "here" ? (byDirectory.get(directory) ?? []) : objects;
      }
      const first = firstFrom(objects, `${directory}/`);
      const end = firstFrom(objects, `${directory}0`); // "0" follows "/" in code unit order
      return objects.slice(first, end).filter(({ path }) => isBelow(path, directory));
    },
  };
}

function objectsOf(claims: readonly Claim[]): readonly DeclaredObject[] {
  const objects = claims.flatMap(({ subject, says, place, tool }): DeclaredObject[] =>
    says.is === "exists" && tool !== "own" && deployable.has(says.kind)
      ? [{ key: subject, kind: says.kind, path: place.path }]
      : [],
  );
  const distinct = grouped(objects, ({ key, path }) => `${path}\0${key}`);
  return [...distinct]
    .toSorted(([a], [b]) => byCodeUnit(a, b))
    .flatMap(([, [object]]) => object ?? []);
}

/** Index of the first object whose path is not before the text. */
function firstFrom(objects: readonly DeclaredObject[], text: string): number {
  let low = 0;
  let high = objects.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byCodeUnit(objects[middle]?.path ?? "", text) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A directory that was moved keeps its name; else one that is spelled alike. */
function nearestDirectory(directory: string, directories: readonly string[]): string | undefined {
  const name = directory.slice(directory.lastIndexOf("/") + 1);
  const moved = directories.filter((one) => one === name || one.endsWith(`/${name}`));
  if (moved.length === 1) return moved[0];
  return nearest(directory, directories.slice(0, candidatesMax));
}

/** Whether Argo CD would apply the file, by its path below the directory. */
export function isApplied(
  path: RepoPath,
  directory: string,
  { include, exclude }: Pick<DeploysAssertion, "include" | "exclude">,
): boolean {
  const below = directory === "" ? path : path.slice(directory.length + 1);
  if (!/\.(?:ya?ml|json)$/u.test(below)) return false;
  if (exclude !== undefined && matchesDirectoryGlob(below, exclude)) return false;
  return include === undefined || matchesDirectoryGlob(below, include);
}
