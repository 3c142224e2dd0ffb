import { by } from "../base/compare.ts";
import type { GraphColumn } from "../model/graph-view.ts";
import type { AssetId } from "../model/ids.ts";
import type { AssetChange } from "../model/review.ts";
import type { Asset, Column, ColumnEdge, ColumnId, Edge, Snapshot } from "../model/snapshot.ts";

type Mark = { readonly change?: "added" | "removed" };

export type DrawableEdge = Edge & Mark;
export type DrawableAsset = Omit<Asset, "columns"> & {
  readonly columns: readonly (Column & Pick<GraphColumn, "change">)[];
};
type DrawableColumnEdge = ColumnEdge & Mark;

/** What a view is taken from: a snapshot, or two with what differs. */
export interface Drawable {
  /** Sorted by id. */
  readonly assets: readonly DrawableAsset[];
  /** Sorted by (from, to, kind). */
  readonly edges: readonly DrawableEdge[];
  /** Sorted by (to, from, via). */
  readonly columnEdges: readonly DrawableColumnEdge[];
  /** How the base is called, and what differs from it; absent for one snapshot alone. */
  readonly base?: string;
  readonly changes?: ReadonlyMap<AssetId, AssetChange["change"]>;
}

/** Base and head in one: whatever only one of them has is marked. Ids are the head's. */
export function comparedGraph(
  { base, head }: { readonly base: Snapshot; readonly head: Snapshot },
  changes: readonly AssetChange[],
  label: string,
): Drawable {
  const names = new Map(
    changes.flatMap(({ asset, formerly }) =>
      formerly === undefined ? [] : [[formerly, asset] as const],
    ),
  );
  const rename = (id: AssetId): AssetId => names.get(id) ?? id;
  const column = ({ asset, column: name }: ColumnId): ColumnId => ({
    asset: rename(asset),
    column: name,
  });
  const former = base.edges.map((edge) => ({
    ...edge,
    from: rename(edge.from),
    to: rename(edge.to),
  }));
  const formerColumns = base.columnEdges.map((edge) => ({
    ...edge,
    from: column(edge.from),
    to: column(edge.to),
  }));
  const marks = new Map(changes.map(({ asset, change }) => [asset, change]));
  const gone = base.assets.filter(({ id }) => marks.get(id) === "removed");
  const formerOf = new Map(base.assets.map((asset) => [rename(asset.id), asset]));
  const now = head.assets.map((asset) =>
    marks.get(asset.id) === "modified" ? withColumns(asset, formerOf.get(asset.id)) : asset,
  );
  return {
    assets: [...now, ...gone].toSorted(by(({ id }) => id)),
    edges: marked(former, head.edges, edgeKey).toSorted(by(edgeKey)),
    columnEdges: marked(formerColumns, head.columnEdges, columnEdgeKey).toSorted(by(columnEdgeKey)),
    base: label,
    changes: marks,
  };
}

/** The asset with its columns of both sides, those that differ marked. */
function withColumns(asset: Asset, former: Asset | undefined): DrawableAsset {
  const old = new Map((former?.columns ?? []).map((column) => [column.name, column]));
  const kept = new Set(asset.columns.map(({ name }) => name));
  const gone = [...old.values()].filter(({ name }) => !kept.has(name));
  return {
    ...asset,
    columns: [
      ...asset.columns.map((column) => {
        const change = columnChange(old.get(column.name), column);
        return change === undefined ? column : { ...column, change };
      }),
      ...gone.map((column) => ({ ...column, change: "removed" as const })),
    ],
  };
}

function columnChange(before: Column | undefined, after: Column): GraphColumn["change"] {
  if (before === undefined) return "added";
  return factsOf(before) === factsOf(after) ? undefined : "modified";
}

/** All that a column says, as text that is equal where that is; not where it says so. */
function factsOf(column: Column): string {
  const facts = Object.entries(column).filter(([name]) => name !== "place");
  return JSON.stringify(facts.toSorted(by(([name]) => name)));
}

function marked<T extends object>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (edge: T) => string,
): readonly (T & Mark)[] {
  const [old, now] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
  return [
    ...after.map((edge): T & Mark => (old.has(keyOf(edge)) ? edge : { ...edge, change: "added" })),
    ...before
      .filter((edge) => !now.has(keyOf(edge)))
      .map((edge): T & Mark => ({ ...edge, change: "removed" })),
  ];
}

function edgeKey({ from, to, kind }: Edge): string {
  return `${from}\0${to}\0${kind}`;
}

function columnEdgeKey({ from, to, via }: ColumnEdge): string {
  return [to.asset, to.column, from.asset, from.column, via].join("\0");
}
