import type { JsonObject } from "../base/json.ts";
import type { Spot, Trace, TraceHop, TracePath } from "../model/trace.ts";
import type { Reporter } from "./document.ts";
import { jsonText, placeJson, schemaOf } from "./json.ts";
import type { Sources } from "./sources.ts";
import type { TraceDocument } from "./trace-text.ts";

/** The ways for programs. */
export const traceJsonReporter: Reporter<TraceDocument> = {
  name: "json",
  mediaType: "application/json",
  render: ({ trace, sources }) => {
    const { focus, question, reversed, paths, total, stopped, circles, unresolved, carried } =
      trace;
    return jsonText({
      schema: schemaOf("trace"),
      focus: spotJson(focus),
      asks: question.asks,
      ...(question.asks === "to" && { target: spotJson(question.target), reversed }),
      ...(question.asks === "why" && { tag: question.tag, carried }),
      paths: paths.map((path) => pathJson(path, sources)),
      total,
      stopped: {
        paths: stopped.paths.map((path) => pathJson(path, sources)),
        total: stopped.total,
      },
      circles,
      unresolved: unresolvedJson(unresolved, sources),
    });
  },
};

function spotJson({ asset, column }: Spot): JsonObject {
  return { asset, ...(column !== undefined && { column }) };
}

function pathJson({ hops, certain, masked }: TracePath, sources: Sources): JsonObject {
  return {
    hops: hops.map((hop) => hopJson(hop, sources)),
    certain,
    ...(masked !== undefined && {
      masked: {
        method: masked.method,
        leaves: masked.leaves,
        location: placeJson(masked.place, sources),
      },
    }),
  };
}

function hopJson(hop: TraceHop, sources: Sources): JsonObject {
  const { via, certain, place } = hop;
  return {
    ...spotJson(hop),
    via,
    certain,
    ...(place !== undefined && { location: placeJson(place, sources) }),
  };
}

/** References that lead nowhere. */
export function unresolvedJson(
  unresolved: Trace["unresolved"],
  sources: Sources,
): readonly JsonObject[] {
  return unresolved.map(({ asset, edge, text, reason, place }) => ({
    asset,
    edge,
    text,
    reason,
    location: placeJson(place, sources),
  }));
}
