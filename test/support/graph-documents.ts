import type { GraphView } from "../../src/model/graph-view.ts";
import type { GraphDocument } from "../../src/report/graph-document.ts";
import { sourcesOf } from "../../src/report/sources.ts";
import { testDay } from "./host.ts";

/** What a graph report is made of, without texts and costs unless `more` has them. */
export function documentOf(view: GraphView, more: Partial<GraphDocument> = {}): GraphDocument {
  return {
    view,
    sources: sourcesOf(new Map()),
    asOf: testDay,
    tool: { name: "lineagectl", version: "0.0.0" },
    ...more,
  };
}
