import { Failure } from "../base/failure.ts";
import { nearest } from "../base/text.ts";
import type { FileFacts } from "../model/file-facts.ts";
import { chooseHead } from "../workspace/base.ts";
import { readConfig } from "../workspace/config.ts";
import { fileFacts } from "../workspace/file-facts.ts";
import { cacheFingerprint, loadKnown } from "../workspace/known.ts";
import { snapshotOf } from "../workspace/snapshot.ts";
import type { Host } from "./host.ts";
import type { ReviewOptions } from "./review.ts";
import type { ReadState } from "./snapshots.ts";

/** What every file of the head gave to the graph, or why it gave nothing. */
export interface ExplainedFiles {
  readonly state: ReadState;
  readonly files: readonly FileFacts[];
}

export async function explainFiles(
  host: Pick<Host, "repository" | "cache" | "tool">,
  options: ReviewOptions,
): Promise<ExplainedFiles> {
  const { tree } = await chooseHead(host.repository, options);
  const settings = await readConfig(tree);
  const known =
    host.cache === undefined
      ? new Map()
      : (await loadKnown(host.cache, cacheFingerprint(host.tool.sha256))).readings;
  const made = await snapshotOf(tree, settings, known);
  const { snapshot, entries } = made;
  return {
    state: { snapshot, entries, tree, settings },
    files: await fileFacts(tree, made, settings.config.scan),
  };
}

/**
 * The paths, once each names a file or a folder of one of the trees.
 *
 * @throws Failure USAGE with what is near, for one that names nothing: a misspelt path would pass
 */
export function knownPaths(
  paths: readonly string[],
  trees: readonly Pick<ReadState, "entries">[],
): readonly string[] {
  const files = trees.flatMap(({ entries }) => entries.map(({ path }) => path));
  for (const path of paths) {
    if (path === "" || files.some((file) => file === path || file.startsWith(`${path}/`))) continue;
    const near = nearest(path, [...new Set(files.flatMap(withFolders))]);
    const help =
      near === undefined ? "paths are files and folders that Git knows" : `did you mean ${near}?`;
    throw new Failure("USAGE", `there is no file ${path} in the tree`, help);
  }
  return paths;
}

function withFolders(path: string): readonly string[] {
  const parts = path.split("/");
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
