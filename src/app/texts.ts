import type { RepoPath } from "../base/path.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Place } from "../diagnostic/place.ts";
import { textOf } from "../source/text.ts";
import { fileBytesMax } from "../workspace/readings.ts";
import type { TreeSnapshot } from "../workspace/snapshot.ts";
import type { ReadTree } from "../base/ports.ts";

/** A tree with its list of files at hand. */
export type OpenTree = Pick<TreeSnapshot, "entries"> & { readonly tree: ReadTree };

/**
 * The texts that places point into, for reports that show lines. A file is taken from the first
 * tree that has it.
 */
export async function textsFor(
  places: Iterable<Place>,
  trees: readonly OpenTree[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = new Set<RepoPath>(
    [...places].filter((place) => place.in !== "file").map(({ path }) => path),
  );
  const texts = new Map<string, string>();
  for (const { tree, entries } of trees) {
    const found = entries.filter(({ path, mode }) => wanted.delete(path) && mode !== "160000");
    // oxlint-disable-next-line no-await-in-loop -- the second tree is asked only for what the first lacks
    const contents = await tree.read(
      found.map(({ blob }) => blob),
      fileBytesMax,
    );
    found.forEach(({ path }, index) => {
      const bytes = contents[index];
      if (bytes !== undefined) texts.set(path, textOf(bytes));
    });
  }
  return texts;
}

/** Every place that a diagnostic shows. */
export function placesOf({ place, related, flow }: Diagnostic): readonly Place[] {
  return [place, ...related.map((item) => item.place), ...flow.map((item) => item.place)];
}
