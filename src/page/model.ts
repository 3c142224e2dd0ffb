import { grouped } from "../base/group.ts";
import type { PageData, PageNode } from "../drawing/page-data.ts";
import type { GraphColumnEdge, GraphEdge } from "../model/graph-view.ts";
import type { AssetId } from "../model/ids.ts";
import type { ColumnId } from "../model/snapshot.ts";

/** The graph as the page asks it. */
export interface Model {
  readonly data: PageData;
  readonly nodeOf: ReadonlyMap<AssetId, PageNode>;
  readonly into: ReadonlyMap<AssetId, readonly GraphEdge[]>;
  readonly out: ReadonlyMap<AssetId, readonly GraphEdge[]>;
}

export type Way = "up" | "down" | "both";

export function modelOf(data: PageData): Model {
  return {
    data,
    nodeOf: new Map(data.nodes.map((node) => [node.id, node])),
    into: grouped(data.edges, ({ to }) => to),
    out: grouped(data.edges, ({ from }) => from),
  };
}

/** The asset with whatever leads to it, or it leads to, or both. */
export function around(model: Model, id: AssetId, way: Way): ReadonlySet<AssetId> {
  const up = way === "down" ? [] : reached(id, model.into, "from");
  const down = way === "up" ? [] : reached(id, model.out, "to");
  return new Set([id, ...up, ...down]);
}

function reached(
  id: AssetId,
  edgesOf: ReadonlyMap<AssetId, readonly GraphEdge[]>,
  end: "from" | "to",
): ReadonlySet<AssetId> {
  const met = new Set([id]);
  for (const at of met) for (const edge of edgesOf.get(at) ?? []) met.add(edge[end]);
  return met;
}

/** All that lies on ways from one asset to another; undefined where there is none either way. */
export function between(model: Model, a: AssetId, b: AssetId): ReadonlySet<AssetId> | undefined {
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    const below = reached(from, model.out, "to");
    if (!below.has(to)) continue;
    const above = reached(to, model.into, "from");
    return new Set([...below].filter((id) => above.has(id)));
  }
  return undefined;
}

/** A column and all that it comes from and goes into. */
export interface ColumnWay {
  /** As `columnKey` writes them. */
  readonly columns: ReadonlySet<string>;
  readonly assets: ReadonlySet<AssetId>;
}

export function columnKey(asset: AssetId, column: string): string {
  return `${asset}\0${column}`;
}

export function columnsAround({ data }: Model, asset: AssetId, column: string): ColumnWay {
  const start = { asset, column };
  const into = grouped(data.columnEdges, ({ to }) => columnKey(to.asset, to.column));
  const out = grouped(data.columnEdges, ({ from }) => columnKey(from.asset, from.column));
  const met = [...columnsFrom(start, into, "from"), ...columnsFrom(start, out, "to")];
  return { columns: new Set(met.map(([key]) => key)), assets: new Set(met.map(([, id]) => id)) };
}

function columnsFrom(
  start: ColumnId,
  edgesOf: ReadonlyMap<string, readonly GraphColumnEdge[]>,
  end: "from" | "to",
): ReadonlyMap<string, AssetId> {
  const met = new Map([[columnKey(start.asset, start.column), start.asset]]);
  for (const [key] of met) {
    for (const edge of edgesOf.get(key) ?? []) {
      met.set(columnKey(edge[end].asset, edge[end].column), edge[end].asset);
    }
  }
  return met;
}

/** Assets whose name, owner, kind, tags or columns hold every word, names that begin with it first. */
export function search({ data }: Model, text: string): readonly PageNode[] {
  const words = text
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== "");
  if (words.length === 0) return data.nodes;
  const first = words[0] ?? "";
  const found = data.nodes.filter((node) => {
    const hay = haystackOf(node);
    return words.every((word) => hay.includes(word));
  });
  const rank = ({ name }: PageNode): number => {
    const at = name.toLowerCase().indexOf(first);
    return at === 0 ? 0 : at > 0 ? 1 : 2;
  };
  return found.toSorted((a, b) => rank(a) - rank(b));
}

function haystackOf({ id, name, owner = "", tags, columns }: PageNode): string {
  const names = columns.flatMap((column) => [column.name, ...column.tags]);
  return [id, name, owner, ...tags, ...names].join("\n").toLowerCase();
}

export type ColourBy = "kind" | "tag" | "cost" | "change";

/** How many colours tags share; the rarer ones have none. */
const tagColours = 7;

/** The tags that have a colour, the most frequent first. */
export function colouredTags({ data }: Model): readonly string[] {
  const all = data.nodes.flatMap((node) => [...tagsOf(node)]);
  return [...grouped(all, (tag) => tag)]
    .toSorted(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1))
    .slice(0, tagColours)
    .map(([tag]) => tag);
}

function tagsOf({ tags, columns }: PageNode): ReadonlySet<string> {
  return new Set([...tags, ...columns.flatMap((column) => column.tags)]);
}

/** The class that colours a node; empty where it keeps its own. */
export function paintOf(node: PageNode, by: ColourBy, tags: readonly string[]): string {
  if (by === "tag") {
    const own = tagsOf(node);
    const at = tags.findIndex((tag) => own.has(tag));
    return at === -1 ? "plain" : `tag-${at}`;
  }
  if (by === "cost") return node.cost?.level === undefined ? "plain" : `cost-${node.cost.level}`;
  if (by === "change") return node.change === undefined ? "plain" : `is-${node.change}`;
  return "";
}
