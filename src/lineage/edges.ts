import { byCodeUnit } from "../base/compare.ts";
import { joined } from "../base/group.ts";
import { rowOf } from "../model/graph.ts";
import type { AssetId } from "../model/ids.ts";
import { dataEdges, strengths, type EdgeKind, type Strength } from "../model/kinds.ts";
import type { ColumnEdge, Edge } from "../model/snapshot.ts";
import { byPlace, precedence } from "./order.ts";
import { results, type Results } from "./results.ts";
import { rowsOf, type Roster } from "./roster.ts";

/**
 * One edge for each (from, to, kind), by the strongest claim, sorted. It is conditional only if
 * every claim of it is: what may run always counts as running always.
 */
export function foldEdges(said: readonly Edge[], roster: Roster): readonly Edge[] {
  const rows = rowsOf(roster, said, ({ from }) => from);
  return joined(roster.ids.map((_, number) => foldFrom(rowOf(rows, number, said))));
}

const none: readonly never[] = [];

function foldFrom(said: readonly Edge[]): readonly Edge[] {
  if (said.length < 2) return said;
  const sorted = said.toSorted(
    (a, b) => byCodeUnit(a.to, b.to) || byCodeUnit(a.kind, b.kind) || byClaim(a, b),
  );
  const edges: Edge[] = [];
  for (let at = 0; at < sorted.length;) {
    const first = sorted[at];
    if (first === undefined) break;
    let next = at + 1;
    while (sameEdge(first, sorted[next])) next += 1;
    edges.push(edgeOf(first, sorted.slice(at, next)));
    at = next;
  }
  return edges;
}

function sameEdge(a: Edge, b: Edge | undefined): boolean {
  return b !== undefined && a.to === b.to && a.kind === b.kind;
}

function byClaim(a: Edge, b: Edge): number {
  return precedence(a, b) || byCodeUnit(a.condition ?? "", b.condition ?? "");
}

function edgeOf(first: Edge, all: readonly Edge[]): Edge {
  const { kind, from, to, strength, tool, place, condition } = first;
  const always = all.some((edge) => edge.condition === undefined);
  return always && condition !== undefined ? { kind, from, to, strength, tool, place } : first;
}

function byEnds(a: Edge, b: Edge): number {
  return byCodeUnit(a.from, b.from) || byCodeUnit(a.to, b.to) || byCodeUnit(a.kind, b.kind);
}

/** Column edges by the asset that they lead to, as the roster numbers it. */
export type ColumnEdgesTo = readonly (readonly ColumnEdge[])[];

/** One column edge for each (to, from, via), by the strongest claim; each list sorted. */
export function foldColumnEdges(said: readonly ColumnEdge[], roster: Roster): ColumnEdgesTo {
  const rows = rowsOf(roster, said, ({ to }) => to.asset);
  return roster.ids.map((_, number) => foldTo(rowOf(rows, number, said)));
}

function foldTo(said: readonly ColumnEdge[]): readonly ColumnEdge[] {
  if (said.length < 2) return said;
  const sorted = said.toSorted((a, b) => byColumns(a, b) || byStrength(a, b));
  return sorted.filter((edge, index) => {
    const before = sorted[index - 1];
    return before === undefined || byColumns(before, edge) !== 0;
  });
}

function byStrength(a: ColumnEdge, b: ColumnEdge): number {
  const order = strengths.indexOf(a.strength) - strengths.indexOf(b.strength);
  return order || byPlace(a.place, b.place);
}

/** Order of column edges to one asset. */
function byColumns(a: ColumnEdge, b: ColumnEdge): number {
  return (
    byCodeUnit(a.to.column, b.to.column) ||
    byCodeUnit(a.from.asset, b.from.asset) ||
    byCodeUnit(a.from.column, b.from.column) ||
    byCodeUnit(a.via, b.via)
  );
}

/**
 * The edges that column lineage implies: where a column of one asset comes from another and no
 * edge, direct or over one job, says so already, the one derives from the other.
 */
export function impliedEdges(
  columnEdges: ColumnEdgesTo,
  edges: readonly Edge[],
  memo: Results<Edge> = results(),
): readonly Edge[] {
  const targets = new Map<AssetId, Set<AssetId>>();
  const sources = new Map<AssetId, AssetId[]>();
  for (const { kind, from, to } of edges) {
    if (!dataEdges.has(kind)) continue;
    set(targets, from).add(to);
    list(sources, to).push(from);
  }
  const said = (from: AssetId, to: AssetId): boolean => {
    const reached = targets.get(from);
    if (reached === undefined) return false;
    return reached.has(to) || sources.get(to)?.some((middle) => reached.has(middle)) === true;
  };
  return columnEdges.flatMap((some) =>
    firstFromEach(some).flatMap((edge) => {
      const [from, to] = [edge.from.asset, edge.to.asset];
      if (from === to || said(from, to)) return none;
      return memo.of(`${from}\0${to}`, [edge], () => derived(edge));
    }),
  );
}

function firstFromEach(columnEdges: readonly ColumnEdge[]): readonly ColumnEdge[] {
  const sources = new Set<AssetId>();
  return columnEdges.filter(({ from }) => {
    const { size } = sources;
    return sources.add(from.asset).size > size;
  });
}

function derived({ from, to, strength, place }: ColumnEdge): Edge {
  const kind: EdgeKind = "derives";
  const weakened: Strength = strength === "declared" ? "derived" : strength;
  return { kind, from: from.asset, to: to.asset, strength: weakened, tool: "own", place };
}

function set<K, V>(map: Map<K, Set<V>>, key: K): Set<V> {
  const found = map.get(key) ?? new Set<V>();
  map.set(key, found);
  return found;
}

function list<K, V>(map: Map<K, V[]>, key: K): V[] {
  const found = map.get(key) ?? [];
  map.set(key, found);
  return found;
}

/** Both lists together in the one order of edges. */
export function withEdges(edges: readonly Edge[], more: readonly Edge[]): readonly Edge[] {
  return more.length === 0 ? edges : [...edges, ...more].toSorted(byEnds);
}
