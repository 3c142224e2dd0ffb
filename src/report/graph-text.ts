import { byCodeUnit } from "../base/compare.ts";
import { grouped } from "../base/group.ts";
import { counted, visible } from "../base/text.ts";
import type { GraphEdge, GraphNode, GraphView } from "../model/graph-view.ts";
import type { AssetId } from "../model/ids.ts";
import type { Reporter } from "./document.ts";
import type { Paint } from "./paint.ts";

/** From this depth on, a branch goes on as a tree of its own further down. */
const depthMax = 16;

interface Signs {
  readonly branch: string;
  readonly last: string;
  readonly line: string;
  readonly gap: string;
  readonly above: string;
  readonly below: string;
}
const unicode: Signs = {
  branch: "├─ ",
  last: "└─ ",
  line: "│  ",
  gap: "   ",
  above: "↑",
  below: "↓",
};
const ascii: Signs = {
  branch: "|- ",
  last: "`- ",
  line: "|  ",
  gap: "   ",
  above: "^",
  below: "v",
};

/**
 * The graph as trees that grow from what nothing leads to: below each asset whatever it leads to,
 * the kind of edge first. An asset that was drawn before is marked and not repeated.
 */
export const graphTextReporter: Reporter<GraphView> = {
  name: "text",
  mediaType: "text/plain",
  render: graphText,
};

function graphText(view: GraphView, paint: Pick<Paint, "unicode">): string {
  const signs = paint.unicode ? unicode : ascii;
  const drawing = drawingOf(view);
  const lines: string[] = [];
  for (;;) {
    const root = nextRoot(drawing);
    if (root === undefined) break;
    drawTree(root, drawing, { signs, lines });
  }
  return `${[...lines, ...(lines.length > 0 ? [""] : []), summary(view), ...legend(lines, signs)].join("\n")}\n`;
}

interface Drawing {
  readonly view: GraphView;
  readonly nodes: ReadonlyMap<AssetId, GraphNode>;
  readonly below: ReadonlyMap<AssetId, readonly GraphEdge[]>;
  readonly drawn: Set<AssetId>;
  /** Candidates for roots, the next one last. */
  readonly waiting: AssetId[];
}

function drawingOf(view: GraphView): Drawing {
  const targets = new Set(view.edges.map(({ to }) => to));
  const ids = view.nodes.map(({ id }) => id);
  // What lies on a circle only is reached from nowhere: it comes last, the first of it as a root.
  const roots = [...ids.filter((id) => !targets.has(id)), ...ids.filter((id) => targets.has(id))];
  return {
    view,
    nodes: new Map(view.nodes.map((node) => [node.id, node])),
    below: grouped(view.edges, ({ from }) => from),
    drawn: new Set(),
    waiting: roots.toReversed(),
  };
}

function nextRoot({ waiting, drawn }: Drawing): AssetId | undefined {
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (!drawn.has(id)) return id;
  }
  return undefined;
}

interface Branch {
  readonly id: AssetId;
  readonly edge: GraphEdge | undefined;
  /** What stands before the line itself, and before the lines below it. */
  readonly first: string;
  readonly rest: string;
  readonly depth: number;
}

interface Paper {
  readonly signs: Signs;
  readonly lines: string[];
}

/** With a stack of its own: a chain of jobs may be longer than the engine's. */
function drawTree(root: AssetId, drawing: Drawing, paper: Paper): void {
  const stack: Branch[] = [{ id: root, edge: undefined, first: "", rest: "", depth: 0 }];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const children = branchesOf(at, drawing, paper);
    stack.push(...children.toReversed());
  }
}

/** Writes one line and returns the branches below it. */
function branchesOf(branch: Branch, drawing: Drawing, { signs, lines }: Paper): readonly Branch[] {
  const { id, edge, first, rest, depth } = branch;
  const node = drawing.nodes.get(id);
  if (node === undefined) return [];
  const relation = edge === undefined ? "" : `${relationOf(edge)}  `;
  const line = `${first}${relation}${labelOf(node, drawing.view)}`;
  const below = drawing.below.get(id) ?? [];
  if (drawing.drawn.has(id)) {
    lines.push(below.length > 0 ? `${line}  ${signs.above}` : line);
    return [];
  }
  if (depth >= depthMax && below.length > 0) {
    lines.push(`${line}  ${signs.below}`);
    drawing.waiting.push(id);
    return [];
  }
  drawing.drawn.add(id);
  lines.push(line);
  const ends = below.toSorted((a, b) => byCodeUnit(a.to, b.to) || byCodeUnit(a.kind, b.kind));
  const loose = node.unresolved.map(
    ({ edge: kind, text, reason }) => `${kind}  ${visible(text)}  ? ${reason}`,
  );
  loose.forEach((text, index) => {
    const last = index === loose.length - 1 && ends.length === 0;
    lines.push(`${rest}${last ? signs.last : signs.branch}${text}`);
  });
  return ends.map((next, index) => {
    const last = index === ends.length - 1;
    return {
      id: next.to,
      edge: next,
      first: rest + (last ? signs.last : signs.branch),
      rest: rest + (last ? signs.gap : signs.line),
      depth: depth + 1,
    };
  });
}

function relationOf({ kind, strength, change, through }: GraphEdge): string {
  const mark = change === undefined ? "" : `${changeSigns[change]} `;
  const way = through === undefined ? "" : ` (through ${through})`;
  return `${mark}${kind}${strength === "inferred" ? "?" : ""}${way}`;
}

/** The same signs as in `diff`, in ASCII. */
const changeSigns = { added: "+", removed: "-", modified: "~" } as const;

function labelOf({ id, owner, tags, place, change }: GraphNode, { focus }: GraphView): string {
  const notes = [
    ...(owner === undefined ? [] : [visible(owner)]),
    ...(tags.length === 0 ? [] : [`[${tags.map(visible).join(", ")}]`]),
    ...(place === undefined ? ["(not declared here)"] : []),
  ];
  const mark = change === undefined ? "" : `${changeSigns[change]} `;
  return [`${mark}${id === focus ? "* " : ""}${visible(id)}`, ...notes].join("  ");
}

function summary({ nodes, edges, total, focus }: GraphView): string {
  if (focus === undefined) {
    const part =
      nodes.length < total.assets
        ? `${nodes.length} of ${counted(total.assets, "asset")}`
        : counted(nodes.length, "asset");
    return `${part}, ${counted(edges.length, "edge")}`;
  }
  const assets = `${nodes.length} of ${counted(total.assets, "asset")}`;
  return `${assets}, ${edges.length} of ${counted(total.edges, "edge")}`;
}

/** What the signs mean, for those that occur. */
function legend(lines: readonly string[], { above, below }: Signs): readonly string[] {
  return [
    ...(lines.some((line) => line.endsWith(`  ${above}`)) ? [`${above} drawn above`] : []),
    ...(lines.some((line) => line.endsWith(`  ${below}`)) ? [`${below} goes on below`] : []),
  ];
}
