import { byCodeUnit } from "../base/compare.ts";
import { grouped } from "../base/group.ts";
import type { AssetId } from "../model/ids.ts";
import type { ColumnEdge, Edge } from "../model/snapshot.ts";
import { strengths, type EdgeKind, type Strength } from "../model/kinds.ts";
import { dataEdges } from "../model/kinds.ts";
import type { ColumnLink, Link } from "./link.ts";
import { byPlace, precedence } from "./order.ts";

type IdOf = (node: number) => AssetId;

/**
 * One edge for each (from, to, kind), by the strongest claim, sorted. It is conditional only if
 * every claim of it is: what may run always counts as running always.
 */
export function foldEdges(links: readonly Link[], idOf: IdOf): readonly Edge[] {
  const byEnd = grouped(links, ({ from }) => from);
  return [...byEnd.values()].flatMap((some) => foldFrom(some, idOf)).toSorted(byEnds);
}

function foldFrom(links: readonly Link[], idOf: IdOf): readonly Edge[] {
  const [only] = links;
  if (only !== undefined && links.length === 1) return [edgeOf(only, links, idOf)];
  const sorted = links.toSorted(
    (a, b) => a.to - b.to || byCodeUnit(a.claim.says.edge, b.claim.says.edge) || byClaim(a, b),
  );
  const edges: Edge[] = [];
  for (let at = 0; at < sorted.length;) {
    const first = sorted[at];
    if (first === undefined) break;
    let next = at + 1;
    while (sameEdge(first, sorted[next])) next += 1;
    edges.push(edgeOf(first, sorted.slice(at, next), idOf));
    at = next;
  }
  return edges;
}

function sameEdge(a: Link, b: Link | undefined): boolean {
  return b !== undefined && a.to === b.to && a.claim.says.edge === b.claim.says.edge;
}

function byClaim(a: Link, b: Link): number {
  return (
    precedence(a.claim, b.claim) ||
    byCodeUnit(a.claim.says.condition ?? "", b.claim.says.condition ?? "")
  );
}

function edgeOf({ from, to, claim }: Link, all: readonly Link[], idOf: IdOf): Edge {
  const { strength, tool, place } = claim;
  const { edge: kind, condition } = claim.says;
  const conditional = all.every((link) => link.claim.says.condition !== undefined);
  return {
    kind,
    from: idOf(from),
    to: idOf(to),
    strength,
    tool,
    place,
    ...(conditional && condition !== undefined && { condition }),
  };
}

function byEnds(a: Edge, b: Edge): number {
  return byCodeUnit(a.from, b.from) || byCodeUnit(a.to, b.to) || byCodeUnit(a.kind, b.kind);
}

/** One column edge for each (to, from, via), by the strongest claim, sorted. */
export function foldColumnEdges(links: readonly ColumnLink[], idOf: IdOf): readonly ColumnEdge[] {
  const strongest = new Map<string, ColumnEdge>();
  for (const { from, to, via, claim } of links) {
    const key = `${to.node} ${from.node} ${JSON.stringify([to.column, from.column, via])}`;
    const edge: ColumnEdge = {
      from: { asset: idOf(from.node), column: from.column },
      to: { asset: idOf(to.node), column: to.column },
      via,
      strength: claim.strength,
      place: claim.place,
    };
    const before = strongest.get(key);
    if (before === undefined || stronger(edge, before)) strongest.set(key, edge);
  }
  return [...strongest.values()].toSorted(byColumns);
}

function stronger(a: ColumnEdge, b: ColumnEdge): boolean {
  const order = strengths.indexOf(a.strength) - strengths.indexOf(b.strength);
  return (order || byPlace(a.place, b.place)) < 0;
}

function byColumns(a: ColumnEdge, b: ColumnEdge): number {
  return (
    byCodeUnit(a.to.asset, b.to.asset) ||
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
  columnEdges: readonly ColumnEdge[],
  edges: readonly Edge[],
): readonly Edge[] {
  if (columnEdges.length === 0) return [];
  const targets = new Map<AssetId, Set<AssetId>>();
  const sources = new Map<AssetId, AssetId[]>();
  for (const { kind, from, to } of edges) {
    if (!dataEdges.has(kind)) continue;
    set(targets, from).add(to);
    list(sources, to).push(from);
  }
  const implied = new Map<string, Edge>();
  for (const edge of columnEdges) {
    const [from, to] = [edge.from.asset, edge.to.asset];
    if (from === to || targets.get(from)?.has(to) === true) continue;
    const through = sources.get(to) ?? [];
    if (through.some((middle) => targets.get(from)?.has(middle) === true)) continue;
    const key = `${from}\0${to}`;
    if (!implied.has(key)) implied.set(key, derived(edge));
  }
  return [...implied.values()];
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
