import { by } from "../base/compare.ts";
import { codeownersPaths } from "../expand/codeowners.ts";
import { grouped } from "../base/group.ts";
import type { RepoPath } from "../base/path.ts";
import type { Suggestion, Suggestions } from "../model/suggestion.ts";
import { textOf } from "../source/text.ts";
import { fileBytesMax } from "../workspace/readings.ts";
import type { ReadState } from "./snapshots.ts";
import { declaredIn } from "./suggest-edits.ts";
import { proposedOwners } from "./suggest-owners.ts";
import { proposedUses } from "./suggest-uses.ts";

/**
 * Declarations that evidence in the tree speaks for: owners by CODEOWNERS where an asset declares
 * none, and what workloads read and write by storage URIs in their arguments and environment. Nothing
 * is written; each change leaves everything else in its file as it is.
 */
export async function suggest(state: ReadState): Promise<Suggestions> {
  const texts = await textsOf(state);
  const proposals = [
    ...proposedOwners(state.snapshot, texts),
    ...proposedUses(state.snapshot, texts),
  ].toSorted(inOrder);
  const files = [...grouped(proposals, ({ path }) => path)].map(([path, group]) =>
    declaredIn(path, texts.get(path) ?? "", group),
  );
  return {
    suggestions: files.flatMap(({ suggestions }) => suggestions).toSorted(inOrder),
    changes: files
      .flatMap(({ change }) => (change === undefined ? [] : [change]))
      .toSorted(by(({ path }) => path)),
  };
}

const inOrder = by<Suggestion>(
  ({ asset }) => asset,
  ({ what }) => what,
  ({ value }) => value,
);

/** The files that declare assets, and those that name code owners. */
async function textsOf({
  snapshot,
  tree,
  entries,
}: ReadState): Promise<ReadonlyMap<RepoPath, string>> {
  const declaring = new Set(
    snapshot.assets.flatMap(({ places }) => places.map(({ path }) => path)),
  );
  const wanted = entries.filter(
    ({ path, mode }) =>
      mode.startsWith("100") && (declaring.has(path) || codeownersPaths.includes(path)),
  );
  const contents = await tree.read(
    wanted.map(({ blob }) => blob),
    fileBytesMax,
  );
  return new Map(
    wanted.flatMap(({ path }, index): [RepoPath, string][] => {
      const bytes = contents[index];
      return bytes === undefined ? [] : [[path, textOf(bytes)]];
    }),
  );
}
