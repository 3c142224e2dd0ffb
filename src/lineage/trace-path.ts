import type { Place } from "../diagnostic/place.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Spot, TraceHop, TraceMask, TracePath } from "../model/trace.ts";
import { flowOf, type Flow } from "./flow.ts";
import { gone, kept } from "./masking.ts";
import type { TraceNetwork, TraceStep } from "./networks.ts";
import type { Path } from "./paths.ts";
import { isPersonal } from "./tags.ts";

export interface TraceOptions {
  /** Aggregation over groups of at least so many persons ends personal data. */
  readonly smallestGroup?: number | undefined;
  /** Most paths to return. */
  readonly limit: number;
}

/** The flow of personal data, with the ways on which it is stopped. */
export function openFlow(
  snapshot: Snapshot,
  { smallestGroup }: Pick<TraceOptions, "smallestGroup">,
): Flow {
  return flowOf(snapshot, {
    carries: isPersonal,
    closed: true,
    ...(smallestGroup !== undefined && { smallestGroup }),
  });
}

/** The path as a person is shown it; `startOf` tells how it begins. */
export function pathOf(
  { start, ways }: Path<TraceStep>,
  { spot }: Pick<TraceNetwork, "spot">,
  startOf: (spot: Spot) => TraceHop,
): readonly TracePath[] {
  const first = spot(start);
  if (first === undefined) return [];
  const hops = ways.flatMap(({ to, step }): TraceHop[] => {
    const at = spot(to);
    return at === undefined ? [] : [{ ...at, ...hopOf(step) }];
  });
  const masked = maskOf(ways.map(({ step }) => step));
  return [
    {
      hops: [startOf(first), ...hops],
      certain: hops.every(({ certain }) => certain),
      ...(masked !== undefined && { masked }),
    },
  ];
}

function hopOf({ cause, certain }: TraceStep): Pick<TraceHop, "via" | "certain" | "place"> {
  return { via: "via" in cause ? cause.via : cause.kind, certain, place: cause.place };
}

/** The first of the steps that hide most. */
function maskOf(steps: readonly TraceStep[]): TraceMask | undefined {
  const most = Math.max(kept, ...steps.map(({ masking }) => masking));
  const step = most === kept ? undefined : steps.find(({ masking }) => masking === most);
  if (step?.method === undefined) return undefined;
  const leaves = most === gone ? "nothing" : "pseudonym";
  return { method: step.method, leaves, place: step.cause.place };
}

/** The hop with which a path begins that no tag begins. */
export function starting(snapshot: Snapshot): (spot: Spot) => TraceHop {
  const places = declarationsIn(snapshot);
  return (spot) => {
    const place = places(spot);
    return { ...spot, via: "start", certain: true, ...(place !== undefined && { place }) };
  };
}

/** Where a spot is declared: its column, else the asset. */
function declarationsIn({ assets }: Snapshot): (spot: Spot) => Place | undefined {
  const byId = new Map(assets.map((asset) => [asset.id, asset]));
  return ({ asset: id, column }) => {
    const asset = byId.get(id);
    return asset?.columns.find(({ name }) => name === column)?.place ?? asset?.places[0];
  };
}
