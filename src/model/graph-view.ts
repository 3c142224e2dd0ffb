import type { Place } from "../diagnostic/place.ts";
import type { AssetId } from "./ids.ts";
import type { AssetKind, EdgeKind, Strength } from "./kinds.ts";
import type { Unresolved } from "./snapshot.ts";

/** A part of a snapshot as it is drawn. */
export interface GraphView {
  /** The asset that the drawing is about; absent for the whole graph. */
  readonly focus?: AssetId;
  /** Farthest distance from the focus, in edges; absent without a limit. */
  readonly depth?: number;
  /** Sorted by id. */
  readonly nodes: readonly GraphNode[];
  /** Sorted by (from, to, kind); both ends are among the nodes. */
  readonly edges: readonly GraphEdge[];
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
  /** References from it that lead nowhere: the drawing is incomplete there. */
  readonly unresolved: readonly Pick<Unresolved, "edge" | "text" | "reason">[];
  /** Where it is declared; absent for what is only referred to. */
  readonly place?: Place;
}

export interface GraphEdge {
  readonly kind: EdgeKind;
  readonly from: AssetId;
  readonly to: AssetId;
  readonly strength: Strength;
  readonly condition?: string;
}
