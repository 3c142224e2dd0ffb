import { byCodeUnit } from "../base/compare.ts";
import { grouped } from "../base/group.ts";
import { textAt } from "../base/json.ts";
import { graphOf, reachable, type Graph } from "../model/graph.ts";
import type { AssetId } from "../model/ids.ts";
import type { AssetChange, FieldChange } from "../model/review.ts";
import type { Asset, Edge, Snapshot } from "../model/snapshot.ts";
import { changedFields, fieldsOnOneSide, type Described } from "./fields.ts";
import { pair, type Pairing } from "./pairing.ts";

/**
 * What differs between two snapshots, sorted by asset: assets pair by any shared key, so a new
 * location or contract is a change of an asset that stays. `reaches` of an added asset names only
 * what the base had already: what is new beside it is a change of its own.
 */
export function diffSnapshots(base: Snapshot, head: Snapshot): readonly AssetChange[] {
  const pairing = pair(base, head);
  const differing = [...pairing.formerOf].filter(
    ([asset, former]) => former.record !== asset.record || former.id !== asset.id,
  );
  const { added, removed } = pairing;
  const rename = renaming(pairing);
  const graph = graphOf(head);
  const before = describing(base, [...differing.map(([, former]) => former), ...removed]);
  const after = describing(head, [...differing.map(([asset]) => asset), ...added]);
  const modified = differing.flatMap(([asset, former]) => {
    const fields = changedFields(before(former), after(asset), rename);
    if (fields.length === 0 && former.id === asset.id) return [];
    return [modifiedChange(former, asset, { fields, reaches: down(graph, asset.id) })];
  });
  const reachesOf = reachingOld(graph, added);
  const appeared = added.map((asset) => {
    const fields = fieldsOnOneSide(after(asset), "after");
    return oneSided(asset, { fields, reaches: reachesOf(asset) }, "added");
  });
  const union = removed.length === 0 ? graph : graphOf(unionOf(base, head, rename));
  const vanished = removed.map((asset) => {
    const fields = fieldsOnOneSide(before(asset), "before");
    return oneSided(asset, { fields, reaches: down(union, asset.id) }, "removed");
  });
  return [...modified, ...appeared, ...vanished].toSorted((a, b) => byCodeUnit(a.asset, b.asset));
}

/** What each of the added assets reaches of what is not new. */
function reachingOld(graph: Graph, added: readonly Asset[]): (asset: Asset) => readonly AssetId[] {
  if (added.length === 0) return () => [];
  const fresh = new Set(added.map(({ id }) => id));
  const old = graph.ids.filter((id) => !fresh.has(id));
  const leading = new Set(reachable(graph, old, { direction: "up" }));
  return ({ id }) => (leading.has(id) ? down(graph, id).filter((one) => !fresh.has(one)) : []);
}

function down(graph: Graph, id: AssetId): readonly AssetId[] {
  return reachable(graph, [id], { direction: "down" });
}

/** Everything downstream of the changes together, sorted, without the changed assets themselves. */
export function impactOf(
  changes: readonly AssetChange[],
  head: Pick<Snapshot, "assets" | "edges">,
): readonly AssetId[] {
  if (changes.length === 0) return [];
  const changed = new Set(changes.map(({ asset }) => asset));
  const gone = changes.filter(({ change }) => change === "removed");
  const hit = new Set([
    ...reachable(graphOf(head), [...changed], { direction: "down" }),
    ...gone.flatMap(({ reaches }) => reaches),
  ]);
  return [...hit].filter((id) => !changed.has(id)).toSorted(byCodeUnit);
}

/** Ids of the base as the head spells them. */
function renaming({ formerOf }: Pairing): (id: AssetId) => AssetId {
  const names = new Map<AssetId, AssetId>();
  for (const [asset, former] of formerOf) {
    if (!names.has(former.id) || former.id === asset.id) names.set(former.id, asset.id);
  }
  return (id) => names.get(id) ?? id;
}

/** Assets with what arrives at them; only these are asked for. */
function describing(
  { edges, columnEdges }: Snapshot,
  assets: readonly Asset[],
): (asset: Asset) => Described {
  const wanted = new Set(assets.map(({ id }) => id));
  const incoming = grouped(
    edges.filter(({ to }) => wanted.has(to)),
    ({ to }) => to,
  );
  const incomingColumns = grouped(
    columnEdges.filter(({ to }) => wanted.has(to.asset)),
    ({ to }) => to.asset,
  );
  return (asset) => ({
    asset,
    edges: incoming.get(asset.id) ?? [],
    columnEdges: incomingColumns.get(asset.id) ?? [],
  });
}

/** Head and what the base had besides: whatever a removed asset led to. */
function unionOf(
  base: Snapshot,
  head: Snapshot,
  rename: (id: AssetId) => AssetId,
): Pick<Snapshot, "assets" | "edges"> {
  const known = new Set(head.assets.map(({ id }) => id));
  const gone = base.assets.filter(({ id }) => !known.has(rename(id)));
  const edges = base.edges.map((edge): Edge => {
    return { ...edge, from: rename(edge.from), to: rename(edge.to) };
  });
  return { assets: [...head.assets, ...gone], edges: [...head.edges, ...edges] };
}

interface Difference {
  readonly fields: readonly FieldChange[];
  readonly reaches: readonly AssetId[];
}

function modifiedChange(former: Asset, asset: Asset, difference: Difference): AssetChange {
  return {
    asset: asset.id,
    kind: asset.kind,
    change: "modified",
    ...(former.id !== asset.id && { formerly: former.id }),
    before: former.record,
    after: asset.record,
    ...factsOf(asset, former),
    ...difference,
  };
}

function oneSided(asset: Asset, difference: Difference, change: "added" | "removed"): AssetChange {
  return {
    asset: asset.id,
    kind: asset.kind,
    change,
    ...(change === "added" ? { after: asset.record } : { before: asset.record }),
    ...factsOf(asset, asset),
    ...difference,
  };
}

function factsOf(asset: Asset, former: Asset): Pick<AssetChange, "owner" | "place"> {
  const value = (asset.facets.owner ?? former.facets.owner)?.value;
  const owner = typeof value === "string" ? value : textAt(value, "team");
  const place = asset.places[0];
  return { ...(owner !== undefined && { owner }), ...(place !== undefined && { place }) };
}
