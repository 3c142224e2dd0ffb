import { by } from "../base/compare.ts";
import { grouped } from "../base/group.ts";
import { memberOf, textAt } from "../base/json.ts";
import type { Place } from "../diagnostic/place.ts";
import { graphOf } from "../model/graph.ts";
import type { AssetId } from "../model/ids.ts";
import { dataBearing } from "../model/kinds.ts";
import type { Asset, Snapshot } from "../model/snapshot.ts";
import type { Erasure, ErasureKey, ErasurePlace, Spot } from "../model/trace.ts";
import { kept, gone, strictest, type Masking } from "./masking.ts";
import { columnsDown, type TraceNetwork } from "./networks.ts";
import { neighboursOf } from "./neighbours.ts";
import { openEnds } from "./trace.ts";
import { openFlow, type TraceOptions } from "./trace-path.ts";

/**
 * Where the data of a subject lies that an asset holds under a key column: the asset itself and
 * everything below it that some value of it reaches, with the columns by which the subject can be
 * found there. Whatever may hold data is listed, assumed ways included.
 */
export function erasureOf(
  snapshot: Snapshot,
  { asset, column }: Required<Spot>,
  options: Pick<TraceOptions, "smallestGroup">,
): Erasure {
  const flow = openFlow(snapshot, options);
  const network = columnsDown(snapshot, flow, "none");
  const met = reach(network, network.nodesOf({ asset }));
  const keys = keysOf(network, reach(network, network.nodesOf({ asset, column })));
  const held = placesHeld(network, met);
  const focus = (id: AssetId): string => (id === asset ? "0" : "1");
  const places = snapshot.assets
    .flatMap((one): ErasurePlace[] => {
      const how = held.get(one.id);
      if (how === undefined || !dataBearing.has(one.kind)) return [];
      return [placeOf(one, how, keys.get(one.id) ?? [])];
    })
    .toSorted(
      by(
        ({ asset: id }) => focus(id),
        ({ asset: id }) => id,
      ),
    );
  return {
    focus: { asset, column },
    column,
    places,
    sources: neighboursOf(graphOf(snapshot)).ancestors(asset),
    unresolved: openEnds(
      snapshot,
      [...held.keys()].map((id) => ({ asset: id })),
    ),
  };
}

/** How a node was first met, by the way that leaves most. */
interface Met {
  readonly masking: Masking;
  readonly certain: boolean;
  readonly place: Place | undefined;
}

/** Every node that some value reaches; breadth first, unmasked and certain ways first. */
function reach(network: TraceNetwork, starts: readonly number[]): ReadonlyMap<number, Met> {
  const met = new Map<number, Met>(
    starts.map((node) => [node, { masking: kept, certain: true, place: undefined }]),
  );
  const queue = [...starts];
  for (const node of queue) {
    const from = met.get(node);
    if (from === undefined) continue;
    for (const { to, step } of network.ways(node)) {
      const next: Met = {
        masking: strictest(from.masking, step.masking),
        certain: from.certain && step.certain,
        place: step.cause.place,
      };
      const known = met.get(to);
      if (next.masking === gone || (known !== undefined && !isBetter(next, known))) continue;
      met.set(to, next);
      queue.push(to);
    }
  }
  return met;
}

/** Each node can get better three times at most, so the search ends. */
function isBetter(a: Met, b: Met): boolean {
  return rank(a) < rank(b);
}

function rank({ masking, certain }: Met): number {
  return 2 * masking + (certain ? 0 : 1);
}

function placesHeld(
  network: TraceNetwork,
  met: ReadonlyMap<number, Met>,
): ReadonlyMap<AssetId, Met> {
  const held = new Map<AssetId, Met>();
  for (const [node, one] of met) {
    const id = network.spot(node)?.asset;
    const known = id === undefined ? undefined : held.get(id);
    if (id !== undefined && (known === undefined || isBetter(one, known))) held.set(id, one);
  }
  return held;
}

/** The columns that the key column reaches; its own among them. */
function keysOf(
  network: TraceNetwork,
  met: ReadonlyMap<number, Met>,
): ReadonlyMap<AssetId, readonly ErasureKey[]> {
  const keys = [...met].flatMap(([node, { masking, place }]) => {
    const spot = network.spot(node);
    if (spot?.column === undefined) return [];
    const { asset, column } = spot;
    const pseudonym = masking !== kept;
    return [{ asset, key: { column, pseudonym, ...(place !== undefined && { place }) } }];
  });
  const groups = grouped(keys, ({ asset }) => asset);
  const order = by<ErasureKey>(({ column }) => column);
  return new Map(
    [...groups].map(([asset, group]) => [asset, group.map(({ key }) => key).toSorted(order)]),
  );
}

function placeOf(
  { id, kind, facets, places }: Asset,
  { certain, place = places[0] }: Met,
  known: readonly ErasureKey[],
): ErasurePlace {
  const privacy = facets.privacy?.value;
  const keys = known.length > 0 ? known : declaredKey(facets.privacy);
  const days = memberOf(privacy, "retentionDays");
  const facts = {
    format: facets.format?.value,
    version: facets.version?.value,
    erasure: memberOf(privacy, "erasure"),
  };
  const texts = Object.entries(facts).filter(([, value]) => typeof value === "string");
  return {
    asset: id,
    kind,
    keys,
    certain,
    ...Object.fromEntries(texts),
    ...(typeof days === "number" && { retentionDays: days }),
    ...(place !== undefined && { place }),
  };
}

/** Where no lineage leads from the key, the asset itself may say how a subject is found in it. */
function declaredKey(privacy: Asset["facets"]["privacy"]): readonly ErasureKey[] {
  const column = textAt(privacy?.value, "subjectKey");
  if (privacy === undefined || column === undefined) return [];
  return [{ column, pseudonym: false, place: privacy.place }];
}
