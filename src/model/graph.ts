import { byCodeUnit } from "../base/compare.ts";
import type { AssetId } from "./ids.ts";
import { dataEdges, type EdgeKind } from "./kinds.ts";
import type { Asset, Edge } from "./snapshot.ts";

/** Compressed rows: the edges of node n are `edges[offsets[n]]` to before `edges[offsets[n + 1]]`. */
export interface Rows {
  readonly offsets: Uint32Array;
  readonly edges: Uint32Array;
}

/** A snapshot's edges by their ends, for traversals that visit each edge once. */
export interface Graph {
  /** Sorted; a node is its index here. */
  readonly ids: readonly AssetId[];
  readonly indexOf: ReadonlyMap<AssetId, number>;
  readonly edges: readonly Edge[];
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  readonly out: Rows;
  readonly into: Rows;
}

export type Direction = "down" | "up";

export interface Walk {
  readonly direction: Direction;
  /** Kinds of edge to follow; data edges when not given. */
  readonly kinds?: ReadonlySet<EdgeKind>;
  /** Farthest distance, in edges. */
  readonly depth?: number;
}

/** What a graph is made of; a snapshot is. */
export interface GraphParts {
  readonly assets: readonly Pick<Asset, "id">[];
  readonly edges: readonly Edge[];
}

/** The index of a snapshot. Edges whose ends are no assets of it are left out. */
export function graphOf({ assets, edges }: GraphParts): Graph {
  const ids = assets.map(({ id }) => id).toSorted(byCodeUnit);
  const indexOf = new Map(ids.map((id, index) => [id, index]));
  const known: Edge[] = [];
  const ends: [from: number[], to: number[]] = [[], []];
  for (const edge of edges) {
    const from = indexOf.get(edge.from);
    const to = indexOf.get(edge.to);
    if (from === undefined || to === undefined) continue;
    known.push(edge);
    ends[0].push(from);
    ends[1].push(to);
  }
  const [sources, targets] = [Uint32Array.from(ends[0]), Uint32Array.from(ends[1])];
  return {
    ids,
    indexOf,
    edges: known,
    sources,
    targets,
    out: rowsBy(sources, ids.length),
    into: rowsBy(targets, ids.length),
  };
}

/** Counting sort of the edges by one end; stable, hence deterministic. */
export function rowsBy(ends: Uint32Array, nodes: number): Rows {
  const offsets = new Uint32Array(nodes + 1);
  for (const end of ends) offsets[end + 1] = (offsets[end + 1] ?? 0) + 1;
  for (let node = 0; node < nodes; node += 1) {
    offsets[node + 1] = (offsets[node + 1] ?? 0) + (offsets[node] ?? 0);
  }
  const next = offsets.slice();
  const edges = new Uint32Array(ends.length);
  ends.forEach((end, edge) => {
    const at = next[end] ?? 0;
    edges[at] = edge;
    next[end] = at + 1;
  });
  return { offsets, edges };
}

/** Those of the items that lie in the row of a node. */
export function rowOf<T>({ offsets, edges }: Rows, node: number, items: readonly T[]): T[] {
  const row: T[] = [];
  const end = offsets[node + 1] ?? 0;
  for (let at = offsets[node] ?? 0; at < end; at += 1) {
    const item = items[edges[at] ?? 0];
    if (item !== undefined) row.push(item);
  }
  return row;
}

/** Everything reachable from the given assets, without these themselves, sorted. */
export function reachable(graph: Graph, from: readonly AssetId[], walk: Walk): readonly AssetId[] {
  const start = nodesOf(graph, from);
  const met = [...visit(graph, start, walk).keys()].slice(start.length);
  return met.toSorted((a, b) => a - b).flatMap((node) => graph.ids[node] ?? []);
}

/** The edges of one shortest walk between two assets, in walking order; undefined where there is none. */
export function shortestPath(
  graph: Graph,
  [from, to]: readonly [AssetId, AssetId],
  walk: Walk,
): readonly Edge[] | undefined {
  const target = graph.indexOf.get(to);
  const start = nodesOf(graph, [from]);
  if (target === undefined || start.length === 0) return undefined;
  const parents = visit(graph, start, walk);
  const path: Edge[] = [];
  const back = walk.direction === "down" ? graph.sources : graph.targets;
  for (let node = target; node !== start[0];) {
    const parent = parents.get(node);
    const edge = parent === undefined ? undefined : graph.edges[parent];
    if (parent === undefined || edge === undefined) return undefined;
    path.push(edge);
    node = back[parent] ?? 0;
  }
  return path.toReversed();
}

function nodesOf(graph: Graph, ids: readonly AssetId[]): readonly number[] {
  return [...new Set(ids.flatMap((id) => graph.indexOf.get(id) ?? []))].toSorted((a, b) => a - b);
}

const root = -1;

/**
 * The nodes in breadth-first order, the start first, each with the edge by which it was first met:
 * a map, so that a walk costs what it reaches, however large the graph is.
 */
function visit(graph: Graph, start: readonly number[], walk: Walk): ReadonlyMap<number, number> {
  const parents = new Map(start.map((node) => [node, root]));
  let level = start;
  for (let depth = walk.depth ?? Infinity; depth > 0 && level.length > 0; depth -= 1) {
    level = nextLevel(graph, { level, parents }, walk);
  }
  return parents;
}

/** What one level leads to, for the first time. */
function nextLevel(
  graph: Graph,
  { level, parents }: { readonly level: readonly number[]; readonly parents: Map<number, number> },
  walk: Walk,
): readonly number[] {
  const down = walk.direction === "down";
  const { offsets, edges } = down ? graph.out : graph.into;
  const ends = down ? graph.targets : graph.sources;
  const met: number[] = [];
  for (const node of level) {
    const last = offsets[node + 1] ?? 0;
    for (let row = offsets[node] ?? 0; row < last; row += 1) {
      const edge = edges[row] ?? 0;
      const next = ends[edge] ?? 0;
      if (parents.has(next) || !follows(graph, edge, walk)) continue;
      parents.set(next, edge);
      met.push(next);
    }
  }
  return met;
}

function follows({ edges }: Graph, edge: number, { kinds = dataEdges }: Walk): boolean {
  const kind = edges[edge]?.kind;
  return kind !== undefined && kinds.has(kind);
}
