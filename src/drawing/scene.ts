import { grouped } from "../base/group.ts";
import type { GraphColumnEdge, GraphEdge, GraphNode, GraphView } from "../model/graph-view.ts";
import type { AssetId } from "../model/ids.ts";
import type { EdgeKind } from "../model/kinds.ts";
import { card, heightOf, rowMiddle, wantedWidth, type CardFacts } from "./card.ts";
import { layoutOf } from "./layout/layout.ts";
import type { Link, Point, Route } from "./layout/shape.ts";
import { curves, pathOf, type Path } from "./paths.ts";

/** A view with places: everything that a picture of it shows. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly cards: readonly Card[];
  readonly lines: readonly Line[];
  readonly flows: readonly Flow[];
}

export interface Card extends CardFacts {
  readonly corner: Point;
}

export interface Line extends Path {
  readonly edge: GraphEdge;
  /** Runs from right to left, because it closes a circle. */
  readonly back: boolean;
}

/** From column to column. */
export interface Flow {
  readonly edge: GraphColumnEdge;
  readonly line: string;
}

/** Between two lines that go from the columns of one card to those of another, in pixels. */
const strand = 3;
const strandsMax = 12;

/** How much an edge counts to be short: data leads the eye, the rest follows. */
const weights: Partial<Record<EdgeKind, number>> = {
  runs_after: 1,
  contains: 1,
  deploys: 1,
  owns: 1,
};

/** The picture of a view, in which the given assets show their columns. */
export function sceneOf(
  { nodes, edges, columnEdges }: Pick<GraphView, "nodes" | "edges" | "columnEdges">,
  expanded: (id: AssetId) => boolean,
): Scene {
  const width = widthOf(nodes);
  const facts = nodes.map((node): CardFacts => {
    const rows = expanded(node.id) ? node.columns : [];
    return { node, rows, width, height: heightOf(node, rows) };
  });
  const numberOf = new Map(nodes.map(({ id }, number) => [id, number]));
  const strands = strandsOf(columnEdges, facts, numberOf);
  const links = [...edges.flatMap((edge) => linkOf(edge, numberOf)), ...strands.map(thread)];
  const boxes = facts.map(({ height }) => ({ width, height, port: card.header / 2 }));
  const layout = layoutOf(boxes, links);
  const cards = facts.map((fact, number) => ({
    ...fact,
    corner: layout.corners[number] ?? { x: 0, y: 0 },
  }));
  return {
    width: layout.width,
    height: layout.height,
    cards,
    lines: edges.map((edge, number) => lineOf(edge, layout.routes[number])),
    flows: strands.flatMap((one, number) =>
      flowsOf(one, cards, layout.routes[edges.length + number]),
    ),
  };
}

/** All cards are equally wide, so that columns look like columns; a few long names do not decide. */
function widthOf(nodes: readonly GraphNode[]): number {
  const wanted = nodes.map(wantedWidth).toSorted((a, b) => a - b);
  const most = wanted[Math.floor(wanted.length * 0.9)] ?? card.widthMin;
  return Math.ceil(Math.min(Math.max(most, card.widthMin), card.widthMax));
}

function linkOf(
  { from, to, kind }: GraphEdge,
  numberOf: ReadonlyMap<AssetId, number>,
): readonly Link[] {
  const [source, target] = [numberOf.get(from), numberOf.get(to)];
  if (source === undefined || target === undefined) return [];
  return [{ from: source, to: target, weight: weights[kind] ?? 3, thickness: 2 }];
}

function lineOf(edge: GraphEdge, { points, back }: Route = { points: [], back: false }): Line {
  return { edge, back, ...pathOf(points) };
}

/** All that runs from the columns of one card to those of another: one link, as thick as they are many. */
interface Strand {
  readonly from: number;
  readonly to: number;
  readonly edges: readonly GraphColumnEdge[];
}

function strandsOf(
  columnEdges: readonly GraphColumnEdge[],
  facts: readonly CardFacts[],
  numberOf: ReadonlyMap<AssetId, number>,
): readonly Strand[] {
  const shown = columnEdges.filter(({ from, to }) =>
    [from, to].some(({ asset }) => (facts[numberOf.get(asset) ?? -1]?.rows.length ?? 0) > 0),
  );
  return [...grouped(shown, ({ from, to }) => `${from.asset}\0${to.asset}`).values()].flatMap(
    (group): Strand[] => {
      const [first] = group;
      if (first === undefined) return [];
      const [from, to] = [numberOf.get(first.from.asset), numberOf.get(first.to.asset)];
      return from === undefined || to === undefined ? [] : [{ from, to, edges: group }];
    },
  );
}

function thread({ from, to, edges }: Strand): Link {
  return { from, to, weight: 1, thickness: strand * Math.min(edges.length, strandsMax) };
}

function flowsOf(
  { from, to, edges }: Strand,
  cards: readonly Card[],
  { points }: Route = { points: [], back: false },
): readonly Flow[] {
  const [source, target] = [cards[from], cards[to]];
  if (source === undefined || target === undefined) return [];
  return edges.map((edge, at) => {
    const offset = Math.round(
      (at - (edges.length - 1) / 2) * Math.min(1, strandsMax / edges.length) * strand,
    );
    const inner = points.slice(1, -1).map(({ x, y }) => ({ x, y: y + offset }));
    const [first, last] = [points[0], points.at(-1)];
    const ends = [
      { x: first?.x ?? 0, y: heightAt(source, edge.from.column) },
      { x: last?.x ?? 0, y: heightAt(target, edge.to.column) },
    ];
    return { edge, line: curves([...ends.slice(0, 1), ...inner, ...ends.slice(1)]) };
  });
}

/** The middle of the column's row, or that of the header where the card shows no rows. */
function heightAt({ node, rows, corner }: Card, column: string): number {
  return corner.y + (rows.length === 0 ? card.header / 2 : rowMiddle(node, rows, column));
}
