import { by } from "../base/compare.ts";
import { grouped } from "../base/group.ts";
import type { GraphEdge, GraphNode, GraphView } from "../model/graph-view.ts";
import type { AssetId } from "../model/ids.ts";
import { dataEdges, strengths, type AssetKind, type Strength } from "../model/kinds.ts";

interface Filter {
  readonly kinds?: ReadonlySet<AssetKind>;
  readonly tags?: readonly string[];
}

/**
 * The view with the wanted assets only, and the focus. Where data runs from one to another through
 * assets that are left out, an edge of kind `derives` says so, as sure as its weakest part.
 */
export function narrowed(view: GraphView, { kinds, tags }: Filter): GraphView {
  if (kinds === undefined && tags === undefined) return view;
  const wanted = (node: GraphNode): boolean =>
    node.id === view.focus ||
    (kinds?.has(node.kind) !== false && (tags === undefined || hasTag(node, tags)));
  const nodes = view.nodes.filter(wanted);
  const kept = new Set(nodes.map(({ id }) => id));
  const direct = view.edges.filter(({ from, to }) => kept.has(from) && kept.has(to));
  const edges = [...direct, ...bridges(view, kept)];
  return {
    ...view,
    nodes,
    edges: edges.toSorted(
      by(
        ({ from }) => from,
        ({ to }) => to,
        ({ kind }) => kind,
      ),
    ),
  };
}

function hasTag({ tags, columns }: GraphNode, asked: readonly string[]): boolean {
  const own = [...tags, ...columns.flatMap((column) => column.tags)];
  return own.some((tag) => asked.some((word) => tag === word || tag.startsWith(`${word}.`)));
}

interface Step {
  readonly at: AssetId;
  readonly through: number;
  readonly strength: Strength;
}

function bridges(view: GraphView, kept: ReadonlySet<AssetId>): readonly GraphEdge[] {
  const carrying = view.edges.filter(({ kind }) => dataEdges.has(kind));
  const below = grouped(carrying, ({ from }) => from);
  return [...kept].flatMap((from) =>
    beyond(from, below, kept).map(({ at, ...facts }): GraphEdge => ({
      kind: "derives",
      from,
      to: at,
      ...facts,
    })),
  );
}

/** The nearest kept assets along data edges that no such edge leads to, each by a shortest way. */
function beyond(
  from: AssetId,
  below: ReadonlyMap<AssetId, readonly GraphEdge[]>,
  kept: ReadonlySet<AssetId>,
): readonly Step[] {
  const queue: Step[] = [{ at: from, through: -1, strength: "declared" }];
  const met = new Set([from]);
  const found: Step[] = [];
  for (const { at, through, strength } of queue) {
    for (const edge of below.get(at) ?? []) {
      if (met.has(edge.to)) continue;
      met.add(edge.to);
      const step = { at: edge.to, through: through + 1, strength: weaker(strength, edge.strength) };
      if (!kept.has(edge.to)) queue.push(step);
      else if (step.through > 0) found.push(step);
    }
  }
  return found;
}

function weaker(a: Strength, b: Strength): Strength {
  return strengths.indexOf(a) > strengths.indexOf(b) ? a : b;
}
