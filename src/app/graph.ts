import { Failure } from "../base/failure.ts";
import { nearest } from "../base/text.ts";
import { viewOf } from "../lineage/view.ts";
import type { GraphView } from "../model/graph-view.ts";
import { nameOf, type AssetId } from "../model/ids.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { ReadState } from "./snapshots.ts";

export interface GraphOptions {
  /** An id, a `namespace/name`, a key or a bare name. */
  readonly asset?: string | undefined;
  readonly depth?: string | undefined;
}

/**
 * The graph of a tree, or of what lies around one asset.
 *
 * @throws Failure USAGE for a depth that is none, or one without an asset
 */
export function graphView(
  { snapshot }: Pick<ReadState, "snapshot">,
  { asset, depth }: GraphOptions,
): GraphView {
  const steps = depth === undefined ? undefined : depthOf(depth);
  if (asset === undefined && steps !== undefined) {
    throw new Failure(
      "USAGE",
      "--depth needs an asset to count from",
      "lineagectl graph ASSET --depth 2",
    );
  }
  if (asset === undefined) return viewOf(snapshot);
  return viewOf(snapshot, {
    focus: assetNamed(snapshot, asset),
    ...(steps !== undefined && { depth: steps }),
  });
}

/**
 * The asset that a person means.
 *
 * @throws Failure ASSET_UNKNOWN with what is near, or with all that fit
 */
function assetNamed({ assets }: Pick<Snapshot, "assets">, text: string): AssetId {
  const tests: readonly ((asset: Snapshot["assets"][number]) => boolean)[] = [
    ({ id }) => id === text,
    ({ keys }) => keys.some((key) => key === text),
    ({ id }) => nameOf(id) === text,
    ({ name, id }) => name === text || nameOf(id).endsWith(`/${text}`),
  ];
  for (const test of tests) {
    const found = assets.filter(test);
    const [only, other] = found;
    if (only !== undefined && other === undefined) return only.id;
    if (only !== undefined) {
      throw new Failure(
        "ASSET_UNKNOWN",
        `${text} names ${found.length} assets`,
        found
          .slice(0, 8)
          .map(({ id }) => id)
          .join(", "),
      );
    }
  }
  const near = nearest(
    text,
    assets.flatMap(({ id, name }) => [id, nameOf(id), name]),
  );
  throw new Failure(
    "ASSET_UNKNOWN",
    `there is no asset ${text}`,
    near === undefined ? "lineagectl graph lists them" : `did you mean ${near}?`,
  );
}

function depthOf(text: string): number {
  if (/^[1-9]\d{0,5}$/u.test(text)) return Number(text);
  throw new Failure("USAGE", `--depth ${text} is no number of steps`, "1 or more");
}
