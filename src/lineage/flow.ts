import { valueAt } from "../base/json.ts";
import { rowsBy, type Rows } from "../model/graph.ts";
import type { AssetId } from "../model/ids.ts";
import { dataEdges } from "../model/kinds.ts";
import type { Asset, Column, ColumnEdge, Edge, Snapshot, Sourced } from "../model/snapshot.ts";
import { gone, kept, maskingOf, maskingVia, strictest, type Masking } from "./masking.ts";

/**
 * The ways that values take. Each asset has two nodes, the whole for what no column accounts for
 * and all of it for everything it holds; each column that a file or an edge mentions has one.
 */
export interface Flow {
  readonly assets: readonly FlowAsset[];
  readonly columns: readonly FlowColumn[];
  readonly nodes: number;
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  /** Steps by their source. */
  readonly out: Rows;
  readonly steps: readonly Step[];
}

export interface FlowAsset {
  readonly asset: Asset;
  readonly columns: ReadonlyMap<string, FlowColumn>;
  /** Tags of the asset itself that no column of it bears, so that any column may. */
  readonly loose: readonly Sourced<string>[];
  /** What becomes of values that arrive in columns whose lineage nobody declares. */
  readonly undeclared: Masking;
}

export interface FlowColumn {
  readonly node: number;
  readonly asset: number;
  readonly name: string;
  /** Undefined for a column that only an edge mentions. */
  readonly facts: Column | undefined;
  /** Whether an edge says where its values come from. */
  readonly hasLineage: boolean;
}

export interface Step {
  /** What the value goes through; undefined inside an asset, from a part to all of it. */
  readonly cause: Edge | ColumnEdge | undefined;
  readonly masking: Masking;
  readonly certain: boolean;
}

export interface FlowOptions {
  /** Tags that travel with the values they describe. */
  readonly carries: (tag: string) => boolean;
  /** Aggregation over declared groups of at least so many persons removes personal data. */
  readonly smallestGroup?: number;
  /** Keep the ways of columns on which nothing of a value arrives, for who asks where it was stopped. */
  readonly closed?: boolean;
}

export function wholeOf(asset: number): number {
  return 2 * asset;
}

function allOf(asset: number): number {
  return 2 * asset + 1;
}

/**
 * The flow of a snapshot. Where a column's lineage is declared, values follow it; everywhere else
 * whatever an asset holds may arrive downstream, which is then not certain. A model is trained on
 * all that its sources hold, for certain.
 */
export function flowOf(snapshot: Snapshot, options: FlowOptions): Flow {
  const { assets, columns, indexOf } = nodesOf(snapshot, options);
  const ways: Way[] = [
    ...assets.map((_, asset): Way => [wholeOf(asset), allOf(asset), inside]),
    ...columns.map(({ node, asset }): Way => [node, allOf(asset), inside]),
  ];
  for (const edge of snapshot.columnEdges) {
    const from = indexOf.get(edge.from.asset) ?? -1;
    const [source, target] = [assets[from], assets[indexOf.get(edge.to.asset) ?? -1]];
    if (source !== undefined && target !== undefined) {
      ways.push(...columnWays(edge, { from, source, target }, options));
    }
  }
  for (const edge of snapshot.edges) {
    const [from, to] = [indexOf.get(edge.from), indexOf.get(edge.to)];
    const target = assets[to ?? -1];
    if (from === undefined || to === undefined || target === undefined) continue;
    if (dataEdges.has(edge.kind)) ways.push([allOf(from), wholeOf(to), wholeStep(edge, target)]);
  }
  const open = ways.filter(
    ([, , { masking, cause }]) =>
      masking !== gone || (options.closed === true && cause !== undefined && "via" in cause),
  );
  const sources = Uint32Array.from(open, ([from]) => from);
  const nodes = 2 * assets.length + columns.length;
  return {
    assets,
    columns,
    nodes,
    sources,
    targets: Uint32Array.from(open, ([, to]) => to),
    out: rowsBy(sources, nodes),
    steps: open.map(([, , step]) => step),
  };
}

type Way = readonly [from: number, to: number, step: Step];

const inside: Step = { cause: undefined, masking: kept, certain: true };

interface Nodes {
  readonly assets: readonly FlowAsset[];
  readonly columns: readonly FlowColumn[];
  readonly indexOf: ReadonlyMap<AssetId, number>;
}

function nodesOf({ assets, columnEdges }: Snapshot, { carries }: FlowOptions): Nodes {
  const indexOf = new Map(assets.map(({ id }, number) => [id, number]));
  const mentioned = new Map<AssetId, Set<string>>();
  const explained = new Map<AssetId, Set<string>>();
  for (const { from, to } of columnEdges) {
    addTo(mentioned, from.asset, from.column);
    addTo(mentioned, to.asset, to.column);
    addTo(explained, to.asset, to.column);
  }
  const columns: FlowColumn[] = [];
  const flowAssets = assets.map((asset, number): FlowAsset => {
    const facts = new Map(asset.columns.map((column) => [column.name, column]));
    const table = new Map<string, FlowColumn>();
    for (const name of new Set([...facts.keys(), ...(mentioned.get(asset.id) ?? [])])) {
      const node = 2 * assets.length + columns.length;
      const hasLineage = explained.get(asset.id)?.has(name) === true;
      const column = { node, asset: number, name, facts: facts.get(name), hasLineage };
      columns.push(column);
      table.set(name, column);
    }
    const loose = asset.tags.filter(({ value }) => carries(value) && !borne(value, asset.columns));
    return { asset, columns: table, loose, undeclared: undeclaredOf(asset, table) };
  });
  return { assets: flowAssets, columns, indexOf };
}

function addTo(map: Map<AssetId, Set<string>>, id: AssetId, column: string): void {
  const names = map.get(id) ?? new Set();
  map.set(id, names.add(column));
}

/** Whether a column bears the tag or one below it: `pii` is accounted for by a `pii.contact`. */
function borne(tag: string, columns: readonly Column[]): boolean {
  return columns.some(({ tags }) => tags.some((one) => one === tag || one.startsWith(`${tag}.`)));
}

/** A table without a list of columns hides nothing; one whose columns are all explained takes nothing. */
function undeclaredOf({ columns }: Asset, table: FlowAsset["columns"]): Masking {
  if (columns.length === 0) return kept;
  const open = columns.filter(({ name }) => table.get(name)?.hasLineage !== true);
  return open.reduce<Masking>((least, { masking }) => weakest(least, maskingOf(masking)), gone);
}

function weakest(a: Masking, b: Masking): Masking {
  return a < b ? a : b;
}

interface Ends {
  readonly from: number;
  readonly source: FlowAsset;
  readonly target: FlowAsset;
}

/** The way of a column edge, and beside it that of values which no column of the source accounts for. */
function columnWays(
  edge: ColumnEdge,
  { from, source, target }: Ends,
  { smallestGroup }: FlowOptions,
): readonly Way[] {
  const start = source.columns.get(edge.from.column);
  const end = target.columns.get(edge.to.column);
  if (start === undefined || end === undefined) return [];
  const large = smallestGroup !== undefined && groupOf(target.asset) >= smallestGroup;
  const masking = strictest(maskingVia(edge.via, large), maskingOf(end.facts?.masking));
  const way: Way = [
    start.node,
    end.node,
    { cause: edge, masking, certain: edge.strength !== "inferred" },
  ];
  const doubtful: Step = { cause: edge, masking, certain: false };
  // A name that a listed table does not have may be any of its columns, misspelt.
  if (source.asset.columns.length > 0 && start.facts === undefined) {
    return [way, [allOf(from), end.node, doubtful]];
  }
  const open = !start.hasLineage || source.loose.length > 0;
  return open ? [way, [wholeOf(from), end.node, doubtful]] : [way];
}

/** Persons in the smallest group, where the asset declares its anonymisation; else 0. */
function groupOf({ facets }: Asset): number {
  const k = valueAt(facets.privacy?.value, ["anonymization", "k"]);
  return typeof k === "number" ? k : 0;
}

/** From everything that the source holds: certain on the way to a job and into a model. */
function wholeStep(edge: Edge, { asset, undeclared }: FlowAsset): Step {
  const guessed = edge.strength === "inferred";
  const learns = edge.kind === "trains" || edge.kind === "reads";
  const certain = asset.kind === "ml_model" ? learns : !holdsColumns(asset);
  return { cause: edge, masking: undeclared, certain: certain && !guessed };
}

function holdsColumns({ kind }: Asset): boolean {
  return kind === "dataset" || kind === "feature_view";
}
