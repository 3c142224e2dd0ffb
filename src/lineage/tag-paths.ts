import type { Snapshot } from "../model/snapshot.ts";
import type { Spot, Trace, TraceHop } from "../model/trace.ts";
import type { Flow } from "./flow.ts";
import { kept, pseudonymous, pseudonymousTag, strictest, gone, type Masking } from "./masking.ts";
import { columnsDown, type TraceNetwork, type TraceStep } from "./networks.ts";
import { pathsFrom, type Network, type Paths } from "./paths.ts";
import type { Seed } from "./spread.ts";
import { isPersonal, seedsOf } from "./tags.ts";
import { openFlow, pathOf, starting, type TraceOptions } from "./trace-path.ts";

/** The part of a trace that its kind of question decides. */
export type Answer = Pick<Trace, "paths" | "total" | "circles"> &
  Partial<Pick<Trace, "reversed" | "stopped">>;

/**
 * The ways on which a tag of personal data arrives, from where it is declared, and those on which a
 * masking stops it. A tag of another kind stays where it is declared.
 */
export function tagPaths(
  snapshot: Snapshot,
  { focus, tag }: { readonly focus: Spot; readonly tag: string },
  options: TraceOptions,
): Answer {
  if (!isPersonal(tag)) return declaredHere(snapshot, { focus, tag });
  const flow = openFlow(snapshot, options);
  const network = columnsDown(snapshot, flow, "none");
  const layers = layered(network);
  const seeds = seedsOf(flow, isPersonal).filter(
    (seed) => seed.tag === tag || tag === pseudonymousTag,
  );
  const starts = [...new Set(seeds.map(startOf))].toSorted((a, b) => a - b);
  const arrived: Masking = tag === pseudonymousTag ? pseudonymous : kept;
  const stops: readonly Masking[] = arrived === kept ? [pseudonymous, gone] : [gone];
  const find = (states: readonly Masking[]): Paths<TraceStep> => {
    const nodes = states.flatMap((state) =>
      goalsIn(flow, network, focus).map((node) => layer(node, state)),
    );
    return pathsFrom(layers, starts, { limit: options.limit, goal: new Set(nodes) });
  };
  const hop = tagged(snapshot, { flow, seeds });
  const shown = ({ paths }: Paths<TraceStep>): Trace["paths"] =>
    paths.flatMap((path) => pathOf(path, layers, hop));
  const found = find([arrived]);
  const stopped = find(stops);
  return {
    ...found,
    paths: shown(found),
    stopped: { paths: shown(stopped), total: stopped.total },
  };
}

/** Each node three times: values as they are, as pseudonyms, and gone. */
function layer(node: number, state: Masking): number {
  return 3 * node + state;
}

const states: readonly Masking[] = [kept, pseudonymous, gone];

function layered(network: TraceNetwork): Network<TraceStep> & Pick<TraceNetwork, "spot"> {
  return {
    spot: (node) => network.spot(Math.floor(node / 3)),
    ways: (node) =>
      network.ways(Math.floor(node / 3)).map((way) => ({
        ...way,
        to: layer(way.to, strictest(states[node % 3] ?? kept, way.step.masking)),
      })),
  };
}

function startOf({ node, tag }: Seed): number {
  return layer(node, tag === pseudonymousTag ? pseudonymous : kept);
}

/** A value that arrives nobody knows where in the asset may have arrived in the column. */
function goalsIn({ assets }: Flow, network: TraceNetwork, focus: Spot): readonly number[] {
  const held = assets.find(({ asset }) => asset.id === focus.asset);
  const column = focus.column === undefined ? undefined : held?.columns.get(focus.column);
  if (column === undefined || column.hasLineage) return network.nodesOf(focus);
  return [...network.nodesOf(focus), ...network.nodesOf({ asset: focus.asset }).slice(0, 1)];
}

/** The hop at which a tag is declared. */
function tagged(
  snapshot: Snapshot,
  { flow, seeds }: { readonly flow: Flow; readonly seeds: readonly Seed[] },
): (spot: Spot) => TraceHop {
  const other = starting(snapshot);
  const network = columnsDown(snapshot, flow, "none");
  const places = new Map(seeds.map(({ node, place }) => [keyOf(network.spot(node)), place]));
  return (spot) => {
    const place = places.get(keyOf(spot));
    return place === undefined ? other(spot) : { ...spot, via: "tagged", certain: true, place };
  };
}

function keyOf(spot: Spot | undefined): string {
  return `${spot?.asset}\0${spot?.column ?? ""}`;
}

function declaredHere(
  { assets }: Snapshot,
  { focus, tag }: { readonly focus: Spot; readonly tag: string },
): Answer {
  const asset = assets.find(({ id }) => id === focus.asset);
  const whole = (asset?.tags ?? [])
    .filter(({ value }) => value === tag && focus.column === undefined)
    .map(({ place }): TraceHop => ({ asset: focus.asset, via: "tagged", certain: true, place }));
  const columns = (asset?.columns ?? [])
    .filter(({ name, tags }) => tags.includes(tag) && (focus.column ?? name) === name)
    .map(({ name, place }): TraceHop => {
      return { asset: focus.asset, column: name, via: "tagged", certain: true, place };
    });
  const paths = [...whole, ...columns].map((hop) => ({ hops: [hop], certain: true }));
  return { paths, total: paths.length, circles: 0 };
}
