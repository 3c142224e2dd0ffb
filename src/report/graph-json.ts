import type { JsonObject } from "../base/json.ts";
import type { GraphEdge, GraphNode, GraphView } from "../model/graph-view.ts";
import type { Reporter } from "./document.ts";
import { jsonText, schemaOf } from "./json.ts";

/** The graph for programs: one object, assets and edges sorted. */
export const graphJsonReporter: Reporter<GraphView> = {
  name: "json",
  mediaType: "application/json",
  render: ({ depth, edges, focus, nodes, total }) =>
    jsonText({
      schema: schemaOf("graph"),
      ...(focus !== undefined && { focus }),
      ...(depth !== undefined && { depth }),
      assets: nodes.map(assetJson),
      edges: edges.map(edgeJson),
      total: { ...total },
    }),
};

function assetJson({ id, kind, name, owner, place, tags, unresolved }: GraphNode): JsonObject {
  return {
    id,
    kind,
    name,
    ...(owner !== undefined && { owner }),
    tags,
    unresolved: unresolved.map(({ edge, reason, text }) => ({ edge, reason, text })),
    declared: place !== undefined,
    ...(place !== undefined && { path: place.path }),
  };
}

function edgeJson({ condition, from, kind, strength, to }: GraphEdge): JsonObject {
  return { from, to, kind, strength, ...(condition !== undefined && { condition }) };
}
