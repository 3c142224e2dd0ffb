import { by } from "../base/compare.ts";
import { graphOf, rowsBy, type Direction, type Graph } from "../model/graph.ts";
import { kindOf } from "../model/ids.ts";
import { dataBearing, dataEdges } from "../model/kinds.ts";
import type { ColumnEdge, Edge, Snapshot } from "../model/snapshot.ts";
import type { Spot } from "../model/trace.ts";
import { wholeOf, type Flow, type FlowColumn, type Step } from "./flow.ts";
import { isIndirect, kept, maskingOf } from "./masking.ts";
import type { Network, Way } from "./paths.ts";

/** A step that a person is shown. */
export interface TraceStep extends Step {
  readonly cause: Edge | ColumnEdge;
  /** What masks, where something does. */
  readonly method?: string;
}
type TraceWay = Way<TraceStep>;

/** A network whose nodes are assets and columns. */
export interface TraceNetwork extends Network<TraceStep> {
  spot(node: number): Spot | undefined;
  /** Where paths about the spot start or end; empty for what is not there. */
  nodesOf(spot: Spot): readonly number[];
}

/** Assets alone, along the edges on which data travels. */
export function assetNetwork(snapshot: Snapshot, direction: Direction): TraceNetwork {
  const graph = graphOf(snapshot);
  return {
    ways: (node) => assetWays(graph, node, direction),
    spot: (node) => {
      const asset = graph.ids[node];
      return asset === undefined ? undefined : { asset };
    },
    nodesOf: ({ asset }) => listed(graph.indexOf.get(asset)),
  };
}

/** Rows of a graph lie in the order of their ends, and ids are numbered in order. */
function assetWays(graph: Graph, node: number, direction: Direction): readonly TraceWay[] {
  const rows = direction === "down" ? graph.out : graph.into;
  const ends = direction === "down" ? graph.targets : graph.sources;
  return [...rows.edges.subarray(rows.offsets[node], rows.offsets[node + 1])].flatMap((row) => {
    const cause = graph.edges[row];
    if (cause === undefined || !dataEdges.has(cause.kind)) return [];
    return [{ to: ends[row] ?? 0, step: stepOver(cause) }];
  });
}

function stepOver(cause: Edge): TraceStep {
  return { cause, masking: kept, certain: cause.strength !== "inferred" };
}

/**
 * The ways of values downwards: from column to column where that is declared, else into whatever
 * takes from the asset as a whole. A job whose outputs are all explained column by column leads
 * nowhere by itself. Influences without a value (filters, joins) end a path, or are left out.
 */
export function columnsDown(
  snapshot: Snapshot,
  flow: Flow,
  influences: "ending" | "none",
): TraceNetwork {
  const giving = new Set(
    snapshot.edges.filter(({ kind }) => dataEdges.has(kind)).map(({ from }) => from),
  );
  const out = (node: number): readonly number[] => [
    ...flow.out.edges.subarray(flow.out.offsets[node], flow.out.offsets[node + 1]),
  ];
  // Inside an asset is one spot: the step there is taken for all those behind it.
  const from = (node: number): readonly TraceWay[] =>
    out(node).flatMap((number) => {
      const inside = flow.steps[number]?.cause === undefined ? flow.targets[number] : undefined;
      const steps = inside === undefined ? [number] : out(inside);
      return steps.flatMap((step) => wayOf(flow, step, flow.targets)).flatMap(ending(influences));
    });
  const leads = ({ to }: TraceWay): boolean => {
    const id = spotIn(flow, to)?.asset;
    if (id === undefined || dataBearing.has(kindOf(id)) || !giving.has(id)) return true;
    return from(to).length > 0;
  };
  return {
    ways: (node) => from(node).filter(leads).toSorted(bySpot(flow)),
    spot: (node) => spotIn(flow, node),
    nodesOf: (spot) => nodesIn(flow, spot),
  };
}

/**
 * The ways of values upwards. From a column whose lineage nobody declares on, and from whatever is
 * no table, the assets themselves are followed.
 */
export function columnsUp(snapshot: Snapshot, flow: Flow): TraceNetwork {
  const graph = graphOf(snapshot);
  const firstColumn = 2 * flow.assets.length;
  const into = rowsBy(flow.targets, flow.nodes);
  const ofColumn = (node: number): readonly TraceWay[] =>
    [...into.edges.subarray(into.offsets[node], into.offsets[node + 1])]
      .filter((number) => (flow.sources[number] ?? 0) >= firstColumn)
      .flatMap((number) => wayOf(flow, number, flow.sources))
      .flatMap(ending("ending"));
  const ofAsset = (asset: number): readonly TraceWay[] =>
    assetWays(graph, asset, "up").map((way) => ({ ...way, to: wholeOf(way.to) }));
  return {
    ways: (node) => {
      const column = flow.columns[node - firstColumn];
      if (column === undefined) return ofAsset(node >> 1);
      if (column.hasLineage) return ofColumn(node).toSorted(bySpot(flow));
      return ofAsset(column.asset).map((way) => ({
        ...way,
        step: { ...way.step, certain: false },
      }));
    },
    spot: (node) => spotIn(flow, node),
    nodesOf: (spot) => nodesIn(flow, spot),
  };
}

function wayOf(flow: Flow, number: number, ends: Uint32Array): readonly TraceWay[] {
  const [to, step] = [ends[number], flow.steps[number]];
  if (to === undefined || step?.cause === undefined) return [];
  const { cause, masking } = step;
  const method =
    masking === kept ? undefined : methodOf(cause, columnAt(flow, flow.targets[number]));
  return [{ to, step: { ...step, cause, ...(method !== undefined && { method }) } }];
}

/** The method on the way, else the one that the column declares for itself. */
function methodOf(cause: TraceStep["cause"], column: FlowColumn | undefined): string {
  if (!("via" in cause)) return "masked columns";
  if (cause.via.startsWith("masking:")) return cause.via.slice("masking:".length);
  const declared = column?.facts?.masking;
  return declared !== undefined && maskingOf(declared) !== kept ? declared : cause.via;
}

function columnAt({ assets, columns }: Flow, node: number | undefined): FlowColumn | undefined {
  return node === undefined ? undefined : columns[node - 2 * assets.length];
}

function ending(influences: "ending" | "none"): (way: TraceWay) => readonly TraceWay[] {
  return (way) => {
    const { cause } = way.step;
    if (!("via" in cause) || !isIndirect(cause.via)) return [way];
    return influences === "none" ? [] : [{ ...way, last: true }];
  };
}

function bySpot(flow: Flow): (a: TraceWay, b: TraceWay) => number {
  const spot = ({ to }: TraceWay): Spot | undefined => spotIn(flow, to);
  return by(
    (way) => spot(way)?.asset ?? "",
    (way) => spot(way)?.column ?? "",
    ({ step: { cause } }) => ("via" in cause ? cause.via : cause.kind),
  );
}

function spotIn(flow: Flow, node: number): Spot | undefined {
  const { assets } = flow;
  const column = columnAt(flow, node);
  const held = assets[column?.asset ?? node >> 1];
  if (held === undefined) return undefined;
  return { asset: held.asset.id, ...(column !== undefined && { column: column.name }) };
}

/** The column alone; or of an asset what no column accounts for, and each of its columns. */
function nodesIn({ assets }: Flow, { asset, column }: Spot): readonly number[] {
  const index = assets.findIndex((one) => one.asset.id === asset);
  const held = assets[index];
  if (held === undefined) return [];
  if (column !== undefined) return listed(held.columns.get(column)?.node);
  return [wholeOf(index), ...[...held.columns.values()].map(({ node }) => node)];
}

function listed<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}
