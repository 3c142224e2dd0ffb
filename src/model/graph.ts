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
  const sources = new Uint32Array(edges.length);
  const targets = new Uint32Array(edges.length);
  for (const edge of edges) {
    const [from, to] = [indexOf.get(edge.from), indexOf.get(edge.to)];
    if (from === undefined || to === undefined) continue;
    sources[known.length] = from;
    targets[known.length] = to;
    known.push(edge);
  }
  return {
    ids,
    indexOf,
    edges: known,
    sources,
    targets,
    out: rowsBy(sources.subarray(0, known.length), ids.length),
    into: rowsBy(targets.subarray(0, known.length), ids.length),
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

/** Everything reachable from the given assets, without these themselves, sorted. */
export function reachable(graph: Graph, from: readonly AssetId[], walk: Walk): readonly AssetId[] {
  const start = nodesOf(graph, from);
  const { order } = visit(graph, start, walk);
  return order
    .subarray(start.length)
    .toSorted()
    .reduce<AssetId[]>((ids, node) => {
      const id = graph.ids[node];
      if (id !== undefined) ids.push(id);
      return ids;
    }, []);
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
  const { parents } = visit(graph, start, walk);
  const path: Edge[] = [];
  const back = walk.direction === "down" ? graph.sources : graph.targets;
  for (let node = target; node !== start[0];) {
    const parent = parents[node] ?? unvisited;
    const edge = graph.edges[parent];
    if (edge === undefined) return undefined;
    path.push(edge);
    node = back[parent] ?? 0;
  }
  return path.toReversed();
}

function nodesOf(graph: Graph, ids: readonly AssetId[]): readonly number[] {
  return [...new Set(ids.flatMap((id) => graph.indexOf.get(id) ?? []))].toSorted((a, b) => a - b);
}

const unvisited = 0xffffffff;
const root = 0xfffffffe;

interface Visit {
  /** Nodes in breadth-first order, the start first. */
  readonly order: Uint32Array;
  /** The edge by which each node was first met. */
  readonly parents: Uint32Array;
}

function visit(graph: Graph, start: readonly number[], walk: Walk): Visit {
  const parents = new Uint32Array(graph.ids.length).fill(unvisited);
  const queue = new Uint32Array(graph.ids.length);
  queue.set(start);
  for (const node of start) parents[node] = root;
  let [levelStart, levelEnd] = [0, start.length];
  for (let depth = walk.depth ?? Infinity; depth > 0 && levelStart < levelEnd; depth -= 1) {
    const next = level(graph, { queue, parents, from: levelStart, to: levelEnd }, walk);
    [levelStart, levelEnd] = [levelEnd, next];
  }
  return { order: queue.subarray(0, levelEnd), parents };
}

interface Level {
  readonly queue: Uint32Array;
  readonly parents: Uint32Array;
  readonly from: number;
  readonly to: number;
}

/** Appends to the queue what one level leads to; returns the queue's new length. */
function level(graph: Graph, { queue, parents, from, to }: Level, walk: Walk): number {
  const down = walk.direction === "down";
  const { offsets, edges } = down ? graph.out : graph.into;
  const ends = down ? graph.targets : graph.sources;
  let length = to;
  for (let at = from; at < to; at += 1) {
    const node = queue[at] ?? 0;
    const last = offsets[node + 1] ?? 0;
    for (let row = offsets[node] ?? 0; row < last; row += 1) {
      const edge = edges[row] ?? 0;
      const next = ends[edge] ?? 0;
      if (parents[next] !== unvisited || !follows(graph, edge, walk)) continue;
      parents[next] = edge;
      queue[length] = next;
      length += 1;
    }
  }
  return length;
}

function follows({ edges }: Graph, edge: number, { kinds = dataEdges }: Walk): boolean {
  const kind = edges[edge]?.kind;
  return kind !== undefined && kinds.has(kind);
}
