import { visible } from "../base/text.ts";
import { kindWords } from "../drawing/card.ts";
import { edgeLooks, hueOf, light } from "../drawing/palette.ts";
import type { GraphColumnEdge, GraphEdge, GraphNode, GraphView } from "../model/graph-view.ts";
import { nameOf } from "../model/ids.ts";
import type { AssetKind, EdgeKind } from "../model/kinds.ts";
import type { Reporter } from "./document.ts";

/**
 * The graph for Graphviz. Ids are our own; every text of the repository stands in a quoted string or
 * an HTML-like label, where nothing in it can end it or be read as an escape or entity.
 *
 * @see https://graphviz.org/doc/info/lang.html
 */
export const graphDotReporter: Reporter<GraphView> = {
  name: "dot",
  mediaType: "text/vnd.graphviz",
  render: graphDot,
};

function graphDot(view: GraphView): string {
  const numberOf = new Map(view.nodes.map(({ id }, number) => [id, `n${number}`]));
  const name = (id: GraphNode["id"]): string => numberOf.get(id) ?? "n";
  const lines = [
    "digraph lineage {",
    '  graph [rankdir="LR", ranksep="0.7", nodesep="0.3", fontname="Helvetica"];',
    '  node [fontname="Helvetica", fontsize="11", style="filled", margin="0.14,0.08"];',
    `  edge [fontname="Helvetica", fontsize="9", color="${light.line}", fontcolor="${light.muted}"];`,
    ...view.nodes.map((node) => `  ${name(node.id)} [${nodeWords(node, view)}];`),
    ...view.edges.map((edge) => `  ${name(edge.from)} -> ${name(edge.to)} [${edgeWords(edge)}];`),
    ...(view.columns ? columnLines(view, name) : []),
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

type Attributes = Readonly<Record<string, string | undefined>>;

function listed(attributes: Attributes): string {
  return Object.entries(attributes)
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]))
    .join(", ");
}

/** In a quoted string `\` begins an escape and `&` an entity (https://graphviz.org/docs/attr-types/escString/). */
function quoted(text: string): string {
  const inert = visible(text)
    .replaceAll("&", "&amp;")
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"');
  return `"${inert}"`;
}

/** Text of an HTML-like label, in which an element must not be empty. */
function asHtml(text: string): string {
  return visible(text || " ").replaceAll(/[&<>"'[\]\\]/gu, (sign) => `&#${sign.charCodeAt(0)};`);
}

const shapes: Partial<Record<AssetKind, string>> = {
  dataset: "cylinder",
  job: "cds",
  workload: "box3d",
  ml_model: "hexagon",
  model_version: "hexagon",
  feature_view: "folder",
  service: "component",
  app: "tab",
  principal: "house",
  secret: "octagon",
  contract: "note",
};

const changed = { added: light.added, removed: light.removed, modified: light.modified } as const;

function nodeWords(node: GraphNode, { columns, focus }: GraphView): string {
  const { kind, id, place, change } = node;
  const { ink, tint } = light.hues[hueOf[kind]];
  const asTable = columns && node.columns.length > 0;
  const mark = change === undefined ? undefined : changed[change];
  const style = place === undefined ? "filled,dashed" : undefined;
  return listed({
    label: asTable ? table(node) : textLabel(node),
    shape: quoted(asTable ? "plain" : (shapes[kind] ?? "box")),
    style: style && quoted(style),
    color: quoted(mark ?? ink),
    fillcolor: quoted(tint),
    fontcolor: quoted(light.text),
    penwidth: id === focus || mark !== undefined ? quoted("2.5") : undefined,
    tooltip: quoted(id),
  });
}

/** Lines end with `\n`, which Graphviz reads as a centred line: ours, not the repository's. */
function textLabel(node: GraphNode): string {
  const lines = labelLines(node).map((line) => quoted(line).slice(1, -1));
  return `"${lines.join("\\n")}"`;
}

function labelLines({ change, name, kind, owner, tags }: GraphNode): readonly string[] {
  return [
    change === undefined ? name : `${name} (${change})`,
    [kindWords(kind), ...(owner === undefined ? [] : [owner])].join(" · "),
    ...(tags.length === 0 ? [] : [tags.join(", ")]),
  ];
}

function table(node: GraphNode): string {
  const { ink, tint } = light.hues[hueOf[node.kind]];
  const [first = "", ...rest] = labelLines(node).map(asHtml);
  const more = rest.map((line) => `<br/><font point-size="9">${line}</font>`).join("");
  const rows = node.columns.map(({ name, type = "" }, at) => {
    const words = [name, ...(type === "" ? [] : [`: ${type}`])].map(asHtml).join("");
    return `<tr><td port="c${at}" align="left" bgcolor="${light.card}"><font point-size="9">${words}</font></td></tr>`;
  });
  return `<<table border="0" cellborder="1" cellspacing="0" cellpadding="5" color="${ink}"><tr><td port="h" bgcolor="${tint}"><b>${first}</b>${more}</td></tr>${rows.join("")}</table>>`;
}

/** Edges that only accompany data do not decide where an asset stands. */
const placing: ReadonlySet<EdgeKind> = new Set([
  "reads",
  "writes",
  "derives",
  "trains",
  "serves",
  "evaluates",
]);

function edgeWords({ kind, strength, change, through, condition }: GraphEdge): string {
  const { hue, dashes } = edgeLooks[kind];
  const unsure = strength === "inferred" || strength === "observed";
  const color = change === undefined ? hue && light.hues[hue].ink : changed[change];
  const label = [
    kind.replaceAll("_", " "),
    ...(through === undefined ? [] : [`through ${through}`]),
    ...(condition === undefined ? [] : [`if ${condition}`]),
    ...(change === undefined ? [] : [change]),
  ];
  return listed({
    label: quoted(label.join(", ")),
    style: unsure || dashes !== undefined ? quoted(unsure ? "dotted" : "dashed") : undefined,
    color: color && quoted(color),
    constraint: placing.has(kind) ? undefined : "false",
  });
}

function columnLines(
  { columnEdges, nodes }: GraphView,
  name: (id: GraphNode["id"]) => string,
): readonly string[] {
  const portOf = new Map(
    nodes.flatMap(({ id, columns }) =>
      columns.map((column, at) => [`${id}\0${column.name}`, `${name(id)}:c${at}`] as const),
    ),
  );
  const end = ({ asset, column }: GraphColumnEdge["from"]): string =>
    portOf.get(`${asset}\0${column}`) ?? name(asset);
  return columnEdges.map(({ from, to, via }) => {
    const words = `${nameOf(from.asset)}#${from.column} → ${nameOf(to.asset)}#${to.column}, ${via}`;
    const look = listed({
      color: quoted(light.accent),
      arrowsize: quoted("0.5"),
      constraint: "false",
      tooltip: quoted(words),
    });
    return `  ${end(from)} -> ${end(to)} [${look}];`;
  });
}
