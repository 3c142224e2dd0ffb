import { byCodeUnit } from "../base/compare.ts";
import { dataEdges } from "../model/kinds.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Spot, Trace } from "../model/trace.ts";
import {
  assetNetwork,
  columnsDown,
  columnsUp,
  type TraceNetwork,
  type TraceStep,
} from "./networks.ts";
import { pathsFrom, type Paths } from "./paths.ts";
import { tagPaths, type Answer } from "./tag-paths.ts";
import { carriedTags } from "./tags.ts";
import { openFlow, pathOf, starting, type TraceOptions } from "./trace-path.ts";

/**
 * The ways that answer a question about an asset or a column, with the place that states each step.
 * They agree with what policies are told: where no column lineage is declared, values are assumed to
 * arrive, which is then not certain.
 */
export function trace(
  snapshot: Snapshot,
  { focus, question }: Pick<Trace, "focus" | "question">,
  options: TraceOptions,
): Trace {
  const answer = answerTo(snapshot, { focus, question }, options);
  return {
    focus,
    question,
    reversed: false,
    stopped: { paths: [], total: 0 },
    carried: question.asks === "why" ? carriedBy(snapshot, focus, options) : [],
    ...answer,
    unresolved: openEnds(snapshot, [focus, ...answer.paths.flatMap(({ hops }) => hops)]),
  };
}

function answerTo(
  snapshot: Snapshot,
  { focus, question }: Pick<Trace, "focus" | "question">,
  options: TraceOptions,
): Answer {
  switch (question.asks) {
    case "up":
    case "down":
      return walked(snapshot, { focus, direction: question.asks }, options);
    case "to":
      return between(snapshot, [focus, question.target], options);
    case "why":
      return tagPaths(snapshot, { focus, tag: question.tag }, options);
  }
}

function walked(
  snapshot: Snapshot,
  { focus, direction }: { readonly focus: Spot; readonly direction: "up" | "down" },
  options: TraceOptions,
): Answer {
  const network = networkFor(snapshot, { focus, direction }, options);
  const found = pathsFrom(network, network.nodesOf(focus), { limit: options.limit });
  // A path without a step says that nothing is there.
  const none = found.paths.every(({ ways }) => ways.length === 0);
  return none ? { paths: [], total: 0, circles: found.circles } : shown(snapshot, network, found);
}

function networkFor(
  snapshot: Snapshot,
  { focus, direction }: { readonly focus: Spot; readonly direction: "up" | "down" },
  options: TraceOptions,
): TraceNetwork {
  if (focus.column === undefined) return assetNetwork(snapshot, direction);
  const flow = openFlow(snapshot, options);
  return direction === "up" ? columnsUp(snapshot, flow) : columnsDown(snapshot, flow, "ending");
}

/** As data runs: from the first to the second, else from the second to the first. */
function between(
  snapshot: Snapshot,
  [focus, target]: readonly [Spot, Spot],
  options: TraceOptions,
): Answer {
  const columns = focus.column !== undefined || target.column !== undefined;
  const network = columns
    ? columnsDown(snapshot, openFlow(snapshot, options), "ending")
    : assetNetwork(snapshot, "down");
  const ways = (from: Spot, to: Spot): Paths<TraceStep> => {
    const goal = new Set(network.nodesOf(to));
    return pathsFrom(network, network.nodesOf(from), { limit: options.limit, goal });
  };
  const there = ways(focus, target);
  if (there.total > 0) return shown(snapshot, network, there);
  const back = ways(target, focus);
  return { ...shown(snapshot, network, back), reversed: back.total > 0 };
}

function shown(snapshot: Snapshot, network: TraceNetwork, found: Paths<TraceStep>): Answer {
  const startOf = starting(snapshot);
  return { ...found, paths: found.paths.flatMap((path) => pathOf(path, network, startOf)) };
}

/** Tags of its own, and personal ones that data brings. */
function carriedBy(
  snapshot: Snapshot,
  { asset, column }: Spot,
  { smallestGroup }: TraceOptions,
): readonly string[] {
  const carried = carriedTags(snapshot, smallestGroup === undefined ? {} : { smallestGroup });
  const own = snapshot.assets.find(({ id }) => id === asset)?.tags ?? [];
  const arrived = carried.of(asset).filter((tag) => column === undefined || tag.column === column);
  const tags = new Set([...own.map(({ value }) => value), ...arrived.map(({ tag }) => tag)]);
  return [...tags].toSorted(byCodeUnit);
}

/** References along which data would run, of the assets met, that lead nowhere. */
export function openEnds({ assets }: Snapshot, spots: readonly Spot[]): Trace["unresolved"] {
  const met = new Set(spots.map(({ asset }) => asset));
  return assets
    .filter(({ id }) => met.has(id))
    .flatMap(({ id, unresolved }) =>
      unresolved
        .filter(({ edge }) => dataEdges.has(edge))
        .map((reference) => ({ ...reference, asset: id })),
    );
}
