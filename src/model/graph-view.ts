import type { Place } from "../diagnostic/place.ts";
import type { ColumnFacts } from "./claim.ts";
import type { AssetId } from "./ids.ts";
import type { AssetKind, EdgeKind, Strength } from "./kinds.ts";
import type { ColumnEdge, Unresolved } from "./snapshot.ts";

/** A part of a snapshot as it is drawn, or of two snapshots with what differs. */
export interface GraphView {
  /** The asset that the drawing is about; absent for the whole graph. */
  readonly focus?: AssetId;
  /** Farthest distance from the focus, in edges; absent without a limit. */
  readonly depth?: number;
  /** What it is compared with; absent where changes are not marked. */
  readonly base?: string;
  /** Whether columns are to be drawn, where the format can. */
  readonly columns: boolean;
  /** Sorted by id. */
  readonly nodes: readonly GraphNode[];
  /** Sorted by (from, to, kind); both ends are among the nodes. */
  readonly edges: readonly GraphEdge[];
  /** Sorted by (to, from, via); both ends are columns of nodes. */
  readonly columnEdges: readonly GraphColumnEdge[];
  /** What the whole snapshot has. */
  readonly total: { readonly assets: number; readonly edges: number };
}

export interface GraphNode {
  readonly id: AssetId;
  readonly kind: AssetKind;
  /** Short name. */
  readonly name: string;
  readonly owner?: string;
  readonly tags: readonly string[];
  readonly columns: readonly GraphColumn[];
  /** References from it that lead nowhere: the drawing is incomplete there. */
  readonly unresolved: readonly Pick<Unresolved, "edge" | "text" | "reason">[];
  /** Where it is declared; absent for what is only referred to. */
  readonly place?: Place;
  readonly change?: "added" | "removed" | "modified";
}

export interface GraphColumn extends Pick<ColumnFacts, "name" | "type" | "tags"> {
  readonly change?: "added" | "removed" | "modified";
}

export interface GraphEdge {
  readonly kind: EdgeKind;
  readonly from: AssetId;
  readonly to: AssetId;
  readonly strength: Strength;
  readonly condition?: string;
  readonly change?: "added" | "removed";
  /** Assets on the way that the drawing leaves out; absent for an edge of the snapshot. */
  readonly through?: number;
}

export interface GraphColumnEdge extends Pick<ColumnEdge, "from" | "to" | "via" | "strength"> {
  readonly change?: "added" | "removed";
}
