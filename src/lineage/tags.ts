import { by } from "../base/compare.ts";
import type { Place } from "../diagnostic/place.ts";
import type { Via } from "../model/claim.ts";
import type { AssetId } from "../model/ids.ts";
import type { EdgeKind } from "../model/kinds.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { flowOf, wholeOf, type Flow, type FlowOptions } from "./flow.ts";
import { gone, maskingOf, pseudonymous, pseudonymousTag, type Masking } from "./masking.ts";
import { spread, type Arrival, type Seed } from "./spread.ts";

/** One tag that an asset holds, by its own declaration or because data brings it there. */
export interface CarriedTag {
  readonly tag: string;
  /** Absent where no column accounts for it. */
  readonly column?: string;
  /** False where it rests on lineage that nobody declares column by column. */
  readonly certain: boolean;
  /** Whether a masking on the way lowered it. */
  readonly masked: boolean;
  /** Hops from where the tag is declared; 0 where the asset itself declares it. */
  readonly distance: number;
  /** Where the tag is declared. */
  readonly origin: Pick<Hop, "asset" | "column">;
  /** One shortest way, from where the tag is declared to here. */
  readonly path: readonly Hop[];
}

export interface Hop {
  readonly asset: AssetId;
  readonly column?: string;
  /** How it came here; `tagged` where the way begins. */
  readonly via: "tagged" | Via | EdgeKind;
  readonly place: Place;
}

/** What each asset carries. */
export interface Carried {
  /** Sorted by (tag, column). */
  of(asset: AssetId): readonly CarriedTag[];
}

/** Tags of personal and health data (DESIGN 9.18): what other tags mean does not travel with rows. */
export function isPersonal(tag: string): boolean {
  return /^(?:pii|phi)(?:\.|$)/u.test(tag);
}

/**
 * Carries tags along the lineage of a snapshot: column by column where that is declared, else from
 * everything upstream without certainty. Hashing and tokenising lower a tag to `pii.pseudonymous`,
 * redaction and constants end it; aggregation ends it only over groups declared large enough.
 */
export function carriedTags(snapshot: Snapshot, options: Partial<FlowOptions> = {}): Carried {
  const flow = flowOf(snapshot, { ...options, carries: options.carries ?? isPersonal });
  const seeds = seedsOf(flow, options.carries ?? isPersonal);
  const arrivals = spread(flow, seeds);
  const indexOf = new Map(flow.assets.map(({ asset }, index) => [asset.id, index]));
  return {
    of: (id) => {
      const index = indexOf.get(id);
      const held = index === undefined ? undefined : flow.assets[index];
      if (index === undefined || held === undefined) return [];
      const nodes = [wholeOf(index), ...[...held.columns.values()].map(({ node }) => node)];
      return nodes
        .flatMap((node) => arrivals.at(node))
        .map((arrival) => carried(flow, arrival, id))
        .toSorted(
          by(
            ({ tag }) => tag,
            ({ column }) => column ?? "",
          ),
        );
    },
  };
}

/** Tags where they are declared; a masked column holds them lowered already. */
export function seedsOf(flow: Flow, carries: (tag: string) => boolean): readonly Seed[] {
  const columns = flow.columns.flatMap(({ node, facts }): Seed[] => {
    if (facts === undefined) return [];
    const masking = maskingOf(facts.masking);
    return facts.tags
      .filter(carries)
      .flatMap((tag) => lowered({ tag, node, place: facts.place }, masking));
  });
  const wholes = flow.assets.flatMap(({ loose }, asset): Seed[] =>
    loose.map(({ value: tag, place }) => ({ tag, node: wholeOf(asset), place, masked: false })),
  );
  return [...wholes, ...columns];
}

function lowered(seed: Omit<Seed, "masked">, masking: Masking): readonly Seed[] {
  if (masking === gone) return [];
  return masking === pseudonymous
    ? [{ ...seed, tag: pseudonymousTag, masked: true }]
    : [{ ...seed, masked: false }];
}

function carried(flow: Flow, arrival: Arrival, asset: AssetId): CarriedTag {
  const column = columnOf(flow, arrival.node);
  return {
    tag: arrival.tag,
    ...(column !== undefined && { column }),
    certain: arrival.certain,
    masked: arrival.masked,
    distance: arrival.distance,
    origin: originOf(flow, arrival) ?? { asset },
    // Only a few of all the ways are ever looked at.
    get path() {
      return pathOf(flow, arrival);
    },
  };
}

function originOf(flow: Flow, arrival: Arrival): CarriedTag["origin"] | undefined {
  let first = arrival;
  while (first.before !== undefined) first = first.before;
  return spotOf(flow, first.node);
}

function columnOf({ assets, columns }: Flow, node: number): string | undefined {
  return columns[node - 2 * assets.length]?.name;
}

function pathOf(flow: Flow, last: Arrival): readonly Hop[] {
  const hops: Hop[] = [];
  for (let at: Arrival | undefined = last; at !== undefined; at = at.before) {
    const hop = hopOf(flow, at);
    if (hop !== undefined) hops.push(hop);
  }
  return hops.toReversed();
}

/** Undefined for the step inside an asset, from a column to all of it. */
function hopOf(flow: Flow, { node, cause, place }: Arrival): Hop | undefined {
  const spot = spotOf(flow, node);
  if (spot === undefined) return undefined;
  if (place !== undefined) return { ...spot, via: "tagged", place };
  if (cause === undefined) return undefined;
  return { ...spot, via: "via" in cause ? cause.via : cause.kind, place: cause.place };
}

function spotOf(
  { assets, columns }: Flow,
  node: number,
): Pick<Hop, "asset" | "column"> | undefined {
  const column = columns[node - 2 * assets.length];
  const held = assets[column?.asset ?? node >> 1];
  if (held === undefined) return undefined;
  return { asset: held.asset.id, ...(column !== undefined && { column: column.name }) };
}
