import type { JsonObject } from "../base/json.ts";
import type { GraphColumnEdge, GraphEdge, GraphNode, GraphView } from "../model/graph-view.ts";
import type { Reporter } from "./document.ts";
import { jsonText, schemaOf } from "./json.ts";

/** The graph for programs: one object, assets and edges sorted. */
export const graphJsonReporter: Reporter<GraphView> = {
  name: "json",
  mediaType: "application/json",
  render: ({ base, columns, columnEdges, depth, edges, focus, nodes, total }) =>
    jsonText({
      schema: schemaOf("graph"),
      ...(focus !== undefined && { focus }),
      ...(depth !== undefined && { depth }),
      ...(base !== undefined && { base }),
      assets: nodes.map((node) => assetJson(node, columns)),
      edges: edges.map(edgeJson),
      ...(columns && { columnEdges: columnEdges.map(columnEdgeJson) }),
      total: { ...total },
    }),
};

function assetJson(node: GraphNode, withColumns: boolean): JsonObject {
  const { change, columns, id, kind, name, owner, place, tags, unresolved } = node;
  return {
    id,
    kind,
    name,
    ...(owner !== undefined && { owner }),
    tags,
    ...(withColumns && { columns: columns.map((column) => ({ ...column })) }),
    unresolved: unresolved.map(({ edge, reason, text }) => ({ edge, reason, text })),
    declared: place !== undefined,
    ...(place !== undefined && { path: place.path }),
    ...(change !== undefined && { change }),
  };
}

function edgeJson({ change, condition, from, kind, strength, through, to }: GraphEdge): JsonObject {
  return {
    from,
    to,
    kind,
    strength,
    ...(condition !== undefined && { condition }),
    ...(through !== undefined && { through }),
    ...(change !== undefined && { change }),
  };
}

function columnEdgeJson({ change, from, strength, to, via }: GraphColumnEdge): JsonObject {
  return {
    from: { ...from },
    to: { ...to },
    via,
    strength,
    ...(change !== undefined && { change }),
  };
}
