import type { GraphColumnEdge, GraphEdge, GraphNode } from "../model/graph-view.ts";
import type { AssetId } from "../model/ids.ts";

/** What the interactive page is given, as JSON. */
export interface PageData {
  readonly title: string;
  readonly focus?: AssetId;
  readonly base?: string;
  readonly columns: boolean;
  readonly nodes: readonly PageNode[];
  readonly edges: readonly GraphEdge[];
  readonly columnEdges: readonly GraphColumnEdge[];
  readonly tool: string;
}

export interface PageNode extends GraphNode {
  /** `path:line` of its declaration. */
  readonly at?: string;
  /** What it costs per month, in words, and how that compares: 0 for the cheapest to 4. */
  readonly cost?: { readonly words: string; readonly level?: number };
}
