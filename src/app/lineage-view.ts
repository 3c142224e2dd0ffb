import { neighboursOf } from "../lineage/neighbours.ts";
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
  const graph = graphOf(snapshot);
  const open = openAssets(snapshot);
  const leading = new Set([...open, ...reachable(graph, open, { direction: "down" })]);
  let tags: ReturnType<typeof carriedTags> | undefined;
  return {
    ...neighboursOf(graph),
    carried: (asset) => {
      tags ??= carriedTags(snapshot, smallestGroup === undefined ? {} : { smallestGroup });
      return tags.of(asset).flatMap((tag) => arrived(tag));
    },
    unresolved: (asset) => leading.has(asset),
  };
}

/** Assets with a reference along which data would run and which leads nowhere. */
function openAssets({ assets }: Snapshot): readonly AssetId[] {
  return assets
    .filter(({ unresolved }) => unresolved.some(({ edge }) => dataEdges.has(edge)))
    .map(({ id }) => id);
}

/** A tag with its way from elsewhere; one that the asset itself declares did not arrive. */
function arrived({ tag, column, certain, masked, path }: LineageTag): readonly CarriedTag[] {
  const [origin, ...rest] = path;
  if (origin === undefined || rest.length === 0) return [];
  let from = spotOf(origin);
  const hops = rest.map((hop): Hop => {
    const step = { from, to: spotOf(hop), place: hop.place };
    from = step.to;
    return step;
  });
  return [
    {
      tag,
      ...(column !== undefined && { column }),
      origin: spotOf(origin),
      certain,
      masked,
      path: hops,
    },
  ];
}

function spotOf({ asset, column }: Spot): Spot {
  return { asset, ...(column !== undefined && { column }) };
}
