import type { GraphView } from "../model/graph-view.ts";
import type { Reporter } from "./document.ts";

/** The graph for programs: one object, members in the order of their names, assets and edges sorted. */
export const graphJsonReporter: Reporter<GraphView> = {
  name: "json",
  mediaType: "application/json",
  render: graphJson,
};

function graphJson({ depth, edges, focus, nodes, total }: GraphView): string {
  const document = {
    assets: nodes.map(({ id, kind, name, owner, place, tags, unresolved }) => ({
      declared: place !== undefined,
      id,
      kind,
      name,
      owner,
      path: place?.path,
      tags,
      unresolved: unresolved.map(({ edge, reason, text }) => ({ edge, reason, text })),
    })),
    depth,
    edges: edges.map(({ condition, from, kind, strength, to }) => ({
      condition,
      from,
      kind,
      strength,
      to,
    })),
    focus,
    schema: "https://lineagectl.dev/schemas/graph-1.json",
    total: { assets: total.assets, edges: total.edges },
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
