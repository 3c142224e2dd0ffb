import { once } from "../base/once.ts";
import { neighboursOf, type Neighbours } from "../lineage/neighbours.ts";
import { carriedTags, type CarriedTag as LineageTag } from "../lineage/tags.ts";
import { graphOf, reachable } from "../model/graph.ts";
import type { AssetId } from "../model/ids.ts";
import { dataEdges } from "../model/kinds.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { CarriedTag, Hop, LineageView, Spot } from "../policy/view.ts";

/**
 * What policies may ask of a snapshot's lineage. Tags are carried only if a rule asks for them;
 * aggregation over declared groups of at least `smallestGroup` persons ends personal data.
 */
export function lineageViewOf(snapshot: Snapshot, smallestGroup?: number): LineageView {
  const lineage = once(() => neighboursIn(snapshot));
  const tags = once(() =>
    carriedTags(snapshot, smallestGroup === undefined ? {} : { smallestGroup }),
  );
  return {
    upstream: (asset) => lineage().upstream(asset),
    downstream: (asset) => lineage().downstream(asset),
    ancestors: (asset) => lineage().ancestors(asset),
    descendants: (asset) => lineage().descendants(asset),
    carried: (asset) =>
      tags()
        .of(asset)
        // One that the asset itself declares did not arrive.
        .flatMap((tag) => (tag.distance === 0 ? [] : [arrived(tag)])),
    unresolved: (asset) => lineage().incomplete.has(asset),
  };
}

interface Lineage extends Neighbours {
  /** Assets into which, or into an ancestor of which, some reference leads nowhere. */
  readonly incomplete: ReadonlySet<AssetId>;
}

function neighboursIn(snapshot: Snapshot): Lineage {
  const graph = graphOf(snapshot);
  const open = openAssets(snapshot);
  const incomplete = new Set([...open, ...reachable(graph, open, { direction: "down" })]);
  return { ...neighboursOf(graph), incomplete };
}

/** Assets with a reference along which data would run and which leads nowhere. */
function openAssets({ assets }: Snapshot): readonly AssetId[] {
  return assets
    .filter(({ unresolved }) => unresolved.some(({ edge }) => dataEdges.has(edge)))
    .map(({ id }) => id);
}

/** A tag with its way from elsewhere, which is walked when somebody asks for it. */
function arrived(held: LineageTag): CarriedTag {
  const { tag, column, origin, certain, masked } = held;
  const way = once(() => hopsOf(held));
  return {
    tag,
    ...(column !== undefined && { column }),
    origin,
    certain,
    masked,
    get path() {
      return way();
    },
  };
}

function hopsOf({ origin, path }: LineageTag): readonly Hop[] {
  let from: Spot = origin;
  return path.slice(1).map((to): Hop => {
    const hop = { from, to, place: to.place };
    from = to;
    return hop;
  });
}
