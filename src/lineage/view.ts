import { textAt } from "../base/json.ts";
import { graphOf, reachable, type Direction } from "../model/graph.ts";
import type {
  GraphColumn,
  GraphColumnEdge,
  GraphEdge,
  GraphNode,
  GraphView,
} from "../model/graph-view.ts";
import type { AssetId } from "../model/ids.ts";
import { edgeKinds, type AssetKind, type EdgeKind } from "../model/kinds.ts";
import { narrowed } from "./view-filter.ts";
import type { Drawable, DrawableAsset, DrawableEdge } from "./view-change.ts";

export interface ViewOptions {
  /** Only this asset and what is before and after it. */
  readonly focus?: AssetId;
  /** Farthest distance from the focus, in edges. */
  readonly depth?: number;
  /** Only what is before the focus, or only what is after it. */
  readonly direction?: Direction;
  /** Only what changes, whatever that reaches, and what leads to it directly. */
  readonly changed?: boolean;
  /** Only assets of these kinds; what lies between is stepped over. */
  readonly kinds?: ReadonlySet<AssetKind>;
  /** Only assets with one of these tags, of their own or of a column; `pii` means `pii.contact` too. */
  readonly tags?: readonly string[];
  /** Whether columns are to be drawn. */
  readonly columns?: boolean;
}

const every: ReadonlySet<EdgeKind> = new Set(edgeKinds);

/**
 * The part of a snapshot, or of two compared ones, to draw: all of it, or the focus with its
 * ancestors and descendants along every kind of edge. A focus that the snapshot does not have gives
 * an empty view.
 */
export function viewOf(drawable: Drawable, options: ViewOptions = {}): GraphView {
  const { focus, depth, columns = false } = options;
  const shown = shownIn(drawable, options);
  const view: GraphView = {
    ...(focus !== undefined && { focus }),
    ...(focus !== undefined && depth !== undefined && { depth }),
    ...(drawable.base !== undefined && { base: drawable.base }),
    columns,
    nodes: drawable.assets.filter(({ id }) => shown(id)).map((asset) => nodeOf(asset, drawable)),
    edges: drawable.edges.filter(({ from, to }) => shown(from) && shown(to)).map(edgeOf),
    columnEdges: [],
    total: { assets: drawable.assets.length, edges: drawable.edges.length },
  };
  const narrow = narrowed(view, options);
  return { ...narrow, columnEdges: columnEdgesIn(narrow, drawable) };
}

function shownIn(drawable: Drawable, options: ViewOptions): (id: AssetId) => boolean {
  const { focus, changed = false } = options;
  if (focus !== undefined) {
    const around = aroundFocus(drawable, focus, options);
    return (id) => around.has(id);
  }
  if (!changed) return () => true;
  const part = aroundChanges(drawable, options);
  return (id) => part.has(id);
}

function aroundFocus(
  drawable: Drawable,
  focus: AssetId,
  { depth, direction }: ViewOptions,
): ReadonlySet<AssetId> {
  const graph = graphOf(drawable);
  const ways: readonly Direction[] = direction === undefined ? ["up", "down"] : [direction];
  const walk = { kinds: every, ...(depth !== undefined && { depth }) };
  return new Set([
    focus,
    ...ways.flatMap((way) => reachable(graph, [focus], { ...walk, direction: way })),
  ]);
}

function aroundChanges(drawable: Drawable, { depth }: ViewOptions): ReadonlySet<AssetId> {
  const changes = drawable.changes ?? new Map<AssetId, never>();
  const below = reachable(graphOf(drawable), [...changes.keys()], {
    direction: "down",
    ...(depth !== undefined && { depth }),
  });
  const leading = drawable.edges.filter(({ to }) => changes.has(to)).map(({ from }) => from);
  const feeding = drawable.columnEdges
    .filter(({ change }) => change !== undefined)
    .map(({ from }) => from.asset);
  return new Set([...changes.keys(), ...below, ...leading, ...feeding]);
}

function nodeOf(asset: DrawableAsset, { changes }: Drawable): GraphNode {
  const { id, kind, name, facets, tags, columns, unresolved, places } = asset;
  const value = facets.owner?.value;
  const owner = typeof value === "string" ? value : textAt(value, "team");
  const [place] = places;
  const change = changes?.get(id);
  return {
    id,
    kind,
    name,
    ...(owner !== undefined && { owner }),
    tags: tags.map((tag) => tag.value),
    columns: columns.map(columnOf),
    unresolved: unresolved.map(({ edge, text, reason }) => ({ edge, text, reason })),
    ...(place !== undefined && { place }),
    ...(change !== undefined && { change }),
  };
}

function columnOf({ name, type, tags, change }: DrawableAsset["columns"][number]): GraphColumn {
  return {
    name,
    ...(type !== undefined && { type }),
    tags,
    ...(change !== undefined && { change }),
  };
}

function edgeOf({ kind, from, to, strength, condition, change }: DrawableEdge): GraphEdge {
  return {
    kind,
    from,
    to,
    strength,
    ...(condition !== undefined && { condition }),
    ...(change !== undefined && { change }),
  };
}

/** Those between columns that the nodes list: a reference to any other column has nothing to end at. */
function columnEdgesIn(
  { nodes }: Pick<GraphView, "nodes">,
  { columnEdges }: Drawable,
): readonly GraphColumnEdge[] {
  const columnsOf = new Map(
    nodes.map(({ id, columns }) => [id, new Set(columns.map(({ name }) => name))]),
  );
  return columnEdges
    .filter(({ from, to }) =>
      [from, to].every(({ asset, column }) => columnsOf.get(asset)?.has(column) === true),
    )
    .map(({ from, to, via, strength, change }) => ({
      from,
      to,
      via,
      strength,
      ...(change !== undefined && { change }),
    }));
}
