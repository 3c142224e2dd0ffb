import { grouped } from "../base/group.ts";
import { counted, shortened, visible } from "../base/text.ts";
import type { GraphView } from "../model/graph-view.ts";
import { nameOf, type AssetId } from "../model/ids.ts";
import type { AssetKind } from "../model/kinds.ts";
import type { Reporter } from "./document.ts";

/** What GitHub draws: mermaid itself stops at 500 edges and 50,000 characters. */
const edgesMax = 300;
const bytesMax = 40 * 1024;
const labelMax = 60;

/**
 * The graph as a Mermaid flowchart. A graph that is too large to be drawn is folded, by namespace
 * and then by kind, and says so. Ids are our own and every label is escaped, so that no name can
 * end its string or start a statement.
 *
 * @see https://mermaid.js.org/syntax/flowchart.html
 */
export const graphMermaidReporter: Reporter<GraphView> = {
  name: "mermaid",
  mediaType: "text/vnd.mermaid",
  render: graphMermaid,
};

function graphMermaid(view: GraphView): string {
  const whole = picture(view, ({ id }) => id, []);
  if (fits(whole)) return whole.text;
  const byNamespace = picture(view, ({ id, kind }) => `${kind}:${namespaceOf(id)}`, [
    `folded by namespace: ${counted(view.nodes.length, "asset")}, ${counted(view.edges.length, "edge")}`,
  ]);
  if (fits(byNamespace)) return byNamespace.text;
  return picture(view, ({ kind }) => kind, [
    `folded by kind: ${counted(view.nodes.length, "asset")}, ${counted(view.edges.length, "edge")}`,
  ]).text;
}

type Node = GraphView["nodes"][number];

interface Picture {
  readonly text: string;
  readonly edges: number;
}

function fits({ text, edges }: Picture): boolean {
  return edges <= edgesMax && Buffer.byteLength(text) <= bytesMax;
}

/** One box for each group of nodes, and one arrow for all edges between two groups. */
function picture(
  view: GraphView,
  groupOf: (node: Node) => string,
  notes: readonly string[],
): Picture {
  const groups = [...grouped(view.nodes, groupOf)];
  const numberOf = new Map<AssetId, number>();
  groups.forEach(([, nodes], number) => {
    for (const { id } of nodes) numberOf.set(id, number);
  });
  const arrows = grouped(view.edges, ({ from, to }) => `${numberOf.get(from)} ${numberOf.get(to)}`);
  const lines = [...arrows].flatMap(([ends, edges]) =>
    arrowOf(ends, new Set(edges.map(({ kind }) => kind))),
  );
  const boxes = groups.map(([, nodes], number) => boxOf(number, nodes, view.focus));
  const note = notes.map((text, index) => `  note${index}["${escaped(text)}"]`);
  return {
    text: `${["flowchart LR", ...note, ...boxes, ...lines].join("\n")}\n`,
    edges: lines.length,
  };
}

function arrowOf(ends: string, kinds: ReadonlySet<string>): readonly string[] {
  const [from, to] = ends.split(" ");
  // Edges within one folded group would be a loop that means nothing.
  return from === to ? [] : [`  n${from} -->|${[...kinds].join(", ")}| n${to}`];
}

function boxOf(number: number, nodes: readonly Node[], focus: AssetId | undefined): string {
  const [first] = nodes;
  if (first === undefined) return "";
  const { id: name, kind, change } = first;
  const words = kind.replace("ml_", "").replaceAll("_", " ");
  const label =
    nodes.length === 1
      ? `${words} ${shortened(nameOf(name), labelMax)}${change === undefined ? "" : ` (${change})`}`
      : `${nodes.length} × ${words}`;
  const [open, close] = shapes[kind] ?? ["[", "]"];
  const mark = nodes.some(({ id }) => id === focus) ? "\n  style n" : "";
  return `  n${number}${open}"${escaped(label)}"${close}${mark && `${mark}${number} stroke-width:3px`}`;
}

const shapes: Partial<Record<AssetKind, readonly [string, string]>> = {
  dataset: ["[(", ")]"],
  ml_model: ["{{", "}}"],
  app: ["([", "])"],
  service: ["([", "])"],
};

function namespaceOf(id: AssetId): string {
  const name = nameOf(id);
  const uri = /^[a-z0-9+.-]+:\/\/[^/]*/u.exec(name)?.[0];
  return uri ?? name.slice(0, Math.max(0, name.indexOf("/")));
}

/** Mermaid's entity codes for whatever is not plain: quotes, brackets, `%%{`, `#`, back ticks, HTML. */
function escaped(text: string): string {
  return visible(text).replaceAll(
    /[^\p{L}\p{N} ._:/+=,~@×…-]/gu,
    (sign) => `#${sign.codePointAt(0)};`,
  );
}
