import type { RepoPath } from "../base/path.ts";
import type { AssetId } from "./ids.ts";
import type { ToolId } from "./kinds.ts";

/** What one file of a tree gave to its graph, or why it gave nothing. */
export interface FileFacts {
  readonly path: RepoPath;
  /** The adapters that read documents in it, in the order of precedence. */
  readonly tools: readonly ToolId[];
  /** Documents read. */
  readonly documents: number;
  /** Assets declared in it, sorted. */
  readonly assets: readonly AssetId[];
  /** Edges between assets, and between columns, that it states. */
  readonly edges: number;
  readonly columnEdges: number;
  /** Prices, usage and policies declared in it, as `<kind> <name>`. */
  readonly declarations: readonly string[];
  /** Why it gives nothing, or what of it is not read; absent where all is well. */
  readonly why?: string;
}
