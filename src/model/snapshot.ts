import type { Json } from "../base/json.ts";
import type { ObjectId, Sha256 } from "../base/digest.ts";
import type { RepoPath } from "../base/path.ts";
import type { FileMode } from "../base/ports.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Place } from "../diagnostic/place.ts";
import type { ColumnFacts, Declaration, FacetName, Via } from "./claim.ts";
import type { AssetId, Key } from "./ids.ts";
import type { AssetKind, EdgeKind, Strength, ToolId, UnknownReason } from "./kinds.ts";
import type { UsageLine } from "./usage.ts";

/** A statement with where it was made; what lost against it stays visible. */
export interface Sourced<T> {
  readonly value: T;
  readonly place: Place;
  readonly strength: Strength;
  readonly tool: ToolId;
  readonly losers: readonly Said<T>[];
}
export interface Said<T> {
  readonly value: T;
  readonly place: Place;
  readonly tool: ToolId;
}

export interface Column extends ColumnFacts {
  readonly place: Place;
}

/** A node of the lineage graph: the fold of all claims about it. */
export interface Asset {
  readonly id: AssetId;
  readonly kind: AssetKind;
  /** Short name for people, without namespace. */
  readonly name: string;
  /** Sorted; the first tool key in precedence is `toolKey`. */
  readonly keys: readonly Key[];
  readonly toolKey: Key;
  readonly facets: Readonly<Partial<Record<FacetName, Sourced<Json>>>>;
  /** Declared tags, sorted; what arrives along edges is computed (lineage/tags.ts). */
  readonly tags: readonly Sourced<string>[];
  readonly labels: Readonly<Record<string, Sourced<string>>>;
  /** In the order of the strongest claim that lists them. */
  readonly columns: readonly Column[];
  readonly usage: readonly UsageLine[];
  /** References from this asset that led nowhere: whatever depends on them is undecided. */
  readonly unresolved: readonly Unresolved[];
  /** Where it is defined, the strongest first; empty for an asset that is only referred to. */
  readonly places: readonly Place[];
  /** Digest of its record (DESIGN 9.8): kind, keys, winning facets, incoming edges, usage. */
  readonly record: Sha256;
}

export interface Unresolved {
  readonly edge: EdgeKind;
  readonly text: string;
  readonly reason: UnknownReason | "absent" | "ambiguous";
  readonly place: Place;
}

export interface Edge {
  readonly kind: EdgeKind;
  readonly from: AssetId;
  readonly to: AssetId;
  readonly strength: Strength;
  readonly tool: ToolId;
  readonly place: Place;
  readonly condition?: string;
}

export interface ColumnEdge {
  readonly from: ColumnId;
  readonly to: ColumnId;
  readonly via: Via;
  readonly strength: Strength;
  readonly place: Place;
}

export interface ColumnId {
  readonly asset: AssetId;
  readonly column: string;
}

/** A file of the tree that says something about lineage, or decides what passes (DESIGN 9.5). */
export interface CoveredFile {
  readonly path: RepoPath;
  readonly blob: ObjectId;
  readonly mode: FileMode;
  readonly why: "claims" | "gate";
  /** Kinds of the assets defined in it, sorted, without repetition. */
  readonly kinds: readonly AssetKind[];
}

/** The linked graph of one tree. */
export interface Snapshot {
  /** Sorted by id. */
  readonly assets: readonly Asset[];
  /** Sorted by (from, to, kind). */
  readonly edges: readonly Edge[];
  /** Sorted by (to, from, via). */
  readonly columnEdges: readonly ColumnEdge[];
  /** Prices, rates, usage, budgets, policies, waivers; sorted by (kind, path, document). */
  readonly declarations: readonly Declaration[];
  readonly diagnostics: readonly Diagnostic[];
  /** Sorted by path. */
  readonly covered: readonly CoveredFile[];
  /** Number of documents read. */
  readonly documents: number;
  /** SHA-256 over sorted lines `<asset id> <record digest>\n`. */
  readonly digest: Sha256;
}
