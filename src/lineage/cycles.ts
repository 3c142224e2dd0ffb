import { diagnose, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { LIN_002 } from "../diagnostic/rules/lin.ts";
import { graphOf, shortestPath } from "../model/graph.ts";
import type { AssetId } from "../model/ids.ts";
import { dataEdges } from "../model/kinds.ts";
import type { Asset, Edge } from "../model/snapshot.ts";
import { knots } from "./tarjan.ts";
import { loopsOf } from "./writers.ts";

type Node = Pick<Asset, "toolKey">;

/** In a large knot, the shortest cycle is looked for through so many of its edges. */
const edgesMax = 50;

/**
 * One finding for each knot in which data comes back to where it started, with its shortest cycle.
 * A job that updates a dataset in place is no knot: IDN-006 judges it.
 */
export function cycleFindings(
  assets: readonly Asset[],
  edges: readonly Edge[],
): readonly Diagnostic[] {
  const inPlace = new Set(loopsOf(edges).map(({ read }) => read));
  const data = edges.filter((edge) => dataEdges.has(edge.kind) && !inPlace.has(edge));
  const graph = graphOf({ assets, edges: data });
  const found = knots(graph.out, graph.targets);
  if (found.length === 0) return [];
  const nodes = new Map(assets.map((asset) => [asset.id, asset]));
  return found.flatMap((knot) => {
    const members = new Set(knot.flatMap((node) => graph.ids[node] ?? []));
    const inside = data.filter(({ from, to }) => members.has(from) && members.has(to));
    const inKnot = [...members].flatMap((id) => nodes.get(id) ?? []);
    return finding(shortestCycle(inKnot, inside), nodes);
  });
}

function shortestCycle(assets: readonly Asset[], edges: readonly Edge[]): readonly Edge[] {
  const graph = graphOf({ assets, edges });
  let best: readonly Edge[] = [];
  for (const edge of edges.slice(0, edgesMax)) {
    const back = shortestPath(graph, [edge.to, edge.from], { direction: "down" });
    if (back !== undefined && (best.length === 0 || back.length + 1 < best.length)) {
      best = [edge, ...back];
    }
  }
  return best;
}

function finding(cycle: readonly Edge[], nodes: ReadonlyMap<AssetId, Node>): readonly Diagnostic[] {
  const [first] = cycle;
  if (first === undefined) return [];
  const way = [...cycle.map(({ from }) => from), first.from].join(" → ");
  return [
    diagnose(LIN_002, {
      message: `data comes back to where it started: ${way}`,
      place: first.place,
      help: "if the feedback is meant, nothing needs to change; else remove one of the references",
      asset: first.from,
      subject: nodes.get(first.from)?.toolKey,
      flow: cycle.map(({ kind, from, to, place }) => ({ message: `${from} ${kind} ${to}`, place })),
    }),
  ];
}
